"""Programmes: one of a school, those below a place, and one as it is shown."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Prefetch, QuerySet

from shuangjian.afterschool.models import Programme, Unit
from shuangjian.afterschool.queries.stages import stage_of
from shuangjian.afterschool.rules.hours import Hours
from shuangjian.afterschool.rules.kinds import RoomNeed, Stage, UnitKind
from shuangjian.afterschool.rules.terms import term_label
from shuangjian.afterschool.rules.weekdays import ALL_WEEKDAYS, weekdays_in, weekdays_label
from shuangjian.kernel.day import shanghai_date

ONE_DAY = dt.timedelta(days=1)
WORKDAYS = weekdays_in(ALL_WEEKDAYS)


@dataclass(frozen=True)
class UnitSeen:
    """A unit as it is shown. `leader` is a name of the school's staff or the words for somebody from outside."""

    id: int
    number: int
    kind: UnitKind
    name: str
    about: str
    weekdays: tuple[int, ...]
    first_grade: int
    last_grade: int
    capacity: int
    minimum: int
    room_need: RoomNeed
    leader_id: int | None
    leader: str
    from_outside: bool
    taken: int
    held: int
    closed: bool

    @property
    def days_label(self) -> str:
        return _days_label(self.weekdays)

    @property
    def grades(self) -> range:
        return range(self.first_grade, self.last_grade + 1)

    @property
    def free(self) -> int:
        """Seats neither given nor offered."""
        return 0 if self.closed else self.capacity - self.taken - self.held


@dataclass(frozen=True)
class ProgrammeSeen:
    """A programme as it is shown at a moment; nothing here is secret. Dates are None until it is announced."""

    id: int
    school_id: int
    year: int
    number: int
    hours: Hours
    stage: Stage
    announced_at: dt.datetime | None
    opens_at: dt.datetime | None
    closes_at: dt.datetime | None
    results_at: dt.datetime | None
    round_id: int | None
    public_name: str
    public_due_at: dt.datetime | None
    commitment: str
    menu_digest: str
    reference: int | None
    units: tuple[UnitSeen, ...]

    @property
    def term(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def term_label(self) -> str:
        return term_label(self.year, self.number)

    @property
    def last(self) -> dt.date:
        """The last day, included."""
        return self.hours.until - ONE_DAY

    @property
    def days_label(self) -> str:
        return _days_label(self.hours.weekdays)

    @property
    def slots(self) -> tuple[tuple[str, str], ...]:
        """What each slot is and when: 写作业 16:30到17:20, 活动 17:30到18:10, and where there is such 延时照看."""
        h = self.hours
        slots = [("写作业", h.homework_from, h.homework_until), ("活动", h.activity_from, h.activity_until)]
        if h.extended_until is not None:
            slots.append(("延时照看", h.activity_until, h.extended_until))
        return tuple((what, f"{since:%H:%M}到{until:%H:%M}") for what, since, until in slots)

    def on(self, weekday: int) -> tuple[UnitSeen, ...]:
        """The units of a weekday, by number."""
        return tuple(unit for unit in self.units if weekday in unit.weekdays)

    def unit(self, number: int) -> UnitSeen | None:
        return next((unit for unit in self.units if unit.number == number), None)


def _days_label(weekdays: tuple[int, ...]) -> str:
    """周二、周四; 周一到周五 for all of them."""
    return "周一到周五" if len(weekdays) == len(WORKDAYS) else weekdays_label(weekdays)


def programme_of(school_id: int, year: int, number: int) -> Programme | None:
    """The programme of a school in a term, planned or announced. One query."""
    return Programme.objects.filter(school_id=school_id, year=year, number=number).first()


def programme_before(school_id: int, year: int, number: int) -> Programme | None:
    """The latest programme of a school before a term. One query."""
    earlier = Programme.objects.filter(school_id=school_id, year__lt=year)
    same_year = Programme.objects.filter(school_id=school_id, year=year, number__lt=number)
    return (earlier | same_year).order_by("-year", "-number").first()


def programme_in_term(school_id: int, year: int, number: int, at: dt.datetime) -> ProgrammeSeen | None:
    """The programme of a school in a term as it is shown; whoever calls has asked who may. Two queries."""
    return next(iter(_seen(at, Programme.objects.filter(school_id=school_id, year=year, number=number))), None)


def announced_programmes(school_id: int, at: dt.datetime) -> list[ProgrammeSeen]:
    """What a school has announced and what has not ended, the earlier term first: in January this term's and the
    next's. Two queries."""
    ahead = Programme.objects.filter(school_id=school_id, announced_at__lte=at, until__gt=shanghai_date(at))
    return _seen(at, ahead)


def current_programme(school_id: int, at: dt.datetime) -> ProgrammeSeen | None:
    """The latest programme that a school has announced and that has not ended. Two queries."""
    found = announced_programmes(school_id, at)
    return found[-1] if found else None


def programmes_below(path: str, year: int, number: int) -> list[Programme]:
    """The programmes of a term of all schools at or below a place, with `units` fetched, by school. Two queries."""
    rows = Programme.objects.filter(school__place__path__startswith=path, year=year, number=number)
    return list(rows.prefetch_related(Prefetch("units", Unit.objects.order_by("number"))).order_by("school_id"))


def _seen(at: dt.datetime, rows: QuerySet[Programme]) -> list[ProgrammeSeen]:
    units = Prefetch("units", Unit.objects.select_related("leader").order_by("number"))
    found = rows.select_related("round").annotate(drawn_at=F("draw__drawn_at")).prefetch_related(units)
    return [_programme(at, row, row.units.all()) for row in found.order_by("year", "number")]


def _programme(at: dt.datetime, row: Programme, units: Iterable[Unit]) -> ProgrammeSeen:
    stage = stage_of(row, row.drawn_at, at)  # type: ignore[attr-defined]  # annotated in `_seen`
    return ProgrammeSeen(
        id=row.pk,
        school_id=row.school_id,
        year=row.year,
        number=row.number,
        hours=hours_of(row),
        stage=stage,
        announced_at=row.announced_at,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        results_at=row.results_at,
        round_id=row.round_id,
        public_name=row.round.public_name if row.round else "",
        public_due_at=row.round.awaited_from if row.round else None,
        commitment=row.commitment,
        menu_digest=row.menu_digest,
        reference=row.reference,
        units=tuple(_unit(unit) for unit in units),
    )


def hours_of(row: Programme) -> Hours:
    return Hours(
        row.since,
        row.until,
        weekdays_in(row.weekdays),
        row.homework_from,
        row.homework_until,
        row.activity_from,
        row.activity_until,
        row.extended_until,
        row.lessons_end,
    )


def _unit(row: Unit) -> UnitSeen:
    return UnitSeen(
        id=row.pk,
        number=row.number,
        kind=UnitKind(row.kind),
        name=row.name,
        about=row.about,
        weekdays=weekdays_in(row.weekdays),
        first_grade=row.first_grade,
        last_grade=row.last_grade,
        capacity=row.capacity,
        minimum=row.minimum,
        room_need=RoomNeed(row.room_need),
        leader_id=row.leader_id,
        leader=row.leader.name if row.leader else row.outside_leader,
        from_outside=bool(row.outside_leader),
        taken=row.taken,
        held=row.held,
        closed=row.closed_at is not None,
    )


def seats_by_day(seen: ProgrammeSeen, grades: Sequence[int]) -> dict[int, dict[int, int]]:
    """Seats that a grade may wish for on a weekday, by grade and weekday. A unit for several grades counts in each."""
    return {
        grade: {
            day: sum(u.capacity for u in seen.on(day) if grade in u.grades and not u.closed)
            for day in seen.hours.weekdays
        }
        for grade in grades
    }
