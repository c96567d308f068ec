"""Who waits for what, in which order, and to whom freed seats are offered.

A child waits for every unit of its list that it would rather have than what it holds: a unit that is open, for its
grade, on days on all of which the child comes, and dearer on each of them than what it holds there. A club needs all
its days. Who is in the reading place, or was left without because a unit was closed, waits like everybody.

The order is that of the draw: in each block of weekdays the turns that the lottery gave. Whoever joins a block after
the draw has a number in the same lottery, and stands where that number would have stood among those whom no earlier
draw moved forward or back (the middle band): it stands *behind a turn*, that of the last child before it. When one
joins is no input, and to wait is never better than to sign up in time: those who did were given seats first.

Seats are offered once a day, to all who wait at that hour, so that when within a day a seat was freed, or somebody
joined, changes nothing. A child is offered one seat at a time: of those that its order reaches, the dearest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple


class Standing(NamedTuple):
    """Where a child stands in a block: at its turn of the draw or, if it joined later, behind that turn; two behind
    the same turn stand by their opaque names."""

    turn: int
    joined_later: bool = False
    opaque: str = ""


LAST = Standing(2**31, True)  # of whom nothing is known


@dataclass(frozen=True)
class WaitedUnit:
    """A unit as the waiting list sees it."""

    id: int
    number: int
    weekdays: tuple[int, ...]
    first_grade: int
    last_grade: int
    is_open: bool
    free: int


@dataclass(frozen=True)
class Child:
    """A child in the service. `wishes`: unit numbers, the dearest first. `held`: what it has on each afternoon on which
    it comes, None for the reading place; an afternoon of tutoring is not among them, nothing is offered over it.
    `standings`: by weekday. `passed`: units for which it does not wait, because its family said so or did not take the
    seat when it was offered."""

    sign_up_id: int
    pupil_id: int
    grade: int
    wishes: tuple[int, ...]
    held: Mapping[int, int | None]
    standings: Mapping[int, Standing]
    passed: frozenset[int] = field(default=frozenset())
    has_offer: bool = False

    @cached_property
    def rank(self) -> dict[int, int]:
        """Of each wish, 0 for the dearest."""
        return {number: place for place, number in enumerate(self.wishes)}


Lists = Mapping[int, Sequence[Child]]


def would_take(child: Child, unit: WaitedUnit) -> bool:
    """Whether a child's list sets a unit above all that it holds on the unit's days."""
    if not unit.is_open or not unit.first_grade <= child.grade <= unit.last_grade:
        return False
    rank = child.rank.get(unit.number)
    if rank is None:
        return False
    for day in unit.weekdays:
        if day not in child.held:
            return False
        number = child.held[day]
        if number is not None and child.rank.get(number, len(child.wishes)) <= rank:
            return False
    return True


def waiting_lists(units: Sequence[WaitedUnit], children: Sequence[Child]) -> dict[int, list[Child]]:
    """By unit number, those who wait for it, the next first."""
    by_number = {unit.number: unit for unit in units}
    lists: dict[int, list[Child]] = {number: [] for number in by_number}
    for child in children:
        for number in child.wishes:
            if number in by_number and number not in child.passed and would_take(child, by_number[number]):
                lists[number].append(child)
    return {number: _in_order(waiting, by_number[number].weekdays[0]) for number, waiting in lists.items()}


def _in_order(waiting: list[Child], weekday: int) -> list[Child]:
    return sorted(waiting, key=lambda child: child.standings.get(weekday, LAST))


def seats_to_offer(lists: Lists, free: Mapping[int, int]) -> list[tuple[Child, int]]:
    """Who is offered which unit, in the order of units and standings.

    Every child asks for the dearest unit for which it waits, and for the next where a seat goes to somebody who stands
    before it, until nobody asks any more: what comes of it hangs on lists and standings alone, and no seat stays free
    for which somebody waits. Who has an offer already is asked again after answering it.
    """
    place = {number: {child.sign_up_id: at for at, child in enumerate(waiting)} for number, waiting in lists.items()}
    asking = {child.sign_up_id: child for waiting in lists.values() for child in waiting if not child.has_offer}
    left = {pk: [n for n in child.wishes if pk in place.get(n, ())] for pk, child in asking.items()}
    given: dict[int, list[int]] = {number: [] for number in lists}
    idle = sorted(asking)
    while idle:
        pk = idle.pop()
        if not left[pk]:
            continue
        number = left[pk].pop(0)
        before = sorted([*given[number], pk], key=place[number].__getitem__)
        seats = max(0, free.get(number, 0))
        given[number] = before[:seats]
        idle += before[seats:]
    return [(asking[pk], number) for number in sorted(given) for pk in given[number]]


def stands_behind(block: int, middle: Sequence[tuple[int, int]], first: int, key: int) -> int:
    """The turn behind which somebody stands who joins a block after the draw.

    `block`: its index, 0 for the block that is drawn forward. `middle`: (turn, lottery key) of the middle band in turn
    order; `first`: the last turn before that band, 0 where there is none. `key`: of who joins.
    """
    keys = [each for _, each in middle]
    if block % 3 == 0:
        before = sum(each < key for each in keys)
    elif block % 3 == 1:
        before = sum(each > key for each in keys)
    else:
        before = _from_the_middle(keys, key)
    return middle[before - 1][0] if before else first


def _from_the_middle(keys: Sequence[int], key: int) -> int:
    """How many stand before a key where the order begins in the middle of the lottery, and goes on from its start."""
    upper = next((at for at in range(1, len(keys)) if keys[at] < keys[at - 1]), len(keys))
    if keys and key > keys[0]:
        return sum(each < key for each in keys[:upper])
    return upper + sum(each < key for each in keys[upper:])
