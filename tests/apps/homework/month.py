"""A fortnight at the cast's school with something in it for every figure."""

import datetime as dt
from dataclasses import replace
from typing import Any

from shuangjian.audit.operations import Request
from shuangjian.homework.models import Appeal, Evening, Loan
from shuangjian.homework.operations import Outcome, Target, amend, withdraw
from shuangjian.homework.rules import AppealState, AssignmentSpec, Form, LoanState, TierSpec
from shuangjian.journeys.publish_homework import publish_homework
from shuangjian.kernel.day import SHANGHAI
from shuangjian.kernel.subject import Subject
from tests.cast import Cast

TUESDAY, WEDNESDAY, THURSDAY = dt.date(2026, 9, 15), dt.date(2026, 9, 16), dt.date(2026, 9, 17)
SHEET = AssignmentSpec(Subject.MATHEMATICS, "位置", "会用数对", Form.WRITTEN, "三个位置。", (TierSpec("", 20),))
TALE = AssignmentSpec(
    Subject.CHINESE, "故事", "会复述", Form.WRITTEN, "写一段。",
    (TierSpec("基础", 30), TierSpec("提高", 40)), "语言运用",
)  # fmt: skip
READING = AssignmentSpec(Subject.ENGLISH, "读", "读懂", Form.READING, "读一章。", (TierSpec("", 30),), "语言能力")
PLAY = replace(READING, unit="唱", form=Form.ORAL)
SCHOOL_WORK = AssignmentSpec(Subject.CHINESE, "拼音", "会读", Form.IN_SCHOOL, "在学校里写。", (TierSpec("", 10),))


def moment(date: dt.date, time: str = "15:40") -> dt.datetime:
    return dt.datetime.combine(date, dt.time.fromisoformat(time), SHANGHAI)


def put(cast: Cast, who: str, spec: AssignmentSpec, date: dt.date, *classes: Any, time: str = "15:40") -> Outcome:
    """Publish to these classes for the evening of a date, on that date."""
    at = moment(date, time)
    grade = 1 if cast.one_one in classes else 5
    return publish_homework(
        by=cast.actor(who, at),
        at=at,
        spec=spec,
        targets=[Target(c.pk, grade, (date,)) for c in classes],
        key=f"{who}-{spec.unit}-{date}-{time}",
    )


def live(cast: Cast) -> None:
    """Tuesday: 五（1） full, late reading, a refusal. Wednesday: one withdrawn, one amended. Thursday: loans."""
    both = (cast.five_one, cast.five_two)
    put(cast, "maths", SHEET, TUESDAY, *both)
    put(cast, "chinese", TALE, TUESDAY, cast.five_one)
    put(cast, "english", replace(READING, form=Form.WRITTEN), TUESDAY, *both)
    put(cast, "english", PLAY, TUESDAY, cast.five_two, time="17:00")
    put(cast, "lower", SCHOOL_WORK, TUESDAY, cast.one_one)
    withdrawn = put(cast, "science", replace(SHEET, subject=Subject.SCIENCE), WEDNESDAY, cast.five_two)
    take_back(cast, "science", withdrawn, moment(WEDNESDAY, "16:00"))
    changed = put(cast, "maths", SHEET, WEDNESDAY, *both)
    amend(
        by=cast.actor("maths", moment(WEDNESDAY, "16:59")),
        at=moment(WEDNESDAY, "16:59"),
        assignment_id=changed.assignment_id,
        spec=replace(SHEET, tiers=(TierSpec("", 15),)),
        request=Request.of("amend"),
    )
    put(cast, "english", READING, THURSDAY, cast.five_one)
    put(cast, "chinese", TALE, THURSDAY, cast.five_two)
    _loans(cast)
    _appeals(cast)


def take_back(cast: Cast, who: str, outcome: Outcome, at: dt.datetime) -> None:
    for told in outcome.published:
        assert told.publication_id
        withdraw(
            by=cast.actor(who, at),
            at=at,
            publication_id=told.publication_id,
            reason="还没有讲完",
            request=Request.of(f"withdraw-{told.publication_id}"),
        )


def _appeals(cast: Cast) -> None:
    row = {
        "school": cast.school, "school_class": cast.five_one, "grade": 5, "subject": "MATHEMATICS", "unit": "位置",
        "text": "家长检查。", "check_kind": "PARENT_MARKING", "quoted": "家长检查", "words": "是要家长检查。",
        "reason": "是题里的话", "appealed_at": moment(WEDNESDAY), "appealed_by": cast.people["maths"],
    }  # fmt: skip
    answered = {"answered_at": moment(THURSDAY), "answered_by": cast.people["academic"]}
    Appeal.objects.create(digest="a" * 64, state=AppealState.ALLOWED, answer="题里引的", **row, **answered)
    Appeal.objects.create(digest="b" * 64, state=AppealState.UPHELD, answer="是要家长看", **row, **answered)


def _loans(cast: Cast) -> None:
    evening = Evening.objects.get(school_class=cast.five_two, date=THURSDAY)
    pair = {"evening": evening, "school": cast.school, "lender": "CHINESE"}
    asked = {"asked_at": moment(THURSDAY), "asked_by": cast.people["maths"]}
    answered = {"answered_at": moment(THURSDAY), "answered_by": cast.people["chinese"]}
    for borrower, minutes, state, more in (
        ("MATHEMATICS", 5, LoanState.GRANTED, asked | answered),
        ("ENGLISH", 8, LoanState.DECLINED, asked | answered),
        ("SCIENCE", 10, LoanState.SETTLED, answered | {"answer": "明天有实验"}),
    ):
        Loan.objects.create(borrower=borrower, minutes=minutes, state=state, **pair, **more)
