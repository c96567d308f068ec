"""What is done in the schools of the access table's city: homework with everything that colleagues do about it, and the
school's own rules."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from shuangjian.afterschool.operations import enter_from_paper
from shuangjian.afterschool.rules.kinds import Answer
from shuangjian.afterschool.rules.wishes import Wishes
from shuangjian.audit.operations import Request
from shuangjian.homework.content import Kind
from shuangjian.homework.models import Assignment
from shuangjian.homework.operations import (
    RuleSpec,
    Target,
    appeal,
    ask_for_minutes,
    ask_for_review,
    ask_loan,
    draw_spot_check,
    propose_plan,
    save_draft,
    sign_report,
)
from shuangjian.homework.queries import Month
from shuangjian.homework.rules import AssignmentSpec, Form, ReviewKind, TierSpec, corrected
from shuangjian.journeys.publish_homework import publish_homework
from shuangjian.journeys.set_school_rule import state_choice
from shuangjian.kernel.actor import Duty, operator
from shuangjian.kernel.subject import Subject
from shuangjian.people import operations as people
from shuangjian.schools.models import SchoolClass
from shuangjian.timing.models import Ask, PanelMember, Stop
from shuangjian.timing.operations import agree_to_panel, draw_panel
from tests.apps.afterschool import signing
from tests.apps.homework.announcing import announced
from tests.apps.homework.planning import COHORT, agreed
from tests.apps.policy.own_rules import adopt, save, text
from tests.cast import AT, TODAY, Cast

PROGRAMS_KEY = "city"  # under which the homework of the fifth classes was published, by a program
DRAWN, DRAWN_ELSEWHERE = "a spot check", "a spot check of another school"
MONDAY = dt.date(2026, 9, 21)


def homework(cast: Cast) -> dict[str, Assignment]:
    """One assignment per class, each with a unit that occurs nowhere else, and a draft."""
    state_choice(
        by=cast.actor("principal"),
        at=AT,
        school=cast.facts(),
        name="homework/weekend_total",
        value=45,
        title="青枣作业办法",
        article="第三条",
        since=dt.date(2026, 9, 18),
    )
    fifth = {cast.five_one: 5, cast.five_two: 5}
    set_for = {
        "homework of the fifth classes": _publish(cast, "maths", "记号甲五年级", Form.WRITTEN, fifth),
        "homework of the class beside": _publish(cast, "science", "记号乙五二班", Form.WRITTEN, {cast.five_two: 5}),
        "homework of another grade": _publish(cast, "lower", "记号丙一年级", Form.READING, {cast.one_one: 1}),
        "homework of another county": _publish(cast, "stranger", "记号丁七年级", Form.WRITTEN, {cast.seven_one: 7}),
        "homework of the village": _publish(cast, "villager", "记号戊复式班", Form.WRITTEN, {cast.mixed: 3}),
    }
    _ask_for_minutes(cast)
    _announce(cast)
    _appeal(cast, "maths", "记号辛申诉", cast.five_one, 5)
    _appeal(cast, "stranger", "记号壬申诉", cast.seven_one, 7)
    _ask_academic_affairs(cast, "maths", "记号卯定分")
    _ask_academic_affairs(cast, "stranger", "记号辰定分")
    _held_for_review(cast)
    draft = save_draft(by=cast.actor("maths"), at=AT, spec=_spec(Subject.MATHEMATICS, "记号己草稿", Form.WRITTEN))
    return set_for | {"a draft": draft}


def _spec(subject: Subject, unit: str, form: Form) -> AssignmentSpec:
    return AssignmentSpec(subject, unit, "会做", form, f"{unit}的内容。", (TierSpec("", 10),))


def _ask_for_minutes(cast: Cast) -> None:
    """The plan of grade five, with a draft of the next; and mathematics asking 语文 for five minutes of Monday, which
    nobody has answered."""
    agreed(cast, since=dt.date(2026, 9, 18))
    propose_plan(by=cast.actor("grade_head"), at=AT, school=cast.facts(), cohort=COHORT)
    ask_loan(
        by=cast.actor("maths"),
        at=AT,
        class_id=cast.five_one.pk,
        grade=5,
        date=dt.date(2026, 9, 21),
        lender=Subject.CHINESE,
        borrower=Subject.MATHEMATICS,
        minutes=5,
        reason="",
        request=Request.of("ask"),
    )


def _announce(cast: Cast) -> None:
    """Mathematics announces a paper for 五（1）, of which nobody has said anything; it is a proposal still."""
    announced(cast, dt.date(2026, 9, 23), "maths", subject=Subject.MATHEMATICS, kind="PAPER", title="记号子试卷")


def _appeal(cast: Cast, who: str, unit: str, school_class: SchoolClass, grade: int) -> None:
    """A teacher says that a check is wrong; nobody has looked yet."""
    appeal(
        by=cast.actor(who),
        at=AT,
        spec=replace(_spec(Subject.MATHEMATICS, unit, Form.WRITTEN), content="口算十道，家长检查。"),
        class_id=school_class.pk,
        grade=grade,
        kind=Kind.PARENT_MARKING,
        reason="是题里的话",
        request=Request.of(f"appeal-{unit}"),
    )


def _ask_academic_affairs(cast: Cast, who: str, unit: str) -> None:
    """A teacher says that a draft takes less than is predicted; nobody has set it yet."""
    spec = corrected(_spec(Subject.MATHEMATICS, unit, Form.WRITTEN), 2.0)
    draft = save_draft(by=cast.actor(who), at=AT, spec=spec)
    ask_for_minutes(
        by=cast.actor(who), at=AT, assignment_id=draft.pk, reason="题里的话", request=Request.of(f"minutes-{unit}")
    )


def _held_for_review(cast: Cast) -> None:
    """Two schools look at mathematics first, and a teacher of each has set some for Monday: families see none of it."""
    for leader, school in (("academic", cast.school), ("other_principal", cast.other_school)):
        ask_for_review(
            by=cast.actor(leader),
            at=AT,
            school=cast.facts(school),
            spec=RuleSpec(ReviewKind.SUBJECT, "审核办法", TODAY, subject=Subject.MATHEMATICS),
            salt="",
            request=Request.of("ask for review"),
        )
    _publish(cast, "maths", "记号子审核", Form.WRITTEN, {cast.five_one: 5}, MONDAY)
    _publish(cast, "stranger", "记号丑审核", Form.WRITTEN, {cast.seven_one: 7}, MONDAY)


def what_is_drawn(cast: Cast) -> dict[str, dict[str, Any]]:
    """A spot check, and the same under the address of a school that it is not of."""
    check = draw_spot_check(
        by=cast.actor("academic"),
        at=AT,
        school=cast.facts(),
        since=TODAY,
        until=TODAY + dt.timedelta(days=1),
        wanted=2,
        seed="7K3F",
        request=Request.of("draw"),
    )
    return {
        DRAWN: {"school_id": cast.school.pk, "check_id": check.pk},
        DRAWN_ELSEWHERE: {"school_id": cast.other_school.pk, "check_id": check.pk},
    }


def _publish(
    cast: Cast, who: str, unit: str, form: Form, classes: Mapping[SchoolClass, int], date: dt.date = TODAY
) -> Assignment:
    subjects = {"maths": Subject.MATHEMATICS, "science": Subject.SCIENCE, "stranger": Subject.MATHEMATICS}
    outcome = publish_homework(
        by=cast.actor(who),
        at=AT,
        spec=_spec(subjects.get(who, Subject.CHINESE), unit, form),
        targets=[Target(c.pk, grade, (date,)) for c, grade in classes.items()],
        key=f"api:publish:{PROGRAMS_KEY}" if unit == "记号甲五年级" else f"city-{unit}",
    )
    assert not outcome.refused, outcome
    return Assignment.objects.get(pk=outcome.assignment_id)


def sign_august(cast: Cast) -> None:
    """Before the term, so that nothing is in it; July is as empty, and nobody has signed it."""
    principal, month = cast.actor("principal"), Month(2026, 8)
    sign_report(
        by=principal, at=AT, school=cast.facts(), month=month, remark="记号癸月报", request=Request.of("august")
    )


def own_rules(cast: Cast) -> None:
    """A text that holds, a draft of the next, and somebody in the group that stands behind it."""
    before = AT - dt.timedelta(days=3)
    save(cast, text(DISPLAY=("记号子办法",)), at=before)
    adopt(cast, since=before.date() + dt.timedelta(days=1), at=before)
    save(cast, text(MARKING=("记号丑拟稿",)))
    people.join_leading_group(
        by=cast.actor("academic"),
        at=AT,
        school=cast.facts(),
        person_id=cast.people["science"].pk,
        duty=Duty.SUBJECT_TEACHER,
        since=TODAY,
    )


def service(cast: Cast) -> None:
    """Two schools have announced their after-school service, sign-up is open, one family has joined, and one of 一（1）
    has said on paper that it needs what is not there."""
    programme, _ = (signing.announced(cast, school) for school in (cast.school, cast.village))
    signing.join(cast, signing.BASKETBALL)
    enter_from_paper(
        by=cast.actor("lower"),
        at=AT,
        klass=cast.class_now(cast.one_one),
        programme_id=programme.pk,
        pupil_id=cast.pupils["查朵"].pk,
        answer=Answer.NEED,
        wishes=Wishes(),
        over=False,
        request=signing.key(),
    )


def what_is_asked(cast: Cast) -> dict[str, dict[str, Any]]:
    """Two families are on the panel and are asked tonight; a third wished its homeroom teacher to know that the child
    went to bed over homework."""
    for who in ("guardian", "village_guardian"):
        agree_to_panel(by=cast.actor(who), at=AT, request=Request.of(f"panel-{who}"))
    draw_panel(by=operator("测试"), at=AT, seed="seed", fewest=1)
    evening = {"school": cast.school, "school_class": cast.five_one, "grade": 5, "date": TODAY}
    Stop.objects.create(**evening, pupil=cast.pupils["𠅤·阿依古丽"], at=AT, tell_teacher=True)
    asked = Ask.objects.create(
        school=cast.village,
        school_class=cast.mixed,
        grade=4,
        date=TODAY,
        pupil=cast.pupils["柏川"],
        member=PanelMember.objects.get(person=cast.people["village_guardian"]),
        asked_at=AT,
        closes_at=AT + dt.timedelta(hours=12),
    )
    drawn = Ask.objects.get(school=cast.school)
    return {"a question": {"ask_id": drawn.pk}, "another family's question": {"ask_id": asked.pk}}
