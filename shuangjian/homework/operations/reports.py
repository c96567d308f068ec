"""Signing a month's report: its numbers as they are now, for good."""

import datetime as dt

from django.db import IntegrityError, transaction

from shuangjian.audit.operations import Request, Subject, outcome_of, record
from shuangjian.homework.access import check_can_sign_report
from shuangjian.homework.figures import edition, measured, scope_of
from shuangjian.homework.models import SignedFigure, SignedReport
from shuangjian.homework.queries.reports import Month
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import Clause, Refusal, Refused, Way
from shuangjian.schools.queries import SchoolFacts

REPORT_RULE = Clause("月报的规矩", None, "过完的月份才签，签了就不变")


def sign_report(
    *, by: Actor, at: dt.datetime, school: SchoolFacts, month: Month, remark: str, request: Request
) -> SignedReport:
    """Sign a month once it is over. Doing so twice changes nothing more: the report is the one that stands.

    Raises NotVisible, NotAllowed, Refused.
    """
    check_can_sign_report(by, school.id, school.path)
    if outcome_of(by, request) is None and shanghai_date(at) < month.until:
        raise Refused(_not_over(month))
    standing = SignedReport.objects.filter(school_id=school.id, year=month.year, month=month.number)
    if (signed := standing.first()) is not None:
        return signed
    try:
        with transaction.atomic():
            return _sign(by, at, school, month, " ".join(remark.split()), request)
    except IntegrityError:  # the same form, or another of the principal's, was faster
        return standing.get()


def _sign(by: Actor, at: dt.datetime, school: SchoolFacts, month: Month, remark: str, request: Request) -> SignedReport:
    report = SignedReport.objects.create(
        school_id=school.id,
        year=month.year,
        month=month.number,
        edition=edition(),
        remark=remark[: SignedReport._meta.get_field("remark").max_length],
        signed_at=at,
        signed_by_id=by.somebody,
    )
    figures = [
        SignedFigure(
            school_id=school.id,
            report=report,
            position=position,
            figure=found.figure.id,
            part=found.part,
            words=found.label,
            n=found.n,
            of=found.of,
        )
        for position, found in enumerate(measured(scope_of(school, month.since, month.until)))
    ]
    SignedFigure.objects.bulk_create(figures)
    record(
        by=by,
        at=at,
        name="homework.sign_report",
        on=Subject("report", report.pk, f"{school.name}{month.label}作业月报", school.path, school.id),
        after={"figures": len(figures), "edition": report.edition},
        request=request,
        outcome={"report": report.pk},
        role=Role.PRINCIPAL,
    )
    return report


def _not_over(month: Month) -> Refusal:
    last = month.until - dt.timedelta(days=1)
    words = f"{month.label}还没有过完，现在签，后面几天就不在里面了。"
    way = Way("WAIT", "", f"{last.month}月{last.day}日过完，从下一天起可以签。")
    return Refusal("MONTH_NOT_OVER", words, "", (REPORT_RULE,), (way,))
