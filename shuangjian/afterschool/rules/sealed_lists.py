"""From what families said to the lists that are sealed: by opaque names, without a trace of tutoring."""

import gzip
import json
from collections.abc import Collection, Mapping
from typing import Any

from shuangjian.afterschool.draw import Entry, Menu, MenuUnit, canonical

ALL_GRADES = tuple(range(1, 10))


def without_days(entry: Entry, taken: Collection[int], menu: Menu) -> Entry:
    """The entry of a child that is elsewhere on the `taken` days: those days and the wishes that need them are gone."""
    days = tuple(day for day in entry.days if day not in taken)
    wishes = tuple(number for number in entry.wishes if not set(taken) & set(menu.by_number[number].days))
    return Entry(entry.id, entry.family, entry.grade, entry.band, days, wishes)


def tutoring_menu(menu: Menu, places: Mapping[int, tuple[str, int, int]]) -> Menu:
    """The menu of the tutoring draw: by number the name, weekday and seats of each place."""
    units = tuple(
        MenuUnit(number, name, (weekday,), ALL_GRADES, seats, 0)
        for number, (name, weekday, seats) in sorted(places.items())
    )
    days = tuple(sorted({unit.days[0] for unit in units}))
    return Menu(menu.term, menu.school, menu.reference, days, units)


def packed(value: Any) -> bytes:
    """Canonical JSON, gzipped; the same bytes for the same value."""
    return gzip.compress(canonical(value).encode(), compresslevel=6, mtime=0)


def unpacked(content: bytes) -> Any:
    return json.loads(gzip.decompress(content))
