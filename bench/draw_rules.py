"""Three other ways to give out the same places, for the table of who gains by lying. They are offered nowhere.

Each takes a menu of single-day units and the lists in the order of the lottery, and tells who holds what. All close
units as our draw does: the one furthest under its minimum, and everything again.
"""

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from shuangjian.afterschool.draw import Entry, Menu

Places = dict[str, dict[int, int]]  # by child, by weekday
Rule = Callable[[Menu, Sequence[Entry], frozenset[int]], Places]

MOST = 10


def settled(rule: Rule, menu: Menu, in_lottery: Sequence[Entry]) -> Places:
    """A rule with its closings. `in_lottery`: children in the order of the lottery."""
    closed: frozenset[int] = frozenset()
    while True:
        places = rule(menu, in_lottery, closed)
        takers = Counter(number for held in places.values() for number in held.values())
        short = [unit for unit in menu.units if 0 < takers[unit.number] < unit.minimum]
        if not short:
            return places
        closed |= {min(short, key=lambda unit: (takers[unit.number] / unit.minimum, unit.number)).number}


def first_choices_first(menu: Menu, in_lottery: Sequence[Entry], closed: frozenset[int]) -> Places:
    """Round r of a day gives r-th wishes, in the order of the lottery."""
    left, places = _left(menu, closed), _empty(in_lottery)
    for day in menu.days:
        lists = [(child, _of_day(menu, child, day)) for child in in_lottery]
        for rank in range(len(menu.units)):
            for child, mine in lists:
                if rank < len(mine) and day not in places[child.id] and left[mine[rank]]:
                    left[mine[rank]] -= 1
                    places[child.id][day] = mine[rank]
    return places


def draft(menu: Menu, in_lottery: Sequence[Entry], closed: frozenset[int]) -> Places:
    """In rounds over the whole week, forward and back, each child picks one unit."""
    left, places = _left(menu, closed), _empty(in_lottery)
    day_of = {unit.number: unit.days[0] for unit in menu.units}
    for number_of_round in range(len(menu.days)):
        for child in in_lottery if number_of_round % 2 == 0 else in_lottery[::-1]:
            for number in child.wishes:
                if left[number] and day_of[number] not in places[child.id]:
                    left[number] -= 1
                    places[child.id][day_of[number]] = number
                    break
    return places


def most_points(menu: Menu, in_lottery: Sequence[Entry], closed: frozenset[int]) -> Places:
    """The most points by rank, day by day; between equals the lottery decides by a trifle."""
    left, places = _left(menu, closed), _empty(in_lottery)
    for day in menu.days:
        seats = [unit.number for unit in menu.units if unit.days == (day,) for _ in range(left[unit.number])]
        if not seats:
            continue
        worth = np.zeros((len(in_lottery), len(seats)))
        first = {number: seats.index(number) for number in dict.fromkeys(seats)}
        for row, child in enumerate(in_lottery):
            for rank, number in enumerate(_of_day(menu, child, day)):
                if number in first:
                    points = max(1, MOST - rank) + 1e-3 * (len(in_lottery) - row) / len(in_lottery)
                    worth[row, first[number] : first[number] + left[number]] = points
        for row, seat in zip(*linear_sum_assignment(worth, maximize=True), strict=True):
            if worth[row, seat]:
                places[in_lottery[row].id][day] = seats[seat]
    return places


def _left(menu: Menu, closed: frozenset[int]) -> dict[int, int]:
    return {unit.number: 0 if unit.number in closed else unit.capacity for unit in menu.units}


def _empty(children: Sequence[Entry]) -> Places:
    return {child.id: {} for child in children}


def _of_day(menu: Menu, child: Entry, day: int) -> list[int]:
    return [number for number in child.wishes if menu.by_number[number].days == (day,)]
