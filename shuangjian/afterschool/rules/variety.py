"""How varied a programme is: kinds, kinds within reach of each grade, and how evenly the seats lie on them.

The effective number of kinds is exp(−Σ p·ln p), p the share of a kind in the seats of a week: as many kinds of equal
size would be as varied.
"""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from shuangjian.afterschool.rules.kinds import UnitKind
from shuangjian.afterschool.rules.plan import PlannedUnit, ProgrammePlan

FEWEST_KINDS = 3  # ours: no text gives a number
KINDS = len(UnitKind)


@dataclass(frozen=True)
class Offered:
    """Kinds in the order of their list, `n` of `KINDS`. A seat counts on each weekday; `effective` is at most n."""

    kinds: tuple[UnitKind, ...]
    seats: int
    effective: float

    @property
    def n(self) -> int:
        return len(self.kinds)


@dataclass(frozen=True)
class Variety:
    """What the school offers, and what each grade can reach in a week; the seats of a unit reach all its grades."""

    school: Offered
    by_grade: dict[int, Offered]

    @property
    def narrow_grades(self) -> tuple[int, ...]:
        """Grades that can reach fewer than `FEWEST_KINDS` kinds: worth a look, and no more than that."""
        return tuple(grade for grade, offered in self.by_grade.items() if offered.n < FEWEST_KINDS)


def variety(plan: ProgrammePlan) -> Variety:
    """Of the units as planned, on the programme's own days."""
    return Variety(
        _offered(plan.units, plan.weekdays),
        {grade: _offered((u for u in plan.units if grade in u.grades), plan.weekdays) for grade in plan.grades},
    )


def _offered(units: Iterable[PlannedUnit], weekdays: tuple[int, ...]) -> Offered:
    seats: Counter[UnitKind] = Counter()
    for unit in units:
        seats[unit.kind] += max(unit.capacity, 0) * len(set(unit.weekdays) & set(weekdays))
    kinds = tuple(kind for kind in UnitKind if seats[kind] > 0)
    total = sum(seats[kind] for kind in kinds)
    entropy = -sum(seats[kind] / total * math.log(seats[kind] / total) for kind in kinds)
    return Offered(kinds, total, math.exp(entropy) if kinds else 0.0)
