"""The school's week: class by day, tonight's figures, and the rows behind each of them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shuangjian.desks.common.asked import asked_date
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.reviews import reviews_for
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.entrance import pages_of, school_seen
from shuangjian.desks.school.week_grid import column_of, grid_of
from shuangjian.desks.school.week_rows import IN_SCHOOL, LOOK, OTHER_KINDS, UNWRITTEN, Row, rows_of, with_items
from shuangjian.homework.access import can_see_class
from shuangjian.homework.queries import (
    AnnouncementSeen,
    EveningCount,
    SchoolWeek,
    announcements_ahead,
    monday_of,
    school_week,
)
from shuangjian.kernel.day import shanghai_date
from shuangjian.schools.access import OVERSIGHT, can_lead_school
from shuangjian.schools.queries import ClassNow, SchoolFacts, calendar_at
from shuangjian.timing.access import can_see_signals
from shuangjian.timing.queries import signals_of_classes

ONE_DAY, WEEK = dt.timedelta(days=1), dt.timedelta(days=7)


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
    rows = rows_of(found, classes)
    ahead = [row for row in rows if not row.is_over(today)]
    rows = [*with_items([row for row in rows if row.is_over(today)], desk.at), *ahead]
    calendar = calendar_at(school.path)
    holding = calendar.evening_holding(today)
    tonight = holding.date if holding and found.since <= holding.date < found.until else None
    counted = [row for row in rows if tonight is None or row.date == tonight]
    context = {
        "school": school,
        "pages": pages_of(desk, school),
        "since": found.since,
        "last": found.until - ONE_DAY,
        "columns": [column_of(found, day, school.path, tonight) for day in found.days],
        "grid": grid_of(found, classes, rows, tonight),
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
    rows = [row for row in rows_of(found, classes) if one_day is None or row.date == one_day]
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
        "rows": with_items(shown, desk.at),
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
