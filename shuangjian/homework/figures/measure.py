"""Taking figures of homework: each source is read once, whatever number of figures look at it."""

from collections.abc import Sequence
from typing import Any

from shuangjian import figures
from shuangjian.homework.figures import agreement, evenings, work
from shuangjian.homework.figures.definition import Figure, Source, Theme
from shuangjian.homework.figures.facts import Fact
from shuangjian.homework.figures.sources import Scope, facts_of

FIGURES: tuple[Figure[Any], ...] = tuple(
    sorted((*evenings.FIGURES, *agreement.FIGURES, *work.FIGURES), key=lambda figure: list(Theme).index(figure.theme))
)
BY_ID = {figure.id: figure for figure in FIGURES}
Measured = figures.Measured[Figure[Any]]


def measured(scope: Scope, wanted: Sequence[Figure[Any]] = FIGURES) -> list[Measured]:
    """Every figure in its order; of one that has parts those that are there, or one of nothing where none is."""
    found = []
    for source in Source:
        if mine := [figure for figure in wanted if figure.source is source]:
            found += figures.measured(mine, facts_of(source, scope))
    return sorted(found, key=lambda one: wanted.index(one.figure))


def rows_behind(scope: Scope, figure: Figure[Any], part: str = "") -> list[Fact]:
    """The rows of a numerator, or of one part of it, by date and class. They add up to n."""
    rows = [fact for fact in facts_of(figure.source, scope) if figure.of(fact) and part in figure.n(fact)]
    return sorted(rows, key=lambda fact: (fact.date, fact.grade, fact.label, fact.class_id))


def edition() -> str:
    """Of the words of these figures: a signed report names it."""
    return figures.edition(FIGURES)
