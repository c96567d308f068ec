"""每周检查: what the grade group and academic affairs look at, which compiles itself."""

import datetime as dt
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shuangjian.desks.common.asked import asked_date
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.entrance import pages_of
from shuangjian.desks.school.figure_lines import figure_asked, now_of, rows_page, themes
from shuangjian.homework.access import grades_checked
from shuangjian.homework.figures import Scope, figures_checked, measured, week_checked
from shuangjian.homework.queries import monday_of
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.grade import grade_label
from shuangjian.schools.queries import SchoolFacts, calendar_at, known_school

ONE_DAY, WEEK = dt.timedelta(days=1), dt.timedelta(days=7)


@require_GET
@desk_view()
def checks(request: HttpRequest, school_id: int) -> HttpResponse:
    """GET `?week=2026-09-14` (any day of it) `&grade=5`; this week, and all that one answers for, without."""
    desk = cast(DeskRequest, request)
    school, scope, asked = _asked(desk, school_id)
    shown = figures_checked(desk.actor, school.id)
    rows = f"/school/{school.id}/checks/rows/"
    calendar = calendar_at(school.path)
    context = _frame(desk, school, scope, asked) | {
        "themes": themes(now_of(measured(scope, shown)), rows, asked),
        "earlier": scope.since - WEEK if any(term.since < scope.since for term in calendar.terms) else None,
        "later": scope.since + WEEK if scope.since + WEEK <= shanghai_date(desk.at) else None,
    }
    return render(request, "school/checks.html", context)


@require_GET
@desk_view()
def rows(request: HttpRequest, school_id: int) -> HttpResponse:
    """The rows behind a figure of a week: `?figure=withdrawn&week=2026-09-14`."""
    desk = cast(DeskRequest, request)
    school, scope, asked = _asked(desk, school_id)
    figure = figure_asked(request)
    if figure not in figures_checked(desk.actor, school.id):
        raise Http404
    back = f"/school/{school.id}/checks/?" + "&".join(f"{name}={value}" for name, value in asked.items())
    context = _frame(desk, school, scope, asked) | {"back": back, "back_words": "回到这一周的检查"}
    return rows_page(request, figure, scope, context)


def _asked(desk: DeskRequest, school_id: int) -> tuple[SchoolFacts, Scope, dict[str, str]]:
    """The school, what of it and when, and the query that asks for just that. A week in progress ends today."""
    school, today = known_school(school_id), shanghai_date(desk.at)
    date, wrong = asked_date(desk.GET, "week")
    if wrong:
        messages.warning(desk, wrong)
    monday = monday_of(date or today)
    mine = grades_checked(desk.actor, school.id, school.path, monday)
    typed = desk.GET.get("grade", "")
    offered = mine if mine is not None else frozenset(school.grades)
    chosen = next((grade for grade in offered if str(grade) == typed), None)
    asked = {"week": monday.isoformat()} | ({"grade": str(chosen)} if chosen else {})
    return school, week_checked(desk.actor, school, monday, today=today, grade=chosen), asked


def _frame(desk: DeskRequest, school: SchoolFacts, scope: Scope, asked: dict[str, str]) -> dict[str, Any]:
    mine = grades_checked(desk.actor, school.id, school.path, scope.since)
    offered = [(grade, grade_label(grade)) for grade in sorted(mine or school.grades)]
    return {
        "school": school,
        "pages": pages_of(desk, school),
        "since": scope.since,
        "last": max(scope.until - ONE_DAY, scope.since),
        "week": asked["week"],
        "grade": int(asked["grade"]) if "grade" in asked else None,
        "grades": offered if len(offered) > 1 else [],
        "whose": "、".join(map(grade_label, sorted(scope.grades))) if scope.grades else "全校",
        "whole_school": mine is None,
    }
