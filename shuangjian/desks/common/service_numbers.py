"""Figures of after-school service as pages show them: never without a denominator and a way down."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from shuangjian.afterschool.figures import Figure, Measured


@dataclass(frozen=True)
class Number:
    """n of a denominator, whose it is, and the address of what lies behind it."""

    figure: Figure
    part: str
    n: int
    of: int
    whose: str
    href: str

    @property
    def label(self) -> str:
        return self.figure.label_of(self.part)


def numbers(found: Iterable[Measured], whose: str, href: Callable[[Measured], str]) -> dict[str, list[Number]]:
    """Each figure by its id, in parts where it has some. `href` is the address of what lies behind one."""
    told: dict[str, list[Number]] = {}
    for one in found:
        told.setdefault(one.figure.id, []).append(Number(one.figure, one.part, one.n, one.of, whose, href(one)))
    return told
