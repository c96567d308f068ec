"""How good a draw is for those in it, what more seats would change, and what no rule whatever could exceed."""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shuangjian.afterschool.draw.carrying import POINTS
from shuangjian.afterschool.draw.lists import Entry
from shuangjian.afterschool.draw.menus import Menu
from shuangjian.afterschool.draw.packed import Ints, Packed, pack
from shuangjian.afterschool.draw.results import Result
from shuangjian.afterschool.draw.turns import orders


@dataclass(frozen=True)
class Quality:
    """Child-days count that are joined and have a wish: `days` of `children` children. `first` of them have the first
    wish of the day, `nothing` none of the day's wishes. A day gives max(1, 11 − rank) points, the reading place 0;
    `total` points. A child's score is the mean of its days; `mean` and `fifth` (percentile) are over children."""

    children: int
    days: int
    first: int
    nothing: int
    total: int
    mean: float
    fifth: float


class MoreSeats(NamedTuple):
    """What some more seats in one unit would change: child-days with the first wish, and with nothing from the list."""

    unit: int
    first: int
    nothing: int


class DayWishes(NamedTuple):
    """Wishes of joined days, one row for each day of a wished unit: `child` and `unit` rows, `day`, `points`."""

    child: Ints
    unit: Ints
    day: Ints
    points: Ints


def quality(menu: Menu, entries: Iterable[Entry], result: Result) -> Quality:
    """Of a result."""
    children = sorted(entries, key=attrgetter("id"))
    row = {unit.number: number for number, unit in enumerate(menu.units)}
    held = np.full((len(children), 8), -1, np.int32)
    for number, place in enumerate(result.places):
        for day, unit in place.units.items():
            held[number, day] = -1 if unit is None else row[unit]
    return measured(day_wishes(pack(menu, children)), held)


def more_seats(menu: Menu, entries: Iterable[Entry], seed: str, seats: int = 5) -> list[MoreSeats]:
    """For every unit that is full: the same draw with `seats` more in it alone."""
    from shuangjian.afterschool.draw.seating import seat

    children = sorted(entries, key=attrgetter("id"))
    packed, turns = pack(menu, children), orders(menu, children, seed)
    wishes, before = day_wishes(packed), seat(packed, turns)
    now = measured(wishes, before.held)
    changes = []
    for row in np.flatnonzero((before.takers == packed.capacity) & (before.closed == 0)):
        capacity = packed.capacity.copy()
        capacity[row] += seats
        then = measured(wishes, seat(packed._replace(capacity=capacity), turns).held)
        changes.append(MoreSeats(menu.units[row].number, then.first - now.first, then.nothing - now.nothing))
    return changes


def day_wishes(packed: Packed) -> DayWishes:
    """Every wish on every day that the child joins, with its points by its rank among the wishes of that day."""
    child = np.repeat(np.arange(len(packed.grade), dtype=np.int32), np.diff(packed.begin))
    rows = []
    for day in range(1, 8):
        on_day = np.flatnonzero(packed.days[packed.wish] & packed.joined[child] & (1 << day))
        of = child[on_day]
        rank = np.arange(len(of)) - np.searchsorted(of, of)
        points = np.maximum(1, POINTS - 1 - rank).astype(np.int32)
        rows.append((of, packed.wish[on_day], np.full(len(of), day, np.int32), points))
    return DayWishes(*(np.concatenate(columns) for columns in zip(*rows, strict=True)))


def measured(wishes: DayWishes, held: Ints) -> Quality:
    """Of places `held` (n, 8), unit rows by weekday."""
    n = len(held)
    got = held[wishes.child, wishes.day] == wishes.unit
    first_of_day = np.ones(len(got), bool)
    first_of_day[1:] = (wishes.child[1:] != wishes.child[:-1]) | (wishes.day[1:] != wishes.day[:-1])
    days = int(first_of_day.sum())
    of_child = np.bincount(wishes.child[got], wishes.points[got], minlength=n)
    days_of: NDArray[np.int64] = np.bincount(wishes.child[first_of_day], minlength=n)
    with_list = days_of > 0
    score = of_child[with_list] / days_of[with_list]
    return Quality(
        children=int(with_list.sum()),
        days=days,
        first=int((got & first_of_day).sum()),
        nothing=days - int(got.sum()),
        total=int(of_child.sum()),
        mean=float(score.mean()) if len(score) else 0.0,
        fifth=float(np.percentile(score, 5)) if len(score) else 0.0,
    )
