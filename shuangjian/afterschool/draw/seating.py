"""The compiled loop of the draw: turns, closing of units under their minimum, and what was open to each child."""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import numba
import numpy as np
from numpy.typing import NDArray

from shuangjian.afterschool.draw.carrying import POINTS, WHOLE
from shuangjian.afterschool.draw.packed import Ints, Packed

Loop = TypeVar("Loop", bound=Callable[..., Any])
Longs = NDArray[np.int64]


class Seated(NamedTuple):
    """n children, U units. `held` (n, 8): the unit's row by weekday, -1 for the reading place or a day not joined.
    `takers`, `last` (U,): the last taker's turn, 0 for none. `closed` (U,): the round in which a unit was closed, 0 for
    open; `closed_with` (U,): its takers in that round. `found_open` (n,): mean over joined days, in millionths."""

    held: Ints
    takers: Ints
    last: Ints
    closed: Ints
    closed_with: Ints
    found_open: Longs


class Wishes(NamedTuple):
    """Wishes by child and block, in order: child i's in block b are unit rows `unit[first[i, b]:first[i, b + 1]]`.
    `given` (wishes,): whether it was met."""

    first: Ints
    unit: Ints
    given: NDArray[np.bool_]


class Seats(NamedTuple):
    """(U,) Seats left, takers, and the last taker's turn."""

    left: Ints
    takers: Ints
    last: Ints


def _compiled(loop: Loop) -> Loop:
    """Compiled at the first call; the code is kept on disk where a folder for it can be written."""
    options: dict[str, Any] = {"nogil": True}
    try:
        done: Loop = numba.njit(cache=True, **options)(loop)
    except RuntimeError:
        done = numba.njit(**options)(loop)
    return done


@_compiled
def _by_block(packed: Packed) -> Wishes:
    n, blocks = len(packed.grade), len(packed.block_days)
    unit = np.empty(len(packed.wish), np.int32)
    first = np.empty((n, blocks + 1), np.int32)
    end = 0
    for i in range(n):
        for b in range(blocks):
            first[i, b] = end
            for k in range(packed.begin[i], packed.begin[i + 1]):
                if packed.block[packed.wish[k]] == b:
                    unit[end] = packed.wish[k]
                    end += 1
        first[i, blocks] = end
    return Wishes(first, unit, np.zeros(len(unit), np.bool_))


@_compiled
def _take_turns(packed: Packed, b: int, order: Ints, wishes: Wishes, seats: Seats, closed: Ints) -> None:
    """One block's turns: a list is read from the top, and what is open, free, for the grade and fits is given."""
    days, grades = packed.days, packed.grades
    for u in range(len(days)):
        if packed.block[u] == b:
            seats.left[u] = 0 if closed[u] else packed.capacity[u]
            seats.takers[u] = seats.last[u] = 0
    for turn in range(len(order)):
        i = order[turn]
        empty, grade = packed.joined[i], packed.grade[i]
        for k in range(wishes.first[i, b], wishes.first[i, b + 1]):
            u = wishes.unit[k]
            given = seats.left[u] > 0 and (grades[u] & grade) != 0 and (days[u] & ~empty) == 0
            wishes.given[k] = given
            if given:
                empty ^= days[u]
                seats.left[u] -= 1
                seats.takers[u] += 1
                seats.last[u] = turn + 1


@_compiled
def _furthest_under(packed: Packed, seats: Seats, closed: Ints) -> int:
    """Of the open units that somebody took, but fewer than the minimum, the one furthest under it: its row, or -1."""
    worst = -1
    takers, minimum = seats.takers, packed.minimum
    for u in range(len(takers)):
        short = closed[u] == 0 and 0 < takers[u] < minimum[u]
        if short and (worst < 0 or takers[u] * minimum[worst] < takers[worst] * minimum[u]):
            worst = u
    return worst


@_compiled
def _weights(wishes: Wishes, units: int) -> tuple[Longs, Ints]:
    """(U,) points given to each unit by everybody, and (wishes,) by each wish."""
    points = np.empty(len(wishes.unit), np.int32)
    weights = np.zeros(units, np.int64)
    for i in range(len(wishes.first)):
        for b in range(wishes.first.shape[1] - 1):
            for k in range(wishes.first[i, b], wishes.first[i, b + 1]):
                points[k] = max(1, POINTS - 1 - (k - wishes.first[i, b]))
                weights[wishes.unit[k]] += points[k]
    return weights, points


@_compiled
def _on_days(packed: Packed, offered: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """Offered units by weekday: of weekday d, rows `unit[first[d]:first[d + 1]]`."""
    unit = np.empty(7 * len(packed.days), np.int32)
    first = np.zeros(9, np.int32)
    for day in range(1, 8):
        end = first[day]
        for u in range(len(packed.days)):
            if offered[u] and packed.days[u] & (1 << day):
                unit[end] = u
                end += 1
        first[day + 1] = end
    return first, unit


@_compiled
def _found_open(packed: Packed, orders: Ints, wishes: Wishes, offered: NDArray[np.bool_]) -> Longs:
    """Go through all turns again, adding up what each child found open on its days: (n,) in millionths.

    `offered` (U,): units that were not closed for their minimum. What nobody took had a seat at every turn; were it
    left out, a child that alone takes a unit would move its own credit by it.
    """
    units = len(packed.days)
    weights, points = _weights(wishes, units)
    found = np.zeros(len(packed.grade), np.int64)
    own = np.zeros(units, np.int64)
    left = packed.capacity.copy()
    first, unit = _on_days(packed, offered)
    for b in range(len(orders)):
        for i in orders[b]:
            mine = range(wishes.first[i, b], wishes.first[i, b + 1])
            for k in mine:
                own[wishes.unit[k]] = points[k]
            for day in range(1, 8):
                if packed.joined[i] & packed.block_days[b] & (1 << day):
                    free = whole = 0
                    for u in unit[first[day] : first[day + 1]]:
                        if packed.grades[u] & packed.grade[i]:
                            whole += weights[u] - own[u]
                            if left[u] > 0:
                                free += weights[u] - own[u]
                    found[i] += WHOLE * free // whole if whole else WHOLE
            for k in mine:
                own[wishes.unit[k]] = 0
                left[wishes.unit[k]] -= wishes.given[k]
    for i in range(len(found)):
        joined = 0
        for day in range(1, 8):
            joined += packed.joined[i] >> day & 1
        found[i] = found[i] // joined if joined else WHOLE
    return found


@_compiled
def _held(packed: Packed, wishes: Wishes) -> Ints:
    held = np.full((len(packed.grade), 8), -1, np.int32)
    for i in range(len(held)):
        for k in range(wishes.first[i, 0], wishes.first[i, -1]):
            if wishes.given[k]:
                for day in range(1, 8):
                    if packed.days[wishes.unit[k]] & (1 << day):
                        held[i, day] = wishes.unit[k]
    return held


@_compiled
def seat(packed: Packed, orders: Ints) -> Seated:
    """Run the draw. `orders` (B, n): rows of children in the order of their turns."""
    units = len(packed.days)
    wishes = _by_block(packed)
    seats = Seats(np.zeros(units, np.int32), np.zeros(units, np.int32), np.zeros(units, np.int32))
    closed, closed_with = np.zeros(units, np.int32), np.zeros(units, np.int32)
    for b in range(len(orders)):
        _take_turns(packed, b, orders[b], wishes, seats, closed)
    round_number = 1
    worst = _furthest_under(packed, seats, closed)
    while worst >= 0:
        closed[worst], closed_with[worst] = round_number, seats.takers[worst]
        # Blocks share nothing: when all is run again, only the closed unit's block comes out differently.
        b = packed.block[worst]
        _take_turns(packed, b, orders[b], wishes, seats, closed)
        round_number += 1
        worst = _furthest_under(packed, seats, closed)
    # Not before: who loses a wish to its minimum may still take what nobody took so far.
    for u in range(units):
        if closed[u] == 0 and seats.takers[u] == 0:
            closed[u] = round_number
    found = _found_open(packed, orders, wishes, closed_with == 0)
    return Seated(_held(packed, wishes), seats.takers, seats.last, closed, closed_with, found)
