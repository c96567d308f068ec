"""The next evenings of a teacher's classes: tonight first, then those that follow."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shuangjian.homework.queries.evenings import ClassEvening, class_evenings
from shuangjian.homework.queries.sheets import sheet_addresses
from shuangjian.kernel.day import SchoolDay
from shuangjian.people.queries import pupils_in
from shuangjian.schools.queries import ClassNow, calendars_at, classes_by_id, schools_facts
from shuangjian.schools.rules import Calendar, EveningSpan

LOOK_AHEAD_DAYS = 45  # longer than any run of days off within a term, with a week of evenings behind it


@dataclass(frozen=True)
class ClassAhead:
    """A class and its next evenings. `spans` begin with the evening that `today` lies in, where there is one; `days`
    says what kind of day each of them is, and `evenings` is by (grade, date)."""

    klass: ClassNow
    today: SchoolDay
    spans: tuple[EveningSpan, ...]
    days: Mapping[dt.date, SchoolDay]
    evenings: Mapping[tuple[int, dt.date], ClassEvening]
    pupils: int
    sheet: str | None


def classes_ahead(
    class_ids: Iterable[int],
    today: dt.date,
    subject: str | None = None,
    count: int = 5,
    *,
    at: dt.datetime | None = None,
) -> list[ClassAhead]:
    """The next `count` evenings of each of these classes that is in session, as `subject` meets them, in the order of
    grade and number; with what is kept for single subjects where a moment `at` is given. The number of queries does not
    grow with the classes."""
    classes = list(classes_by_id(class_ids, today).values())
    schools = schools_facts({c.school_id for c in classes})
    calendars = calendars_at({c.place_path for c in classes})
    spans = {path: _spans(calendar, today, count) for path, calendar in calendars.items()}
    wanted = [(c, span) for c in classes for span in spans[c.place_path]]
    found = class_evenings(wanted, schools, subject, at=at)
    pupils, sheets = pupils_in([c.id for c in classes], today), sheet_addresses(c.id for c in classes)
    return [
        ClassAhead(
            klass=c,
            today=calendars[c.place_path].day(today),
            spans=spans[c.place_path],
            days={span.date: calendars[c.place_path].day(span.date) for span in spans[c.place_path]},
            evenings={
                (grade, span.date): found[c.id, grade, span.date]
                for _, grade in c.grades
                for span in spans[c.place_path]
            },
            pupils=pupils.get(c.id, 0),
            sheet=sheets.get(c.id),
        )
        for c in classes
    ]


def _spans(calendar: Calendar, today: dt.date, count: int) -> tuple[EveningSpan, ...]:
    holding = calendar.evening_holding(today)
    first = holding.date if holding else today
    return tuple(calendar.evenings(first, first + dt.timedelta(days=LOOK_AHEAD_DAYS))[:count])
