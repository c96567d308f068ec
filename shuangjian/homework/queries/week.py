"""A school's week: every class, every day on which somebody could meet homework."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from shuangjian.homework.queries.evenings import ClassEvening, Key, class_evenings
from shuangjian.kernel.day import DayKind, SchoolDay
from shuangjian.schools.queries import ClassNow, SchoolFacts, calendars_at, classes_of_school
from shuangjian.schools.rules import Calendar, EveningSpan

WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class SchoolWeek:
    """Monday `since` and the six days after it. `days` leaves out a Saturday or Sunday that is nothing but a weekend;
    `spans` has an evening where a class's place holds school, `evenings` is by (class, grade, date)."""

    since: dt.date
    classes: tuple[ClassNow, ...]
    days: tuple[SchoolDay, ...]
    spans: Mapping[tuple[str, dt.date], EveningSpan]
    local: Mapping[tuple[str, dt.date], SchoolDay]
    evenings: Mapping[Key, ClassEvening]

    @property
    def until(self) -> dt.date:
        return self.since + WEEK


def monday_of(date: dt.date) -> dt.date:
    return date - dt.timedelta(days=date.weekday())


def school_week(school: SchoolFacts, monday: dt.date, today: dt.date, *, at: dt.datetime | None = None) -> SchoolWeek:
    """The week of a school with the classes it has then (today's, where the week is this one); with what is kept for
    single subjects where a moment `at` is given. Seven queries at most."""
    sunday = monday + WEEK - dt.timedelta(days=1)
    classes = classes_of_school(school.id, min(max(today, monday), sunday))
    calendars = calendars_at({school.path, *(c.place_path for c in classes)})
    dates = [monday + dt.timedelta(days=n) for n in range(WEEK.days)]
    spans = {
        (path, date): span
        for path, calendar in calendars.items()
        for date in dates
        if (span := calendar.evening(date)) is not None
    }
    return SchoolWeek(
        since=monday,
        classes=tuple(classes),
        days=_days(calendars[school.path], dates, {date for _, date in spans}),
        spans=spans,
        local={(path, date): calendar.day(date) for path, calendar in calendars.items() for date in dates},
        evenings=class_evenings(
            ((c, spans[c.place_path, date]) for c in classes for date in dates if (c.place_path, date) in spans),
            {school.id: school},
            at=at,
        ),
    )


def _days(calendar: Calendar, dates: list[dt.date], held: set[dt.date]) -> tuple[SchoolDay, ...]:
    days = [calendar.day(date) for date in dates]
    return tuple(
        day
        for day in days
        if day.date.weekday() < 5 or day.date in held or day.kind not in (DayKind.WEEKEND, DayKind.OUT_OF_TERM)
    )
