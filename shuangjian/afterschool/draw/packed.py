"""A draw as arrays, for the compiled loop."""

from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shuangjian.afterschool.draw.lists import Entry
from shuangjian.afterschool.draw.menus import Menu

Ints = NDArray[np.int32]


class Packed(NamedTuple):
    """n children, U units, B blocks. Weekdays and grades are bits, of weekday d 1 << d.

    Children: `grade` (n,) one bit, `joined` (n,) bits of days; wishes of child i are unit rows
    `wish[begin[i]:begin[i + 1]]`. Units: `days`, `grades` (U,) bits, `block` (U,) row, `capacity`, `minimum` (U,).
    `block_days` (B,) bits.
    """

    grade: Ints
    joined: Ints
    begin: Ints
    wish: Ints
    days: Ints
    grades: Ints
    block: Ints
    capacity: Ints
    minimum: Ints
    block_days: Ints


def pack(menu: Menu, entries: list[Entry]) -> Packed:
    """Arrays of a menu and its entries, checked: raises ValueError where an entry joins a day without service, wishes
    for what is not on the menu or for the same twice, or has an id that another has."""
    n = len(entries)
    if len({entry.id for entry in entries}) != n:
        raise ValueError("an id stands twice in the lists")
    begin = np.zeros(n + 1, np.int32)
    np.cumsum(np.fromiter((len(entry.wishes) for entry in entries), np.int32, n), out=begin[1:])
    wish = _rows(menu, np.fromiter(chain.from_iterable(entry.wishes for entry in entries), np.int64, int(begin[-1])))
    of = np.repeat(np.arange(n), np.diff(begin))
    if np.bincount(of * max(len(menu.units), 1) + wish).max(initial=0) > 1:
        raise ValueError("somebody wishes for the same unit twice")
    place = {day: row for row, block in enumerate(menu.blocks) for day in block}
    return Packed(
        grade=np.fromiter((1 << entry.grade for entry in entries), np.int32, n),
        joined=_joined(menu, entries),
        begin=begin,
        wish=wish,
        days=_ints(_bits(unit.days) for unit in menu.units),
        grades=_ints(_bits(unit.grades) for unit in menu.units),
        block=_ints(place[unit.days[0]] for unit in menu.units),
        capacity=_ints(unit.capacity for unit in menu.units),
        minimum=_ints(unit.minimum for unit in menu.units),
        block_days=_ints(_bits(block) for block in menu.blocks),
    )


def _rows(menu: Menu, numbers: NDArray[np.int64]) -> Ints:
    """Rows of units by their numbers."""
    known = np.array([unit.number for unit in menu.units], np.int64)
    rows = np.searchsorted(known, numbers)
    if numbers.size and (not known.size or (known[np.minimum(rows, known.size - 1)] != numbers).any()):
        raise ValueError("somebody wishes for what is not on the menu")
    return rows.astype(np.int32)


def _joined(menu: Menu, entries: list[Entry]) -> Ints:
    bits: dict[tuple[int, ...], int] = {}
    for days in {entry.days for entry in entries}:
        if list(days) != sorted(set(days)) or not set(days) <= set(menu.days):
            raise ValueError(f"somebody joins days {days}, of {menu.days}")
        bits[days] = _bits(days)
    if any(entry.band not in (-1, 0, 1) for entry in entries):
        raise ValueError("a band is +1, 0 or -1")
    return np.fromiter((bits[entry.days] for entry in entries), np.int32, len(entries))


def _bits(numbers: tuple[int, ...]) -> int:
    return sum(1 << number for number in numbers)


def _ints(numbers: Iterable[int]) -> Ints:
    return np.array(list(numbers), np.int32)
