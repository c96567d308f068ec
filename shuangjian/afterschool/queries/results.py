"""What a child got, and for each wish above it why not: from stored rows, in a fixed number of statements."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from shuangjian.afterschool.draw import DayStory, Entry, receipt, stories
from shuangjian.afterschool.draw.stories import Reason
from shuangjian.afterschool.models import Draw, DrawnUnit, Placement, Programme, SignUp, Unit
from shuangjian.afterschool.queries.as_drawn import drawn_units, entry_drawn, facts_drawn, menu_drawn, place_drawn
from shuangjian.afterschool.queries.stages import stage_of
from shuangjian.afterschool.rules.kinds import READING_PLACE, Origin, Stage
from shuangjian.afterschool.rules.weekdays import weekdays_in
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import NotVisible
from shuangjian.people.access import check_guards

BLOBS = ("sealed_lists", "file", "tutoring_file")


@dataclass(frozen=True)
class Above:
    """A wish that the child put above what it has: the `position`-th of the wishes for these days. `reason` is None for
    a wish that was not in the draw: made later, or for a day that the child is tutored."""

    position: int
    drawn: DrawnUnit
    reason: Reason | None


@dataclass(frozen=True)
class Told:
    """One thing of a child's week. `unit` is None for the reading place and for tutoring; `position` is its own among
    the wishes for its days. `instead_of`: what the draw gave, where a seat was offered and taken since."""

    weekdays: tuple[int, ...]
    placement: Placement
    unit: Unit | None
    position: int | None
    above: tuple[Above, ...]
    instead_of: str = ""


@dataclass(frozen=True)
class Outcome:
    """A child's result: the week by first weekday, and what it takes to work it out again. `names` are those of units,
    by number."""

    programme: Programme
    sign_up: SignUp
    draw: Draw
    week: tuple[Told, ...]
    names: dict[int, str]

    @property
    def receipt_before(self) -> str:
        """The receipt that the family was given, where another finds the list in the file: a day on which the child is
        tutored was taken out of it."""
        row = self.sign_up
        said = receipt(Entry(row.opaque, None, row.grade, 0, weekdays_in(row.weekdays), tuple(row.wishes)))
        return said if row.receipt not in ("", said) else ""


def draw_of(programme_id: int) -> Draw | None:
    """The draw without its files. One query."""
    return Draw.objects.filter(programme_id=programme_id).defer(*BLOBS).first()


def result_of(by: Actor, at: dt.datetime, pupil_id: int, programme_id: int) -> Outcome:
    """For a guardian, once results are told. Five queries. Raises NotVisible for who is no guardian, before that
    moment, and for a child that has no place."""
    check_guards(by, pupil_id)
    programme = Programme.objects.filter(pk=programme_id).first()
    draw = draw_of(programme_id)
    if programme is None or draw is None or stage_of(programme, draw.drawn_at, at) is not Stage.TOLD:
        raise NotVisible(f"result of pupil {pupil_id}")
    sign_up = SignUp.objects.filter(programme_id=programme_id, pupil_id=pupil_id).first()
    if sign_up is None:
        raise NotVisible(f"result of pupil {pupil_id}")
    places = list(Placement.objects.filter(sign_up=sign_up).select_related("tutoring__leader").order_by("pk"))
    drawn = drawn_units(programme_id)
    names = {row.unit.number: row.unit.name for row in drawn}
    return Outcome(programme, sign_up, draw, week_of(programme, sign_up, places, drawn), names)


def week_of(programme: Programme, sign_up: SignUp, places: list[Placement], drawn: list[DrawnUnit]) -> tuple[Told, ...]:
    """What the child has now, each with its reasons. `places` are all it ever had in this term."""
    told_by_day = {story.weekday: story for story in stories_of(programme, sign_up, places, drawn)}
    by_number = {row.unit.number: row for row in drawn}
    by_id = {row.unit_id: row.unit for row in drawn}
    wishes = [by_number[n] for n in (*sign_up.wishes, *sign_up.late_wishes) if n in by_number]
    now = [row for row in places if row.ended_at is None]
    found = [
        _told(rows, by_id.get(rows[0].unit_id or 0), wishes, told_by_day, by_number) for rows in _together(now, wishes)
    ]
    return tuple(sorted(found, key=lambda told: told.weekdays))


def stories_of(
    programme: Programme, sign_up: SignUp, places: list[Placement], drawn: list[DrawnUnit]
) -> list[DayStory]:
    """The draw's own account of each day, from rows alone."""
    menu = menu_drawn(programme, drawn)
    entry = entry_drawn(menu, sign_up, places)
    numbers = {row.unit_id: row.unit.number for row in drawn}
    return stories(menu, entry, place_drawn(menu, sign_up, places, numbers), facts_drawn(drawn))


def _together(places: Iterable[Placement], wishes: list[DrawnUnit]) -> list[list[Placement]]:
    """A club once, with all its days; afternoons in the reading place together where the same was wished for them."""

    def thing(row: Placement) -> tuple[int, ...]:
        if row.unit_id or row.tutoring_id:
            return (row.unit_id or 0, row.tutoring_id or 0)
        return (0, 0, *(wish.unit.number for wish in wishes if row.weekday in weekdays_in(wish.unit.weekdays)))

    return [list(rows) for _, rows in groupby(sorted(places, key=lambda row: (thing(row), row.weekday)), key=thing)]


def _told(
    rows: list[Placement],
    unit: Unit | None,
    wishes: list[DrawnUnit],
    told: Mapping[int, DayStory],
    by_number: Mapping[int, DrawnUnit],
) -> Told:
    days, first = tuple(row.weekday for row in rows), rows[0]
    if first.tutoring_id:
        return Told(days, first, None, None, ())
    of_these = [wish for wish in wishes if not set(days).isdisjoint(weekdays_in(wish.unit.weekdays))]
    position = next((n for n, wish in enumerate(of_these, 1) if unit and wish.unit_id == unit.pk), None)
    reasons = {passed.unit: passed.reason for day in days if day in told for passed in told[day].above}
    rather = of_these if unit is None else of_these[: (position or 1) - 1]
    above = tuple(Above(n, wish, reasons.get(wish.unit.number)) for n, wish in enumerate(rather, 1))
    before = ""
    if first.origin == Origin.OFFER:
        given = [told[day].unit for day in days if day in told]
        before = "、".join(dict.fromkeys(READING_PLACE if n is None else by_number[n].unit.name for n in given))
    return Told(days, first, unit, position, above, before)
