"""The PostgreSQL server of tests and measurements: the one that `shuangjian postgres try` starts."""

from shuangjian.cli.trial_server import server

__all__ = ["server"]
