"""Taking figures of the service: schools are read once, whatever number of figures look at them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shuangjian import figures
from shuangjian.afterschool.figures.coverage import FIGURES
from shuangjian.afterschool.figures.definition import Figure
from shuangjian.afterschool.figures.facts import SchoolFact

Measured = figures.Measured[Figure]


@dataclass(frozen=True)
class Row:
    """What one school adds to a figure."""

    school: SchoolFact
    n: int
    of: int


def measured(schools: Iterable[SchoolFact], wanted: Sequence[Figure] = FIGURES) -> list[Measured]:
    """Every figure in its order; of one that has parts those that are there, or one of nothing where none is."""
    return figures.measured(wanted, schools)


def rows_behind(schools: Iterable[SchoolFact], figure: Figure, part: str = "", *, lacking: bool = False) -> list[Row]:
    """The schools that a denominator counts, each with its share, in the order they come in: they add up to n and of.
    Only those that lack some of it, where asked."""
    rows = [Row(school, figure.n(school).get(part, 0), of) for school in schools if (of := figure.of(school))]
    return [row for row in rows if row.n < row.of] if lacking else rows


def edition() -> str:
    """Of the words of these figures: an answer names it."""
    return figures.edition(FIGURES)
