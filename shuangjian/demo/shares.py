"""Grade five's plan of the term, and what colleagues ask of each other on the strength of it."""

import datetime as dt
from collections.abc import Callable

from shuangjian.audit.operations import Request
from shuangjian.demo.directory import Directory, on
from shuangjian.demo.plan import QINGZAO, TODAY
from shuangjian.homework.operations import agree_plan, answer_loan, ask_loan, propose_plan, save_plan
from shuangjian.kernel.grade import cohort_of
from shuangjian.kernel.subject import Subject

GRADE = 5
YESTERDAY, MONDAY = TODAY - dt.timedelta(days=1), dt.date(2026, 9, 21)
# Minutes from Monday to Thursday; ten or fifteen of sixty are left to nobody.
PLAN = {
    Subject.CHINESE: (20, 20, 20, 15),
    Subject.MATHEMATICS: (20, 15, 20, 20),
    Subject.ENGLISH: (10, 10, 5, 10),
    Subject.ETHICS_AND_LAW: (0, 0, 0, 5),
    Subject.SCIENCE: (0, 5, 0, 0),
}


def events(city: Directory) -> list[tuple[dt.datetime, Callable[[dt.datetime], object]]]:
    asked: list[int] = []
    return [
        (on(YESTERDAY, "12:30"), lambda at: _agree(city, at)),
        (on(TODAY, "09:50"), lambda at: asked.append(_ask(
            city, "邵群", 2, TODAY, "复述故事要写三个情节，15分写不完", at
        ))),
        (on(TODAY, "10:05"), lambda at: _lend(city, asked[0], at)),
        (on(TODAY, "16:14"), lambda at: _ask(
            city, "毕小满", 1, MONDAY, "《民间故事》的改写，要写完一段", at
        )),
    ]  # fmt: skip


def _agree(city: Directory, at: dt.datetime) -> None:
    """Proposed from the lessons, gone through with the colleagues of the grade, agreed from the next day on."""
    by = city.actor(QINGZAO, "邵群", at)
    plan = propose_plan(by=by, at=at, school=city.schools[QINGZAO], cohort=cohort_of(GRADE, TODAY))
    minutes = {(day, str(subject)): m for subject, week in PLAN.items() for day, m in enumerate(week, 1) if m}
    save_plan(by=by, at=at, plan_id=plan.pk, minutes=minutes)
    agree_plan(by=by, at=at, plan_id=plan.pk, since=TODAY)


def _ask(city: Directory, who: str, number: int, date: dt.date, reason: str, at: dt.datetime) -> int:
    """语文 would like five minutes of mathematics. Returns the ask's id."""
    loan = ask_loan(
        by=city.actor(QINGZAO, who, at),
        at=at,
        class_id=city.klass(QINGZAO, GRADE, number).id,
        grade=GRADE,
        date=date,
        lender=Subject.MATHEMATICS,
        borrower=Subject.CHINESE,
        minutes=5,
        reason=reason,
        request=Request.of(f"sample-ask-{number}"),
    )
    return loan.pk


def _lend(city: Directory, loan_id: int, at: dt.datetime) -> None:
    by, request = city.actor(QINGZAO, "沈岚", at), Request.of("sample-lend")
    answer_loan(by=by, at=at, loan_id=loan_id, granted=True, request=request)
