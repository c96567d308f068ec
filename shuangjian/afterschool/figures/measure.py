"""Taking figures: schools are read once, whatever number of figures look at them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shuangjian.afterschool.figures.coverage import FIGURES
from shuangjian.afterschool.figures.definition import Figure
from shuangjian.afterschool.figures.facts import SchoolFact


@dataclass(frozen=True)
class Measured:
    """A figure, or one part of it, over some schools."""

    figure: Figure
    part: str
    n: int
    of: int

    @property
    def label(self) -> str:
        return self.figure.label_of(self.part)


@dataclass(frozen=True)
class Row:
    """What one school adds to a figure."""

    school: SchoolFact
    n: int
    of: int


def measured(schools: Iterable[SchoolFact], figures: Sequence[Figure] = FIGURES) -> list[Measured]:
    """Every figure in its order; of one that has parts those that are there, or one of nothing where none is."""
    schools = list(schools)
    found = []
    for figure in figures:
        n: Counter[str] = Counter()
        for school in schools:
            n.update(figure.n(school))
        of = sum(figure.of(school) for school in schools)
        found += [Measured(figure, part, n[part], of) for part in figure.in_order(part for part in n if n[part])]
    return found


def rows_behind(schools: Iterable[SchoolFact], figure: Figure, part: str = "", *, lacking: bool = False) -> list[Row]:
    """The schools that a denominator counts, each with its share, in the order they come in: they add up to n and of.
    Only those that lack some of it, where asked."""
    rows = [Row(school, figure.n(school).get(part, 0), figure.of(school)) for school in schools if figure.of(school)]
    return [row for row in rows if row.n < row.of] if lacking else rows
