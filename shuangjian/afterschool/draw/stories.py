"""Why a child got what it got: for each wish above it one reason, in numbers that a family can check."""

from collections.abc import Mapping
from dataclasses import dataclass

from shuangjian.afterschool.draw.lists import Entry
from shuangjian.afterschool.draw.menus import Menu, MenuUnit
from shuangjian.afterschool.draw.results import Place, Result, UnitFacts


@dataclass(frozen=True)
class NotForGrade:
    """The unit is for other grades."""


@dataclass(frozen=True)
class NotJoined:
    """The club meets on `weekday` too, which the child does not join."""

    weekday: int


@dataclass(frozen=True)
class ClosedUnit:
    """The unit did not come about: `takers` of the `minimum` would have taken it."""

    takers: int
    minimum: int


@dataclass(frozen=True)
class Full:
    """The last seat went at `last_turn`, the child's turn was `turn`; both in the unit's block."""

    last_turn: int
    turn: int


@dataclass(frozen=True)
class DayTaken:
    """The club meets on `weekday` too, on which the child has a dearer wish of its own, unit `by`."""

    weekday: int
    by: int


Reason = NotForGrade | NotJoined | ClosedUnit | Full | DayTaken


@dataclass(frozen=True)
class Passed:
    """A wish above what was got."""

    unit: int
    reason: Reason


@dataclass(frozen=True)
class DayStory:
    """One joined weekday. `unit`: what was got, None for the reading place; `rank`: its place among the `wishes` wishes
    of that day, from 1; `above`: the wishes before it, all of them for the reading place."""

    weekday: int
    unit: int | None
    rank: int | None
    wishes: int
    above: tuple[Passed, ...]


def why(menu: Menu, entry: Entry, result: Result) -> list[DayStory]:
    """A child's days from the result of a draw. Raises KeyError for a child that was not in it."""
    return stories(menu, entry, result.by_id[entry.id], result.facts)


def stories(menu: Menu, entry: Entry, place: Place, facts: Mapping[int, UnitFacts]) -> list[DayStory]:
    """The same from what is kept of it: the child's own list and place, and the facts of units."""
    told = []
    for day in entry.days:
        wishes = [number for number in entry.wishes if day in menu.by_number[number].days]
        got = place.units[day]
        above = wishes if got is None else wishes[: wishes.index(got)]
        passed = tuple(Passed(number, _reason(menu, menu.by_number[number], entry, place, facts)) for number in above)
        told.append(DayStory(day, got, None if got is None else len(above) + 1, len(wishes), passed))
    return told


def _reason(menu: Menu, unit: MenuUnit, entry: Entry, place: Place, facts: Mapping[int, UnitFacts]) -> Reason:
    """The first that holds, in an order in which nothing said later could have helped."""
    of = facts[unit.number]
    if entry.grade not in unit.grades:
        return NotForGrade()
    for day in unit.days:
        if day not in entry.days:
            return NotJoined(day)
    if of.closed and of.closed.takers:  # what nobody took was open at every turn
        return ClosedUnit(of.closed.takers, of.closed.minimum)
    turn = place.turns[menu.block_of(unit.days[0])[0]]
    if of.takers == unit.capacity and of.last_turn is not None and of.last_turn < turn:
        return Full(of.last_turn, turn)
    above = entry.wishes[: entry.wishes.index(unit.number)]
    for day in unit.days:
        held = place.units[day]
        if held is not None and held in above:
            return DayTaken(day, held)
    raise ValueError(f"nothing kept unit {unit.number} from child {entry.id}: the result is not of this list")
