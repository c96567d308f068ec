"""A child's afternoons as they change after the draw. Called with the child's sign-up locked, in the caller's
transaction.

Nothing is moved but what the family asked for: a child that gives up one day of a club gives up the club, and has the
reading place on the other.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q

from shuangjian.afterschool.draw import lottery_key
from shuangjian.afterschool.models import Draw, Offer, Placement, Programme, SignUp, Unit
from shuangjian.afterschool.operations.seats import give_back_seat, give_back_tutoring, hold_units, release_seat
from shuangjian.afterschool.queries.waiting import blocks_in
from shuangjian.afterschool.rules.kinds import Origin
from shuangjian.afterschool.rules.sealed_lists import unpacked
from shuangjian.afterschool.rules.waiting import stands_behind


def held_by(sign_up: SignUp) -> dict[int, Placement]:
    """What a child has now, by weekday."""
    rows = Placement.objects.filter(sign_up=sign_up, ended_at=None).select_related("unit")
    return {row.weekday: row for row in rows}


def lock_units(sign_up: SignUp, *more: int) -> None:
    """Hold the units that the child is in or is offered, and `more`, before a seat of any is touched."""
    of_child = {"sign_up": sign_up, "ended_at": None}
    placed_in = Placement.objects.filter(**of_child, unit__isnull=False).values("unit")
    offered = Offer.objects.filter(**of_child).values("unit")
    hold_units(Unit.objects.filter(Q(pk__in=more) | Q(pk__in=placed_in) | Q(pk__in=offered)))


def leave_days(sign_up: SignUp, days: Collection[int], at: dt.datetime) -> None:
    """End what a child has on these days; a unit that meets on others too is left on all of them, and there the child
    has the reading place. Offers that need one of the days are withdrawn, and may be made again."""
    lock_units(sign_up)
    ended = _end(held_by(sign_up), days, at)
    staying = [row for row in ended if row.weekday not in days]
    Placement.objects.bulk_create(placed(sign_up, row.weekday, at, Origin.LATE, None, turn=row.turn) for row in staying)
    for offer in Offer.objects.filter(sign_up=sign_up, ended_at=None).select_related("unit"):
        if any(offer.unit.weekdays >> (day - 1) & 1 for day in days):
            offer.ended_at, offer.withdrawn = at, True
            offer.save(update_fields=["ended_at", "withdrawn"])
            release_seat(offer.unit_id)


def move_to_unit(sign_up: SignUp, unit: Unit, days: Collection[int], at: dt.datetime) -> None:
    """Put a child into a unit on its days, whose seat the caller has taken. Where it leaves a club for it, it has the
    reading place on the club's other days."""
    ended = _end(held_by(sign_up), days, at)
    Placement.objects.bulk_create(
        placed(sign_up, row.weekday, at, Origin.OFFER, unit if row.weekday in days else None, turn=row.turn)
        for row in ended
    )


def move_to_tutoring(sign_up: SignUp, place_id: int, weekday: int, turn: int | None, at: dt.datetime) -> None:
    """Put a child into a teacher's afternoon, whose seat the caller has taken."""
    ended = _end(held_by(sign_up), [weekday], at)
    others = [row for row in ended if row.weekday != weekday]
    rows = [placed(sign_up, row.weekday, at, Origin.LATE, None, turn=row.turn) for row in others]
    mine = placed(sign_up, weekday, at, Origin.TUTORING, None, turn=turn)
    mine.tutoring_id = place_id
    Placement.objects.bulk_create([*rows, mine])


def read_on(programme: Programme, sign_up: SignUp, days: Iterable[int], at: dt.datetime) -> None:
    """Give a child the reading place on days on which it comes from now on."""
    wanted = sorted(days)
    turns = turns_on(programme, sign_up, wanted)
    Placement.objects.bulk_create(placed(sign_up, day, at, Origin.LATE, None, turn=turns[day]) for day in wanted)


def turns_on(programme: Programme, sign_up: SignUp, days: Collection[int]) -> dict[int, int]:
    """For each day the child's turn in its block: that of the draw or, for a block that it joins only now, the turn
    behind which its number in the lottery stands."""
    blocks = blocks_in(programme, Unit.objects.filter(programme=programme))
    known = dict(
        Placement.objects.filter(sign_up=sign_up, turn__isnull=False, tutoring=None)
        .order_by("-pk")
        .values_list("weekday", "turn")
    )
    found: dict[int, int] = {}
    file: dict[str, Any] | None = None
    for index, block in enumerate(blocks):
        for day in sorted(set(days) & set(block)):
            drawn = next((known[other] for other in block if known.get(other) is not None), None)
            if drawn is None:
                file = file or _file_of(programme)
                drawn = _behind(file, index, block[0], sign_up.opaque)
            found[day] = drawn
    return found


def placed(
    sign_up: SignUp, weekday: int, at: dt.datetime, origin: Origin, unit: Unit | None, *, turn: int | None
) -> Placement:
    return Placement(
        programme_id=sign_up.programme_id,
        school_id=sign_up.school_id,
        sign_up=sign_up,
        pupil_id=sign_up.pupil_id,
        weekday=weekday,
        unit=unit,
        origin=origin,
        turn=turn,
        since=at,
    )


def _end(held: dict[int, Placement], days: Collection[int], at: dt.datetime) -> list[Placement]:
    """End what is held on these days, and on their other days the units that meet on them. Returns what was ended; the
    seats are free."""
    units = {row.unit_id for day, row in held.items() if day in days and row.unit_id is not None}
    ending = [row for day, row in sorted(held.items()) if day in days or row.unit_id in units]
    Placement.objects.filter(pk__in=[row.pk for row in ending], ended_at=None).update(ended_at=at)
    for unit_id in sorted(units):
        give_back_seat(unit_id)
    for row in ending:
        if row.tutoring_id is not None:
            give_back_tutoring(row.tutoring_id)
    return ending


def _file_of(programme: Programme) -> dict[str, Any]:
    kept = Draw.objects.values_list("file", flat=True).get(programme=programme)
    file: dict[str, Any] = unpacked(bytes(kept or b""))
    return file


def _behind(file: dict[str, Any], block: int, first_day: int, opaque: str) -> int:
    """The turn behind which somebody stands who was not in the draw of a block, from the draw's own file."""
    menu, seed = file["menu"], file["seed"]
    lists = {row["id"]: row for row in file["lists"]}
    turns = {row["id"]: row["turns"].get(str(first_day)) for row in file["result"]["places"]}
    drawn = sorted((turn, pk) for pk, turn in turns.items() if turn is not None)
    middle = [
        (turn, lottery_key(seed, menu["term"], menu["school"], lists[pk]["family"] or pk))
        for turn, pk in drawn
        if lists[pk]["band"] == 0
    ]
    ahead = [turn for turn, pk in drawn if lists[pk]["band"] > 0]
    key = lottery_key(seed, menu["term"], menu["school"], opaque)
    return stands_behind(block, middle, max(ahead, default=0), key)
