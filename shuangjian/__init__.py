"""Shuangjian (双减): the system by which a Chinese city keeps its promise to lighten pupils' load."""

__version__ = "0.1.0"
