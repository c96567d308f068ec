"""How the evenings of a date stand over places: a figure and the rows behind it come from one list."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from django.db.models import Exists, OuterRef

from shuangjian.homework.models import Entry, Evening
from shuangjian.homework.rules import PublicationState
from shuangjian.policy.queries import limits_for
from shuangjian.schools.queries import (
    ClassNow,
    calendars_at,
    classes_below,
    classes_below_on,
    schools_below,
    schools_facts,
)
from shuangjian.schools.rules import Calendar, EveningSpan


class Counted(Protocol):
    """What a count looks at: minutes; a cap of None is a vacation without a stated total."""

    @property
    def cap(self) -> int | None: ...
    @property
    def committed(self) -> int: ...


T = TypeVar("T", bound=Counted)


class EveningCount(StrEnum):
    """Class evenings (班晚: one evening of one grade of a class) of a kind, and the words for it.

    Each of them is one of FULL, PARTLY, BLANK and CLOSED.
    """

    ALL = "all"
    OPEN = "open"
    WRITTEN = "written"
    FULL = "full"
    ROOM = "room"
    PARTLY = "partly"
    BLANK = "blank"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return {
            "all": "上学的班晚",
            "open": "可以布置书面作业的班晚",
            "written": "布置了书面作业的班晚",
            "full": "排满到上限的班晚",
            "room": "还有空的班晚",
            "partly": "布置了、还有空的班晚",
            "blank": "还没有书面作业的班晚",
            "closed": "不布置书面作业的班晚",
        }[self.value]

    @property
    def of(self) -> "EveningCount":
        """The kind that is its denominator."""
        return EveningCount.OPEN if self in (EveningCount.FULL, EveningCount.ROOM) else EveningCount.ALL

    def holds(self, evening: Counted) -> bool:
        cap, committed = evening.cap or 0, evening.committed
        return {
            EveningCount.ALL: True,
            EveningCount.OPEN: cap > 0,
            EveningCount.WRITTEN: committed > 0,
            EveningCount.FULL: 0 < cap <= committed,
            EveningCount.ROOM: committed < cap,
            EveningCount.PARTLY: 0 < committed < cap,
            EveningCount.BLANK: committed == 0 < cap,
            EveningCount.CLOSED: cap == 0,
        }[self]

    def among(self, evenings: Iterable[T]) -> list[T]:
        return [evening for evening in evenings if self.holds(evening)]


@dataclass(frozen=True, slots=True)
class EveningNow:
    """One class evening in a large list. `zero` says why a cap is 0: `GRADE`, `NO_HOMEWORK_DAY`, or ""."""

    klass: ClassNow
    grade: int
    span: EveningSpan
    cap: int | None
    zero: str
    committed: int


@dataclass(frozen=True)
class DayBelow:
    """A date below a place: the classes there are, and an evening for each grade of those where school is held."""

    classes: tuple[ClassNow, ...]
    evenings: tuple[EveningNow, ...]


def evenings_on(path: str, date: dt.date) -> DayBelow:
    """Every class evening that begins on a date at or below a place, opened or not. Seven queries, however many."""
    classes = classes_below(path, date)
    return DayBelow(tuple(classes), tuple(_evenings(path, {date: classes})))


def evenings_within(path: str, since: dt.date, until: dt.date) -> list[EveningNow]:
    """Those that begin from `since` until, exclusively, `until`: by date. Seven queries, however many."""
    dates = [since + dt.timedelta(days=n) for n in range((until - since).days)]
    return _evenings(path, classes_below_on(path, dates))


def _evenings(path: str, classes: Mapping[dt.date, list[ClassNow]]) -> list[EveningNow]:
    spans = _spans(classes)
    schools = schools_facts({klass.school_id for klass, _, _ in spans})
    opened = (
        {
            (class_id, grade, date): (cap, committed)
            for class_id, grade, date, cap, committed in Evening.objects.filter(
                school__place__path__startswith=path, date__gte=min(classes), date__lte=max(classes)
            ).values_list("school_class_id", "grade", "date", "cap", "committed")
        }
        if classes
        else {}
    )
    limits = limits_for(
        {(c.school_id, grade, span): (schools[c.school_id], grade, span) for c, grade, span in spans}.values()
    )
    evenings = []
    for klass, grade, span in spans:
        limit = limits[klass.school_id, grade, span.date]
        cap, committed = opened.get((klass.id, grade, span.date), (limit.minutes, 0))
        cap = None if limit.minutes is None else cap
        evenings.append(EveningNow(klass, grade, span, cap, "" if cap else limit.zero, committed))
    return evenings


def _spans(classes: Mapping[dt.date, list[ClassNow]]) -> list[tuple[ClassNow, int, EveningSpan]]:
    calendars = calendars_at({c.place_path for on_a_day in classes.values() for c in on_a_day})
    found = []
    for date, on_a_day in classes.items():
        span_at = spans_at(calendars, date)
        found += [
            (c, grade, span) for c in on_a_day if (span := span_at[c.place_path]) is not None for _, grade in c.grades
        ]
    return found


def spans_at(calendars: Mapping[str, Calendar], date: dt.date) -> dict[str, EveningSpan | None]:
    """The evening that begins on a date at each place; what shares a calendar is worked out once."""
    of_calendar = {id(calendar): calendar for calendar in calendars.values()}
    spans = {key: calendar.evening(date) for key, calendar in of_calendar.items()}
    return {path: spans[id(calendar)] for path, calendar in calendars.items()}


def schools_with_homework(path: str, since: dt.date, until: dt.date) -> set[int]:
    """The schools at or below a place that have homework, of any form, standing on an evening that begins from `since`
    until, exclusively, `until`. One query."""
    entries = Entry.objects.filter(
        evening__school_id=OuterRef("pk"),
        evening__date__gte=since,
        evening__date__lt=until,
        publication__state=PublicationState.PUBLISHED,
    )
    return set(schools_below(path).filter(Exists(entries)).order_by().values_list("pk", flat=True))
