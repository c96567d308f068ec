"""Invented schools for the draw, by a stated model.

A school of n children offers about n / 42 units a week, at least six, in turn on its weekdays; one in eight is a club
on two days. Half are for all grades, the others for three in a row. A child joins each day with a chance of 0.8. Seats
of a day come to 0.95 of its children, shared out unevenly (log-normal, 0.4); minimums are 0.45 of the seats. A child
likes a unit by how much all like it (normal, 1) and by its own taste (Gumbel, 1), and lists up to five of each day that
it joins, best first. Sizes of a city's schools are log-normal (0.9), 498,000 children in 926 schools.
"""

from collections.abc import Iterator

import numpy as np

from shuangjian.afterschool.draw import Entry, Menu, MenuUnit

SCHOOLS, CHILDREN = 926, 498_000
DAYS = (1, 2, 3, 4, 5)
JOINS, SEATS, UNEVEN = 0.8, 0.95, 0.4


def school(
    number: int,
    children: int,
    *,
    units: int | None = None,
    days: tuple[int, ...] = DAYS,
    clubs: bool = True,
    minimums: bool = True,
    wishes: int = 5,
) -> tuple[Menu, list[Entry]]:
    """A menu and its lists. `number` seeds it; `wishes`: at most so many a day."""
    luck = np.random.default_rng((20_261_126, number))
    units = units or max(6, round(children / 42))
    menu = Menu(
        "2026-1", str(4_109_000_000 + number), 800_000, days, _units(luck, children, units, days, clubs, minimums)
    )
    on = np.array([[day in unit.days for unit in menu.units] for day in days])
    for_grade = np.array([[grade in unit.grades for unit in menu.units] for grade in range(1, 7)])
    grades = luck.integers(1, 7, children)
    joined = luck.random((children, len(days))) < JOINS
    liking = luck.normal(size=units) + luck.gumbel(size=(children, units))
    liking[~for_grade[grades - 1] | (~joined @ on)] = -np.inf
    listed = np.zeros((children, units), bool)
    most = luck.integers(1, wishes + 1, children)
    for day in range(len(days)):
        of_day = np.where(on[day], liking, -np.inf)
        rank = np.argsort(np.argsort(-of_day, axis=1), axis=1)
        listed |= (rank < most[:, None]) & np.isfinite(of_day)
    order = np.argsort(-liking, axis=1)
    numbers = np.array([unit.number for unit in menu.units])
    entries = []
    for child in range(children):
        mine = order[child][listed[child, order[child]]]
        on_days = tuple(day for day, yes in zip(days, joined[child], strict=True) if yes)
        name = f"{number:04x}{child:06x}"
        entries.append(Entry(name, None, int(grades[child]), 0, on_days, tuple(numbers[mine].tolist())))
    return menu, entries


def city() -> Iterator[tuple[Menu, list[Entry]]]:
    """Its schools, one at a time."""
    luck = np.random.default_rng(20_261_126)
    sizes = np.exp(0.9 * luck.normal(size=SCHOOLS))
    sizes = np.maximum(12, np.round(sizes * CHILDREN / sizes.sum())).astype(int)
    for number, children in enumerate(sizes):
        yield school(number, int(children))


def _units(
    luck: np.random.Generator, children: int, units: int, days: tuple[int, ...], clubs: bool, minimums: bool
) -> tuple[MenuUnit, ...]:
    on = [
        tuple(sorted({days[number % len(days)], days[(number + 2) % len(days)]}))
        if clubs and number % 8 == 7
        else (days[number % len(days)],)
        for number in range(units)
    ]
    a_day = children * JOINS * SEATS * len(days) / sum(map(len, on))
    made = []
    for number in range(units):
        seats = max(3, round(a_day * float(np.exp(UNEVEN * luck.normal() - UNEVEN**2 / 2))))
        lowest = int(luck.integers(1, 5))
        grades = tuple(range(1, 7) if number % 2 else range(lowest, lowest + 3))
        made.append(
            MenuUnit(number + 1, f"活动{number + 1}", on[number], grades, seats, round(0.45 * seats) if minimums else 0)
        )
    return tuple(made)
