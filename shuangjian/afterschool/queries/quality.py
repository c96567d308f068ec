"""How good a school's draw was, from its published file. A file never changes: what was read once is remembered by what
it says, so that the families of a school who all look in the same hour do not each read it again."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from shuangjian.afterschool.draw import (
    Closed,
    Entry,
    Menu,
    MoreSeats,
    Place,
    Quality,
    Result,
    UnitFacts,
    more_seats,
    quality,
)
from shuangjian.afterschool.models import Draw
from shuangjian.afterschool.rules.sealed_lists import unpacked
from shuangjian.afterschool.rules.weekdays import weekdays_label


@dataclass(frozen=True)
class DayQuality:
    """One weekday: children who join it and wrote wishes for it; of them with the first, and with none."""

    weekday: int
    wished: int
    first: int
    nothing: int

    @property
    def label(self) -> str:
        return weekdays_label([self.weekday])


@dataclass(frozen=True)
class Wished:
    """What families wrote of a unit: on a list at all, and as the first of one of its days."""

    lists: int
    first: int


@dataclass(frozen=True)
class Whole:
    """`joined` children took turns; `without` of them wrote wishes and got none on any day."""

    joined: int
    without: int
    whole: Quality
    days: tuple[DayQuality, ...]


def whole_of(draw: Draw) -> Whole:
    """For who sees the result. One query at the first time, then none."""
    return _whole(draw.pk, draw.sealed_digest, draw.seed, draw.digest)


def bound_of(draw: Draw) -> int:
    """The most points that any rule could have given on the units that came about. One query at the first time."""
    return _bound(draw.pk, draw.sealed_digest, draw.seed, draw.digest)


def changes_of(draw: Draw, seats: int) -> list[MoreSeats]:
    """What `seats` more in each full unit would have changed. Nothing is kept of it. One query."""
    file = file_of(draw.pk)
    menu, entries, _ = drawn_from(file)
    return more_seats(menu, entries, file["seed"], seats)


def wished_for(lists: list[dict[str, Any]], days_of: dict[int, tuple[int, ...]]) -> dict[int, Wished]:
    """By unit number, from sealed lists. `days_of`: the weekdays of each unit."""
    on_lists, first = dict.fromkeys(days_of, 0), dict.fromkeys(days_of, 0)
    for entry in lists:
        tops = {next((n for n in entry["wishes"] if day in days_of[n]), None) for day in entry["days"]}
        for number in entry["wishes"]:
            on_lists[number] += 1
            first[number] += number in tops
    return {number: Wished(on_lists[number], first[number]) for number in days_of}


def file_of(draw_id: int) -> dict[str, Any]:
    """The published file. One query."""
    file: dict[str, Any] = unpacked(bytes(Draw.objects.values_list("file", flat=True).get(pk=draw_id) or b""))
    return file


def sealed_of(draw_id: int) -> list[dict[str, Any]]:
    """The sealed lists. One query."""
    sealed = unpacked(bytes(Draw.objects.values_list("sealed_lists", flat=True).get(pk=draw_id)))
    lists: list[dict[str, Any]] = sealed["lists"]
    return lists


def drawn_from(file: dict[str, Any]) -> tuple[Menu, list[Entry], Result]:
    """A published file as values; the mean that the next term is measured against does not stand in it."""
    told = file["result"]
    closed = {row["number"]: Closed(**row) for row in told["closed"]}
    places = tuple(
        Place(row["id"], _by_day(row["units"]), _by_day(row["turns"]), row["credit"]) for row in told["places"]
    )
    units = tuple(
        UnitFacts(row["number"], row["takers"], row["last_turn"], closed.get(row["number"])) for row in told["units"]
    )
    entries = [Entry.from_json(row) for row in file["lists"]]
    return Menu.from_json(file["menu"]), entries, Result(tuple(closed.values()), places, units, 0)


@lru_cache(maxsize=2048)
def _whole(draw_id: int, *of_what: str) -> Whole:
    menu, entries, result = drawn_from(file_of(draw_id))
    days: dict[int, list[int]] = {day: [0, 0, 0] for day in menu.days}
    without = 0
    for entry in entries:
        place, got_any, wrote = result.by_id[entry.id], False, False
        for day in entry.days:
            wishes = [number for number in entry.wishes if day in menu.by_number[number].days]
            if wishes:
                got, wrote = place.units[day], True
                got_any |= got is not None
                days[day] = [n + more for n, more in zip(days[day], (1, got == wishes[0], got is None), strict=True)]
        without += wrote and not got_any
    by_day = tuple(DayQuality(day, *counts) for day, counts in days.items())
    return Whole(len(entries), without, quality(menu, entries, result), by_day)


@lru_cache(maxsize=256)
def _bound(draw_id: int, *of_what: str) -> int:
    # Importing scipy takes half a second, for which nobody waits who does not ask for a bound.
    from shuangjian.afterschool.draw.bound import lp_bound

    return lp_bound(*drawn_from(file_of(draw_id)))


def _by_day(row: dict[str, Any]) -> dict[int, Any]:
    return {int(day): value for day, value in row.items()}
