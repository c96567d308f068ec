"""Taking figures: each source is read once, whatever number of figures look at it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shuangjian.homework.figures import agreement, evenings, work
from shuangjian.homework.figures.definition import Figure, Source, Theme
from shuangjian.homework.figures.facts import Fact
from shuangjian.homework.figures.sources import Scope, facts_of

FIGURES: tuple[Figure[Any], ...] = tuple(
    sorted((*evenings.FIGURES, *agreement.FIGURES, *work.FIGURES), key=lambda figure: list(Theme).index(figure.theme))
)
BY_ID = {figure.id: figure for figure in FIGURES}


@dataclass(frozen=True)
class Measured:
    """A figure, or one part of it, as it is at a place in a period."""

    figure: Figure[Any]
    part: str
    n: int
    of: int

    @property
    def label(self) -> str:
        return self.figure.label_of(self.part)


def measured(scope: Scope, figures: Sequence[Figure[Any]] = FIGURES) -> list[Measured]:
    """Every figure in its order; of one that has parts those that are there, or one of nothing where none is."""
    of: dict[str, int] = defaultdict(int)
    n: dict[str, dict[str, int]] = {figure.id: defaultdict(int) for figure in figures}
    for source in Source:
        mine = [figure for figure in figures if figure.source is source]
        for fact in facts_of(source, scope) if mine else ():
            _count(mine, fact, n, of)
    return [
        Measured(figure, part, n[figure.id].get(part, 0), of[figure.id])
        for figure in figures
        for part in figure.in_order(n[figure.id])
    ]


def _count(figures: Sequence[Figure[Any]], fact: Fact, n: dict[str, dict[str, int]], of: dict[str, int]) -> None:
    for figure in figures:
        if figure.counts(fact):
            amount = figure.amount(fact)
            of[figure.id] += amount
            if figure.holds(fact):
                for part in figure.parts_of(fact):
                    n[figure.id][part] += amount


def rows_behind(scope: Scope, figure: Figure[Any], part: str = "") -> list[Fact]:
    """The rows of a numerator, or of one part of it, by date and class. They add up to n."""
    rows = [
        fact
        for fact in facts_of(figure.source, scope)
        if figure.counts(fact) and figure.holds(fact) and part in figure.parts_of(fact)
    ]
    return sorted(rows, key=lambda fact: (fact.date, fact.grade, fact.label, fact.class_id))
