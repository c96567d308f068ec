"""Taking figures: rows are read once, whatever number of figures look at them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from shuangjian.figures.definition import Figure

F = TypeVar("F", bound=Figure[Any])


@dataclass(frozen=True)
class Measured(Generic[F]):
    """A figure, or one part of it, over some rows."""

    figure: F
    part: str
    n: int
    of: int

    @property
    def label(self) -> str:
        return self.figure.label_of(self.part)


def measured(figures: Sequence[F], rows: Iterable[Any]) -> list[Measured[F]]:
    """Every figure in its order; of one that has parts those that are there, or one of nothing where none is."""
    of = Counter[str]()
    n = {figure.id: Counter[str]() for figure in figures}
    for row in rows:
        for figure in figures:
            if share := figure.of(row):
                of[figure.id] += share
                for part, amount in figure.n(row).items():
                    n[figure.id][part] += amount
    return [
        Measured(figure, part, n[figure.id][part], of[figure.id])
        for figure in figures
        for part in figure.in_order(part for part, amount in n[figure.id].items() if amount)
    ]
