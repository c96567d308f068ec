"""Which of the schools of a figure have counts that were kept, because the rows behind them are deleted."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from shuangjian.afterschool.figures.facts import SchoolFact


@dataclass(frozen=True)
class Kept:
    """`schools` are closed, as they stood on `dates` (each once, in order); of `small` of them nothing was kept."""

    schools: int
    small: int
    dates: tuple[dt.date, ...]


def kept_of(schools: Iterable[SchoolFact]) -> Kept | None:
    """None where every count can still be opened to its rows."""
    closed = [school for school in schools if school.closed_on is not None]
    if not closed:
        return None
    dates = sorted({school.closed_on for school in closed if school.closed_on})
    return Kept(len(closed), sum(school.is_small for school in closed), tuple(dates))
