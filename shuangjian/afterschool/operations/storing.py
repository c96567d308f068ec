"""Writing down what a draw came to, many rows at once, inside the caller's transaction."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from shuangjian.afterschool.draw import Entry, Menu, Result, carried, receipt
from shuangjian.afterschool.models import Credit, Draw, DrawnUnit, Placement, Programme, SignUp, TutoringPlace, Unit
from shuangjian.afterschool.rules.kinds import Origin
from shuangjian.afterschool.rules.sealed_lists import unpacked
from shuangjian.rows import change_rows, stored, write_rows

PLACED = (
    "programme_id", "school_id", "sign_up_id", "pupil_id", "weekday", "unit_id", "tutoring_id", "origin", "turn",
    "since", "ended_at",
)  # fmt: skip


@dataclass(frozen=True)
class Whose:
    """Who is behind the opaque names: sign-up, pupil, and whether the child has left. `units`: ids by number."""

    children: dict[str, tuple[int, int, bool]]
    units: dict[int, int]

    @classmethod
    def of(cls, programme: Programme) -> "Whose":
        """Two queries. What changes a sign-up meanwhile waits: each row is locked."""
        rows = SignUp.objects.filter(programme=programme).order_by("pk").select_for_update()
        return cls(
            {opaque: (pk, pupil, left is not None) for opaque, pk, pupil, left in
             rows.values_list("opaque", "pk", "pupil_id", "left_at")},
            dict(Unit.objects.filter(programme=programme).values_list("number", "pk")),
        )  # fmt: skip


def store_units(draw: Draw, result: Result, menu: Menu, whose: Whose, at: dt.datetime) -> None:
    """How each unit came out, and its seats as they are now: those of who has left are free."""
    staying: dict[int, int] = dict.fromkeys(whose.units, 0)
    for place in result.places:
        if not whose.children[place.id][2]:
            for number in {number for number in place.units.values() if number is not None}:
                staying[number] += 1
    names = ("draw_id", "school_id", "unit_id", "capacity", "takers", "last_turn", "closed_round", "closed_takers")
    seats = {unit.number: unit.capacity for unit in menu.units}
    rows = [
        (
            *(draw.pk, draw.school_id, whose.units[unit.number], seats[unit.number], unit.takers, unit.last_turn),
            *((unit.closed.round, unit.closed.takers) if unit.closed else (None, None)),
        )
        for unit in result.units
    ]
    write_rows(DrawnUnit, names, rows)
    moment = stored(Unit, "closed_at", at)
    now = [(staying[u.number], moment if u.closed else None, whose.units[u.number]) for u in result.units]
    change_rows(Unit, ("taken", "closed_at"), now)


def store_places(programme: Programme, result: Result, menu: Menu, whose: Whose, at: dt.datetime) -> None:
    """Where each child is on each of its days, the reading place included."""
    write_rows(Placement, PLACED, _placed(programme, result, menu, whose, stored(Placement, "since", at)))


def _placed(programme: Programme, result: Result, menu: Menu, whose: Whose, at: str) -> Iterator[tuple[Any, ...]]:
    first = {day: block[0] for block in menu.blocks for day in block}
    term, school, origin = programme.pk, programme.school_id, Origin.DRAW.value
    for place in result.places:
        sign_up, pupil, left = whose.children[place.id]
        ended = at if left else None
        for day, number in place.units.items():
            unit = None if number is None else whose.units[number]
            turn = place.turns[first[day]]
            yield term, school, sign_up, pupil, day, unit, None, origin, turn, at, ended


def store_tutoring(programme: Programme, sealed: dict[str, Any], draw: Draw, whose: Whose, at: dt.datetime) -> None:
    """Who is tutored on which day. Nobody else's page or file tells it. Their lists went into the draw without those
    days: the receipt that finds a list in the file is from now on that of the list as it was drawn."""
    if draw.tutoring_file is None:
        return
    ids = dict(TutoringPlace.objects.filter(programme=programme).values_list("number", "pk"))
    taken, rows, moment = dict.fromkeys(ids, 0), [], stored(Placement, "since", at)
    for place in unpacked(bytes(draw.tutoring_file))["result"]["places"]:
        sign_up, pupil, left = whose.children[sealed["tutored"][place["id"]]]
        for day, number in place["units"].items():
            if number is None:
                continue
            taken[number] += not left
            rows.append(
                (programme.pk, programme.school_id, sign_up, pupil, int(day), None, ids[number],
                 Origin.TUTORING.value, place["turns"][day], moment, moment if left else None)
            )  # fmt: skip
    write_rows(Placement, PLACED, rows)
    change_rows(TutoringPlace, ("taken",), [(taken[number], pk) for number, pk in ids.items()])
    tutored = set(sealed["tutored"].values())
    lists = [Entry.from_json(row) for row in sealed["lists"] if row["id"] in tutored]
    change_rows(SignUp, ("receipt",), [(receipt(entry), whose.children[entry.id][0]) for entry in lists])


def store_credits(programme: Programme, result: Result, whose: Whose) -> None:
    """What each child carries into the next term."""
    rows = Credit.objects.filter(school_id=programme.school_id).values_list("pupil_id", "pk", "value")
    before = {pupil: (pk, value) for pupil, pk, value in rows}
    new, changed = [], []
    for place in result.places:
        pupil = whose.children[place.id][1]
        if pupil in before:
            pk, value = before[pupil]
            changed.append((carried(value, place.credit), pk))
        else:
            new.append((programme.school_id, pupil, carried(0, place.credit)))
    write_rows(Credit, ("school_id", "pupil_id", "value"), new)
    change_rows(Credit, ("value",), changed)
