"""The draw: menu, lists and seed in, places out."""

from collections.abc import Iterable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from shuangjian.afterschool.draw.lists import Entry
from shuangjian.afterschool.draw.menus import Menu
from shuangjian.afterschool.draw.packed import Ints, pack
from shuangjian.afterschool.draw.results import Closed, Place, Result, UnitFacts
from shuangjian.afterschool.draw.turns import orders

if TYPE_CHECKING:
    from shuangjian.afterschool.draw.seating import Seated


def run(menu: Menu, entries: Iterable[Entry], seed: str) -> Result:
    """Draw. The order of `entries` does not matter. `seed`: 64 hex signs. Raises ValueError where lists and menu do not
    fit together (`packed.pack`)."""
    # Importing numba takes a second that a page which only tells of a draw should not wait for.
    from shuangjian.afterschool.draw.seating import seat

    children = sorted(entries, key=attrgetter("id"))
    packed = pack(menu, children)
    turns = orders(menu, children, seed)
    return _told(menu, children, turns, seat(packed, turns))


def _told(menu: Menu, children: list[Entry], turns: Ints, seated: "Seated") -> Result:
    facts = _facts(menu, seated)
    closings = [unit.closed for unit in facts if unit.closed]
    closings.sort(key=attrgetter("round", "number"))
    at = np.empty_like(turns)
    np.put_along_axis(at, turns.astype(np.int64), np.arange(1, len(children) + 1, dtype=np.int32)[None, :], axis=1)
    places = _places(menu, children, at.T.tolist(), seated)
    found = [open_to for open_to, child in zip(seated.found_open.tolist(), children, strict=True) if child.days]
    return Result(tuple(closings), tuple(places), tuple(facts), sum(found) // len(found) if found else menu.reference)


def _facts(menu: Menu, seated: "Seated") -> list[UnitFacts]:
    columns = (seated.takers, seated.last, seated.closed, seated.closed_with)
    facts = []
    for unit, takers, last, closed, closed_with in zip(menu.units, *(each.tolist() for each in columns), strict=True):
        closing = Closed(unit.number, closed, closed_with, unit.minimum) if closed else None
        facts.append(UnitFacts(unit.number, takers, last or None, closing))
    return facts


def _places(menu: Menu, children: list[Entry], at: list[list[int]], seated: "Seated") -> list[Place]:
    numbers: list[Any] = [*(unit.number for unit in menu.units), None]  # the last stands for the reading place, row -1
    # Few combinations of days occur: which turns belong to them is looked up once.
    turns_of: dict[tuple[int, ...], list[tuple[int, int]]] = {}
    for days in {child.days for child in children}:
        joined = [(row, block[0]) for row, block in enumerate(menu.blocks) if not set(block).isdisjoint(days)]
        turns_of[days] = joined
    places = []
    for child, turns, held, found in zip(children, at, seated.held.tolist(), seated.found_open.tolist(), strict=True):
        units = {day: numbers[held[day]] for day in child.days}
        told = {first: turns[row] for row, first in turns_of[child.days]}
        places.append(Place(child.id, units, told, menu.reference - found if child.days else 0))
    return places
