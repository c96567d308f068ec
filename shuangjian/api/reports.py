"""月报: what was signed, by whom, with which numbers. It is read here; a principal signs by hand."""

import datetime as dt
from typing import Annotated, Any

from ninja import Router
from pydantic import StringConstraints

from shuangjian.api.caller import ApiRequest, Bearer
from shuangjian.api.figure_shapes import FigureId, FigureOut, FigureRow, Part, figures_told, rows_page
from shuangjian.api.paging import Cursor, Limit, Page, page
from shuangjian.api.values import Answer, Id, Moment
from shuangjian.homework.access import check_reads_reports
from shuangjian.homework.figures import Scope, check_reads_report, edition, measured, month_reported
from shuangjian.homework.queries import Month, months_of, signed_report, signed_reports
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import NotVisible
from shuangjian.people import rules
from shuangjian.schools.queries import SchoolFacts, calendar_at, known_school

router = Router(tags=["检查和月报"], auth=Bearer(rules.Scope.READ_CHECKS))
MonthName = Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")]


class Signature(Answer):
    """Who signed when, with which words; `edition` is that of the figures' definitions then."""

    signed_by: str
    signed_at: Moment
    remark: str
    edition: str

    @classmethod
    def told(cls, report: Any) -> "Signature":
        return cls(
            signed_by=report.signed_by.name, signed_at=report.signed_at, remark=report.remark, edition=report.edition
        )


class ReportListed(Answer):
    month: str
    is_over: bool
    signed: Signature | None


class ReportOut(Answer):
    """A month from `since` to before `until`, which is tomorrow where it is not over. Signed, its figures are those
    that were signed; otherwise those of now, under the definitions of `edition`."""

    school_id: int
    name: str
    month: str
    since: dt.date
    until: dt.date
    is_over: bool
    edition: str
    signed: Signature | None
    figures: list[FigureOut]


@router.get(
    "/schools/{school_id}/reports",
    response=Page[ReportListed],
    operation_id="list_reports",
    summary="一校的月报",
)
def reports(request: ApiRequest, school_id: Id, cursor: Cursor = "", limit: Limit = 24) -> Page[ReportListed]:
    """学期里的每个月，新的在前。"""
    school = known_school(school_id)
    check_reads_reports(request.actor, school.id, school.path)
    today, signed = shanghai_date(request.at), signed_reports(school.id)
    return page(
        {*months_of(calendar_at(school.path).terms, today), *signed},
        str,
        lambda month: ReportListed(
            month=str(month), is_over=month.until <= today, signed=_signature(signed.get(month))
        ),
        cursor=cursor,
        limit=limit,
        descending=True,
    )


@router.get(
    "/schools/{school_id}/reports/{month}", response=ReportOut, operation_id="get_report", summary="一个月的月报"
)
def report(request: ApiRequest, school_id: Id, month: MonthName) -> ReportOut:
    """签了的，数是签的那些，和今天的不一样的另写在 now；没有签的，是现在的数，只有本校看得到。月报由校长在网页上签。"""
    school, its_month, scope, signed = _asked(request, school_id, month)
    rows = f"/schools/{school.id}/reports/{its_month}/rows"
    found = measured(scope)
    now = {(one.figure.id, one.part): (one.n, one.of) for one in found}
    figures = [FigureOut.signed(row, rows, now) for row in signed.figures.all()] if signed else None
    return ReportOut(
        school_id=school.id,
        name=school.name,
        month=str(its_month),
        since=scope.since,
        until=scope.until,
        is_over=its_month.until <= shanghai_date(request.at),
        edition=edition(),
        signed=_signature(signed),
        figures=figures if figures is not None else figures_told(found, rows, {}),
    )


@router.get(
    "/schools/{school_id}/reports/{month}/rows",
    response=Page[FigureRow],
    operation_id="list_rows_of_report",
    summary="月报的一个数，后面的每一行",
)
def rows(
    request: ApiRequest,
    school_id: Id,
    month: MonthName,
    figure: FigureId,
    part: Part = "",
    cursor: Cursor = "",
    limit: Limit = 100,
) -> Page[FigureRow]:
    """今天的行，也就是 now 数的那些。按日期、年级、班排。"""
    _, _, scope, _ = _asked(request, school_id, month)
    return rows_page(scope, figure, part, cursor=cursor, limit=limit)


def _asked(request: ApiRequest, school_id: int, typed: str) -> tuple[SchoolFacts, Month, Scope, Any]:
    """The school, the month, its rows, and the signed report where there is one. Raises NotVisible, NotAllowed."""
    school, month = known_school(school_id), Month.read(typed)
    if month is None:
        raise NotVisible(f"month {typed}")
    scope, signed = month_reported(school, month, today=shanghai_date(request.at)), signed_report(school.id, month)
    check_reads_report(request.actor, school, signed=signed is not None)
    return school, month, scope, signed


def _signature(report: Any) -> Signature | None:
    return Signature.told(report) if report is not None else None
