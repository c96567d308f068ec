"""Grade five's plan of the term, and what a colleague asks for on the strength of it."""

import datetime as dt
from collections.abc import Callable

from shuangjian.audit.operations import Request
from shuangjian.demo.directory import Directory, on
from shuangjian.demo.plan import QINGZAO, TODAY
from shuangjian.homework.operations import agree_plan, ask_loan, propose_plan, save_plan
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
    return [
        (on(YESTERDAY, "12:30"), lambda at: _agree(city, at)),
        (on(TODAY, "16:14"), lambda at: _ask(city, at)),
    ]


def _agree(city: Directory, at: dt.datetime) -> None:
    """Proposed from the lessons, gone through with the colleagues of the grade, agreed from the next day on."""
    by = city.actor(QINGZAO, "邵群", at)
    plan = propose_plan(by=by, at=at, school=city.schools[QINGZAO], cohort=cohort_of(GRADE, TODAY))
    minutes = {(day, str(subject)): m for subject, week in PLAN.items() for day, m in enumerate(week, 1) if m}
    save_plan(by=by, at=at, plan_id=plan.pk, minutes=minutes)
    agree_plan(by=by, at=at, plan_id=plan.pk, since=TODAY)


def _ask(city: Directory, at: dt.datetime) -> None:
    """语文 would like five minutes of mathematics on Monday, which has not been answered yet."""
    ask_loan(
        by=city.actor(QINGZAO, "毕小满", at),
        at=at,
        class_id=city.klass(QINGZAO, GRADE, 1).id,
        grade=GRADE,
        date=MONDAY,
        lender=Subject.MATHEMATICS,
        borrower=Subject.CHINESE,
        minutes=5,
        reason="《民间故事》的改写，要写完一段",
        request=Request.of("sample-ask"),
    )
