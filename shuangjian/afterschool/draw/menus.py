"""What a school offers in a term: units on weekdays, with seats, minimum sizes and grades."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from shuangjian.afterschool.draw.digests import RULES

Blocks = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class MenuUnit:
    """An activity on one weekday, or a club that meets on several: whoever has it, has it on all of them.

    `days`: weekdays 1..7, ascending. `capacity`: seats, at least 1. `minimum`: takers under which it is closed.
    """

    number: int
    name: str
    days: tuple[int, ...]
    grades: tuple[int, ...]
    capacity: int
    minimum: int

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> "MenuUnit":
        days, grades = tuple(row["days"]), tuple(row["grades"])
        return cls(row["number"], row["name"], days, grades, row["capacity"], row["minimum"])

    def as_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "name": self.name,
            "days": list(self.days),
            "grades": list(self.grades),
            "capacity": self.capacity,
            "minimum": self.minimum,
        }


@dataclass(frozen=True)
class Menu:
    """One school's menu of one term. `days`: weekdays with service, ascending; `units`: by number, ascending.

    `reference`: what was open to a child of this school in the last draw, in millionths; see `carrying`. Raises
    ValueError where a unit has days without service, no seat, or a minimum above its seats.
    """

    term: str
    school: str
    reference: int
    days: tuple[int, ...]
    units: tuple[MenuUnit, ...]
    rules: str = field(default=RULES)

    def __post_init__(self) -> None:
        _ascending(self.days, "weekdays")
        if not self.days or not set(self.days) <= set(range(1, 8)):
            raise ValueError(f"no weekdays: {self.days}")
        _ascending([unit.number for unit in self.units], "unit numbers")
        if self.rules != RULES:
            raise ValueError(f"rules {self.rules!r} are not {RULES!r}")
        for unit in self.units:
            _ascending(unit.days, f"days of unit {unit.number}")
            if not unit.days or not set(unit.days) <= set(self.days):
                raise ValueError(f"unit {unit.number} has a day without service, or none")
            if not 0 <= unit.minimum <= unit.capacity or unit.capacity < 1:
                raise ValueError(f"unit {unit.number}: minimum {unit.minimum}, capacity {unit.capacity}")

    @classmethod
    def from_json(cls, menu: dict[str, Any]) -> "Menu":
        units = tuple(MenuUnit.from_json(row) for row in menu["units"])
        return cls(menu["term"], menu["school"], menu["reference"], tuple(menu["days"]), units, menu["rules"])

    def as_json(self) -> dict[str, Any]:
        return {
            "rules": self.rules,
            "term": self.term,
            "school": self.school,
            "reference": self.reference,
            "days": list(self.days),
            "units": [unit.as_json() for unit in self.units],
        }

    @cached_property
    def blocks(self) -> Blocks:
        return blocks_of(self.days, self.units)

    @cached_property
    def by_number(self) -> dict[int, MenuUnit]:
        return {unit.number: unit for unit in self.units}

    def block_of(self, weekday: int) -> tuple[int, ...]:
        """The block that a weekday belongs to."""
        return next(block for block in self.blocks if weekday in block)


def blocks_of(days: Iterable[int], units: Iterable[MenuUnit]) -> Blocks:
    """Weekdays that clubs tie together, directly or through other days; blocks by their first weekday."""
    blocks = [{day} for day in days]
    for unit in units:
        tied = [block for block in blocks if not block.isdisjoint(unit.days)]
        blocks = [block for block in blocks if block.isdisjoint(unit.days)] + [set[int]().union(*tied)]
    return tuple(sorted(tuple(sorted(block)) for block in blocks))


def _ascending(numbers: Iterable[int], what: str) -> None:
    given = list(numbers)
    if given != sorted(set(given)):
        raise ValueError(f"{what} are not ascending: {given}")
