"""What no rule could exceed: the most points that the units could give, seats cut up at will."""

from collections.abc import Iterable
from math import floor
from operator import attrgetter

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array, vstack

from shuangjian.afterschool.draw.lists import Entry
from shuangjian.afterschool.draw.menus import Menu
from shuangjian.afterschool.draw.packed import Ints, Packed, pack
from shuangjian.afterschool.draw.quality import day_wishes
from shuangjian.afterschool.draw.results import Result


def lp_bound(menu: Menu, entries: Iterable[Entry], result: Result) -> int:
    """Points, as `Quality.total` counts them. Blocks share nothing and are solved one by one (HiGHS)."""
    children = sorted(entries, key=attrgetter("id"))
    packed = pack(menu, children)
    # What nobody took could have been taken: only what was closed for its minimum could not.
    lost = {one.number for one in result.closed if one.takers}
    is_open = np.array([unit.number not in lost for unit in menu.units], bool)
    child = np.repeat(np.arange(len(children), dtype=np.int32), np.diff(packed.begin))
    worth = _worth(packed, len(menu.units))
    possible = is_open[packed.wish] & ((packed.grades[packed.wish] & packed.grade[child]) != 0)
    possible &= (packed.days[packed.wish] & ~packed.joined[child]) == 0
    total = 0.0
    for block in range(len(packed.block_days)):
        rows = np.flatnonzero(possible & (packed.block[packed.wish] == block))
        if rows.size:
            total += _most(packed, child[rows], packed.wish[rows], worth[rows])
    return floor(total + 1e-6)


def _worth(packed: Packed, units: int) -> Ints:
    """(wishes,) points of a wish, a club's on all its days together."""
    wishes = day_wishes(packed)
    child = np.repeat(np.arange(len(packed.grade), dtype=np.int64), np.diff(packed.begin))
    key = child * units + packed.wish
    order = np.argsort(key)
    points = np.zeros(len(key), np.int32)
    at = order[np.searchsorted(key[order], wishes.child.astype(np.int64) * units + wishes.unit)]
    np.add.at(points, at, wishes.points)
    return points


def _most(packed: Packed, child: Ints, unit: Ints, worth: Ints) -> float:
    """One block's linear programme: a part of each wish, at most one unit a child-day, at most the seats a unit."""
    wishes = np.arange(len(child))
    of_day = []
    for day in range(1, 8):
        on_day = wishes[(packed.days[unit] & (1 << day)) != 0]
        of_day.append((child[on_day].astype(np.int64) * 8 + day, on_day))
    keys, of_wish = (np.concatenate(columns) for columns in zip(*of_day, strict=True))
    _, row = np.unique(keys, return_inverse=True)
    days = coo_array((np.ones(len(row)), (row, of_wish)), shape=(int(row.max()) + 1, len(child)))
    seats = coo_array((np.ones(len(child)), (unit, wishes)), shape=(len(packed.capacity), len(child)))
    most = np.concatenate((np.ones(days.shape[0]), packed.capacity))
    solved = linprog(-worth.astype(float), A_ub=vstack((days, seats)).tocsr(), b_ub=most, method="highs")
    return -float(solved.fun)
