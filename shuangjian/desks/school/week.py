"""The school's week: class by day, tonight's figures, and the rows behind each of them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shuangjian.desks.common.asked import asked_date
from shuangjian.desks.common.bars import Bar, bar
from shuangjian.desks.common.evenings import label_of
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.reviews import reviews_for
from shuangjian.desks.common.took import Took
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.entrance import pages_of, school_seen
from shuangjian.homework.access import can_see_class
from shuangjian.homework.queries import (
    AnnouncementSeen,
    Beside,
    ClassEvening,
    EveningCount,
    Item,
    SchoolWeek,
    announcements_ahead,
    items_on,
    minutes_beside,
    monday_of,
    school_week,
)
from shuangjian.kernel.day import DayKind, SchoolDay, shanghai_date
from shuangjian.schools.access import OVERSIGHT, can_lead_school
from shuangjian.schools.queries import ClassNow, SchoolFacts, calendar_at
from shuangjian.timing.access import can_see_signals
from shuangjian.timing.queries import evenings_measured, signals_of_classes

LOOK, UNWRITTEN, IN_SCHOOL = "look", "unwritten", "in_school"
OTHER_KINDS = {
    LOOK: "选做和不写的比书面还多的班晚",
    UNWRITTEN: "有不写的作业的班晚",
    IN_SCHOOL: "有校内巩固的班晚",
}
NOTHING_BESIDE = Beside()
Key = tuple[int, int, dt.date]
ONE_DAY, WEEK = dt.timedelta(days=1), dt.timedelta(days=7)


@dataclass(frozen=True)
class Row:
    """One evening of one grade of a class, as `common/evening_rows.html` shows it; `took` once it is over."""

    klass: ClassNow
    grade: int
    date: dt.date
    evening: ClassEvening
    beside: Beside
    items: tuple[Item, ...] = ()
    took: Took | None = None

    @property
    def class_id(self) -> int:
        return self.klass.id

    @property
    def key(self) -> Key:
        return (self.klass.id, self.grade, self.date)

    @property
    def label(self) -> str:
        return label_of(self.klass, self.grade)

    @property
    def cap(self) -> int | None:
        return self.evening.room.cap

    @property
    def committed(self) -> int:
        return self.evening.room.committed

    @property
    def bar(self) -> Bar:
        return bar(self.evening.room, self.evening.segments, title=self.label)

    def is_over(self, today: dt.date) -> bool:
        return self.evening.room.until <= today

    def is_of(self, kind: str) -> bool:
        if kind == LOOK:
            return self.beside.outweighs(self.cap)
        if kind == UNWRITTEN:
            return self.beside.unwritten > 0
        if kind == IN_SCHOOL:
            return self.beside.in_school > 0
        return EveningCount(kind).holds(self)


@dataclass(frozen=True)
class Column:
    """A day of the grid. `note` is what is special about it, `through` says that its evening lasts over days off."""

    date: dt.date
    note: str
    is_tonight: bool
    through: bool
    provisional: bool


@dataclass(frozen=True)
class Cell:
    """A class on a day: its row, or words where it has no evening. `rows` > 1 stands for all classes below."""

    row: Row | None
    words: str = ""
    rows: int = 1
    is_tonight: bool = False


@require_GET
@desk_view()
def week(request: HttpRequest, school_id: int) -> HttpResponse:
    """GET `?week=2026-09-14` (any day of it); this week without, with tonight's figures."""
    desk = cast(DeskRequest, request)
    school = school_seen(desk, school_id)
    today = shanghai_date(desk.at)
    asked, wrong = asked_date(request.GET, "week")
    if wrong:
        messages.warning(request, wrong)
    found = school_week(school, monday_of(asked or today), today, at=desk.at)
    classes = _seen(desk, found.classes)
    rows = _rows(found, classes)
    ahead = [row for row in rows if not row.is_over(today)]
    rows = [*_with_items([row for row in rows if row.is_over(today)], today), *ahead]
    calendar = calendar_at(school.path)
    holding = calendar.evening_holding(today)
    tonight = holding.date if holding and found.since <= holding.date < found.until else None
    counted = [row for row in rows if tonight is None or row.date == tonight]
    context = {
        "school": school,
        "pages": pages_of(desk, school),
        "since": found.since,
        "last": found.until - ONE_DAY,
        "columns": [_column(found, day, school.path, tonight) for day in found.days],
        "grid": _grid(found, classes, rows, tonight),
        "earlier": found.since - WEEK if any(term.since < found.since for term in calendar.terms) else None,
        "later": found.until if any(term.until and term.until > found.until for term in calendar.terms) else None,
        "this_week": found.since == monday_of(today),
        "figures": _figures(desk, school, counted, f"date={tonight}" if tonight else f"week={found.since}"),
        "tonight": tonight,
        "large_work": _large_work(classes, found, today),
        "works_here": not desk.actor.holds_over(school.path, *OVERSIGHT),
        "whole_school": len(classes) == len(found.classes),
        "reviews": reviews_for(desk),
        "signalled": _signalled(desk, classes),
        "no_total": any(row.cap is None for row in rows),
    }
    return render(request, "school/week.html", context)


@require_GET
@desk_view()
def evenings(request: HttpRequest, school_id: int) -> HttpResponse:
    """The rows behind a figure: `?kind=full&date=2026-09-17`, or `&week=` for a whole week."""
    desk = cast(DeskRequest, request)
    school = school_seen(desk, school_id)
    kind = request.GET.get("kind", EveningCount.ALL.value)
    leads = can_lead_school(desk.actor, school.id)
    if kind not in (*EveningCount, *OTHER_KINDS) or (kind == LOOK and not leads):
        raise Http404
    date, wrong = asked_date(request.GET, "date")
    first, wrong_week = asked_date(request.GET, "week")
    if wrong or wrong_week:
        messages.warning(request, wrong or wrong_week)
    today = shanghai_date(desk.at)
    found = school_week(school, monday_of(date or first or today), today, at=desk.at)
    one_day = date or (None if first else today)
    classes = _seen(desk, found.classes)
    rows = [row for row in _rows(found, classes) if one_day is None or row.date == one_day]
    shown = [row for row in rows if row.is_of(kind)]
    of = _denominator(kind)
    context = {
        "school": school,
        "pages": pages_of(desk, school),
        "kind": kind,
        "label": _kind_label(kind),
        "of_label": _kind_label(of.value),
        "date": one_day,
        "since": found.since,
        "last": found.until - ONE_DAY,
        "rows": _with_items(shown, today),
        "n": len(shown),
        "of": len(of.among(rows)),
        "looks": kind == LOOK,
        "is_week": one_day is None,
    }
    return render(request, "school/evenings.html", context)


def _seen(desk: DeskRequest, classes: Sequence[ClassNow]) -> list[ClassNow]:
    """A head of grade sees the classes of that grade."""
    return [klass for klass in classes if can_see_class(desk.actor, klass)]


def _signalled(desk: DeskRequest, classes: Sequence[ClassNow]) -> list[str]:
    """The classes that the last night says something of, for who answers for them; each once."""
    seen = [klass.id for klass in classes if can_see_signals(desk.actor, klass)]
    return list(dict.fromkeys(signal.klass.label for signal in signals_of_classes(seen)))


def _large_work(classes: Sequence[ClassNow], found: SchoolWeek, today: dt.date) -> list[AnnouncementSeen]:
    """What is announced for some evening of the week and not over."""
    since, until = found.since, found.until
    return [a for a in announcements_ahead(classes, today) if a.dates.date < until and a.dates.last >= since]


def _rows(found: SchoolWeek, classes: Sequence[ClassNow]) -> list[Row]:
    dates = sorted({date for _, date in found.spans})
    beside = minutes_beside([c.id for c in classes], dates)
    return [
        Row(klass, grade, date, found.evenings[key], beside.get(key, NOTHING_BESIDE))
        for klass in classes
        for _, grade in klass.grades
        for date in dates
        if (key := (klass.id, grade, date)) in found.evenings
    ]


def _with_items(rows: Sequence[Row], today: dt.date) -> list[Row]:
    """The rows with what was set for them and, where they are over, what it took. Four queries."""
    found: dict[Key, list[Item]] = {}
    items = items_on({row.klass.id for row in rows}, {row.date for row in rows}) if rows else []
    for item in items:
        found.setdefault((item.class_id, item.grade, item.date), []).append(item)
    measured = evenings_measured(items, (row.key for row in rows if row.is_over(today)))
    return [
        replace(
            row,
            items=tuple(found.get(row.key, ())),
            took=Took(row.bar, measured[row.key]) if row.key in measured else None,
        )
        for row in rows
    ]


def _column(found: SchoolWeek, day: SchoolDay, path: str, tonight: dt.date | None) -> Column:
    span = found.spans.get((path, day.date))
    note = {DayKind.MAKE_UP_DAY: "调休上课", DayKind.PROVISIONAL: "暂按上学算"}.get(day.kind, "")
    through = span is not None and not span.is_night
    return Column(day.date, note, day.date == tonight, through, bool(span and span.provisional and not note))


def _grid(
    found: SchoolWeek, classes: Sequence[ClassNow], rows: Sequence[Row], tonight: dt.date | None
) -> list[tuple[str, ClassNow, list[Cell]]]:
    """A line for each grade of a class. A day on which nobody has an evening is one cell from the first line down."""
    by_key = {(row.klass.id, row.grade, row.date): row for row in rows}
    lines = [(klass, grade) for klass in classes for _, grade in klass.grades]
    off = {day.date for day in found.days} - {row.date for row in rows}
    grid = []
    for number, (klass, grade) in enumerate(lines):
        cells = []
        for day in found.days:
            if day.date in off and number:
                continue  # the first line's cell stands for all
            row = by_key.get((klass.id, grade, day.date))
            words = "" if row else found.local[klass.place_path, day.date].reason or "不上学"
            cells.append(Cell(row, words, len(lines) if day.date in off else 1, day.date == tonight))
        grid.append((label_of(klass, grade), klass, cells))
    return grid


def _kind_label(kind: str) -> str:
    return OTHER_KINDS.get(kind) or EveningCount(kind).label


def _denominator(kind: str) -> EveningCount:
    return EveningCount.ALL if kind in OTHER_KINDS else EveningCount(kind).of


def _figures(desk: DeskRequest, school: SchoolFacts, rows: Sequence[Row], where: str) -> list[Mapping[str, Any]]:
    """Numbers with their denominators, each a link to its rows."""
    kinds: list[str] = [EveningCount.WRITTEN, EveningCount.FULL, UNWRITTEN, IN_SCHOOL]
    if can_lead_school(desk.actor, school.id):
        kinds.insert(2, LOOK)
    notes = {
        EveningCount.WRITTEN.value: _zero_note(rows),
        EveningCount.FULL.value: "满了不是错，只是再放不下",
        LOOK: "值得去看，不说明谁有错",
        UNWRITTEN: "阅读、运动、劳动等，不算进上限",
        IN_SCHOOL: "一、二年级，在学校里做",
    }
    return [
        {
            "label": _kind_label(kind),
            "n": sum(row.is_of(kind) for row in rows),
            "of": len(_denominator(kind).among(rows)),
            "href": f"/school/{school.id}/evenings/?kind={kind}&{where}",
            "note": notes[str(kind)],
        }
        for kind in kinds
    ]


def _zero_note(rows: Sequence[Row]) -> str:
    zero = sum(row.cap == 0 for row in rows)
    return f"其中{zero}个班晚不布置书面作业" if zero else ""
