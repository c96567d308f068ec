"""月报: compiled as it is asked for until the principal signs it; from then on its numbers stay."""

import datetime as dt
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from shuangjian.audit.operations import Request, outcome_of
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.entrance import REPEATED, pages_of
from shuangjian.desks.school.figure_lines import figure_asked, now_of, rows_page, themes
from shuangjian.homework.access import (
    can_sign_report,
    check_can_sign_report,
    check_reads_reports,
    reads_unsigned_reports,
)
from shuangjian.homework.figures import Scope, check_reads_report, edition, measured, month_reported
from shuangjian.homework.operations import sign_report
from shuangjian.homework.queries import Month, months_of, signed_report, signed_reports
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import NotVisible, Refusal, Refused
from shuangjian.schools.queries import SchoolFacts, calendar_at, known_school

ONE_DAY = dt.timedelta(days=1)
LONGEST_REMARK = 120


@require_GET
@desk_view()
def reports(request: HttpRequest, school_id: int) -> HttpResponse:
    """The months of the school's terms, each with who signed it and when."""
    desk = cast(DeskRequest, request)
    school = known_school(school_id)
    check_reads_reports(desk.actor, school.id, school.path)
    today, signed = shanghai_date(desk.at), signed_reports(school.id)
    months = sorted({*months_of(calendar_at(school.path).terms, today), *signed}, reverse=True)
    context = {
        "school": school,
        "pages": pages_of(desk, school),
        "months": [(month, signed.get(month), month.until > today) for month in months],
        "reads_unsigned": reads_unsigned_reports(desk.actor, school.id),
    }
    return render(request, "school/reports.html", context)


@require_http_methods(["GET", "POST"])
@desk_view()
def report(request: HttpRequest, school_id: int, month: str) -> HttpResponse:
    """GET: the report of `2026-09`. POST: sign it, with a remark of one line or none."""
    desk = cast(DeskRequest, request)
    school, its_month = _school_and_month(desk, school_id, month)
    if request.method == "POST":
        return _sign(desk, school, its_month)
    return _show(desk, school, its_month)


@require_GET
@desk_view()
def rows(request: HttpRequest, school_id: int, month: str) -> HttpResponse:
    """The rows behind a figure of a month: `?figure=withdrawn`."""
    desk = cast(DeskRequest, request)
    school, its_month = _school_and_month(desk, school_id, month)
    check_reads_report(desk.actor, school, signed=signed_report(school.id, its_month) is not None)
    scope = _scope(desk, school, its_month)
    context = {
        "school": school,
        "pages": pages_of(desk, school),
        "since": scope.since,
        "last": scope.until - ONE_DAY,
        "whose": "全校",
        "back": f"/school/{school.id}/reports/{its_month}/",
        "back_words": f"回到{its_month.label}的月报",
    }
    return rows_page(request, figure_asked(request), scope, context)


def _school_and_month(desk: DeskRequest, school_id: int, typed: str) -> tuple[SchoolFacts, Month]:
    """Raises NotVisible for what is no month, or one that has not begun."""
    school, month = known_school(school_id), Month.read(typed)
    if month is None or month.since > shanghai_date(desk.at):
        raise NotVisible(f"month {typed}")
    return school, month


def _sign(desk: DeskRequest, school: SchoolFacts, month: Month) -> HttpResponse:
    check_can_sign_report(desk.actor, school.id, school.path)
    remark = "".join(sign for sign in desk.POST.get("remark", "") if sign.isprintable())[:LONGEST_REMARK]
    request = Request.of(key_of(desk.POST), school=school.id, month=str(month), remark=remark)
    repeated, before = outcome_of(desk.actor, request), signed_report(school.id, month)
    try:
        sign_report(by=desk.actor, at=desk.at, school=school, month=month, remark=remark, request=request)
    except Refused as refused:
        return _show(desk, school, month, refusals=refused.refusals, remark=remark, status=409)
    if repeated is not None:
        messages.info(desk, REPEATED)
    elif before is not None:
        messages.info(desk, "这个月的月报以前已经签了，没有再签一遍。下面是签的那一份。")
    else:
        messages.success(desk, f"{month.label}的月报签好了。这些数从现在起不变。")
    return redirect("school:report", school.id, str(month))


def _scope(desk: DeskRequest, school: SchoolFacts, month: Month) -> Scope:
    return month_reported(school, month, today=shanghai_date(desk.at))


def _show(
    desk: DeskRequest,
    school: SchoolFacts,
    month: Month,
    *,
    refusals: tuple[Refusal, ...] = (),
    remark: str = "",
    status: int = 200,
) -> HttpResponse:
    signed = signed_report(school.id, month)
    check_reads_report(desk.actor, school, signed=signed is not None)
    scope = _scope(desk, school, month)
    now = now_of(measured(scope))
    numbers = {(f.figure, f.part): (f.n, f.of) for f in signed.figures.all()} if signed else now
    root = f"/school/{school.id}/reports/{month}/"
    context: dict[str, Any] = {
        "school": school,
        "pages": pages_of(desk, school),
        "month": month,
        "since": scope.since,
        "last": scope.until - ONE_DAY,
        "is_over": month.until <= shanghai_date(desk.at),
        "signed": signed,
        "other_edition": signed is not None and signed.edition != edition(),
        "moved": signed is not None and any(now.get(key, (0, of)) != (n, of) for key, (n, of) in numbers.items()),
        "themes": themes(numbers, f"{root}rows/", {}, now if signed else None),
        "may_sign": signed is None and can_sign_report(desk.actor, school.id),
        "refusals": refusals,
        "remark": remark,
        "most": LONGEST_REMARK,
        "key": new_key(),
    }
    return render(desk, "school/report.html", context, status=status)
