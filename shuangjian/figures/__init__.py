"""Figures, whatever they count: each is defined once, in words and in code, and opens to its rows."""

from shuangjian.figures.definition import Figure, Parts
from shuangjian.figures.edition import as_markdown, edition
from shuangjian.figures.measure import Measured, measured

__all__ = ["Figure", "Measured", "Parts", "as_markdown", "edition", "measured"]
