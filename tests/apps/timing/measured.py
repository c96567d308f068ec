"""What a night would have left behind, written by hand: fitted minutes, who was asked, and signals."""

import datetime as dt
from typing import Any

from shuangjian.homework.models import Assignment
from shuangjian.homework.operations import Target
from shuangjian.homework.rules import AssignmentSpec, Form, TierSpec
from shuangjian.journeys.publish_homework import publish_homework
from shuangjian.kernel.day import SHANGHAI
from shuangjian.kernel.subject import Subject
from shuangjian.people.models import Pupil
from shuangjian.schools.models import SchoolClass
from shuangjian.timing.models import Ask, ClassSignal, Fitted, Run, TeacherFactor
from shuangjian.timing.rules import RunKind, SignalKind
from tests.cast import Cast

WEDNESDAY = dt.date(2026, 9, 16)  # the evening before the cast's today: over, and worked out
SINCE = dt.date(2026, 9, 3)


def at(date: dt.date, hour: int = 17) -> dt.datetime:
    return dt.datetime.combine(date, dt.time(hour), SHANGHAI)


def set_on(
    cast: Cast,
    date: dt.date = WEDNESDAY,
    minutes: int = 20,
    *classes: SchoolClass,
    who: str = "maths",
    subject: Subject = Subject.MATHEMATICS,
    tiers: tuple[TierSpec, ...] = (),
    key: str = "",
) -> Assignment:
    """Written homework of an evening, set at half past two of its afternoon; for 五（1） unless said otherwise."""
    spec = AssignmentSpec(subject, "位置", "会用数对", Form.WRITTEN, "三个位置。", tiers or (TierSpec("", minutes),))
    moment = at(date, 14)
    outcome = publish_homework(
        by=cast.actor(who, moment),
        at=moment,
        spec=spec,
        targets=[Target(c.pk, 5, (date,)) for c in classes or (cast.five_one,)],
        key=key or f"{who} {date}",
    )
    assert not outcome.refused, outcome
    return Assignment.objects.get(pk=outcome.assignment_id)


def fit(assignment: Assignment, minutes: float = 27.0, low: float = 23.0, high: float = 32.0, **more: Any) -> Fitted:
    """Fitted minutes of its first tier in grade five: enough of them, from six of eleven families."""
    known: dict[str, Any] = {"position": 0, "grade": 5, "date": WEDNESDAY, "as_of": WEDNESDAY, "declared": 20}
    known |= {"reports": 6, "asked": 11, "answered": 6} | more
    return Fitted.objects.create(
        school=assignment.school, assignment=assignment, minutes=minutes, low=low, high=high, **known
    )


def night(date: dt.date = WEDNESDAY) -> Run:
    """The night after an evening is done."""
    done = at(date + dt.timedelta(days=1), 6)
    return Run.objects.create(kind=RunKind.DAY, date=date, started_at=done, ended_at=done)


def signal(school_class: SchoolClass, grade: int = 5, kind: SignalKind = SignalKind.OVER, **more: Any) -> ClassSignal:
    known: dict[str, Any] = {"since": SINCE, "as_of": WEDNESDAY, "seen": 7, "evenings": 10, "p": 0.00123} | more
    return ClassSignal.objects.create(
        kind=kind, school_id=school_class.school_id, school_class=school_class, grade=grade, **known
    )


def asked(
    school_class: SchoolClass,
    pupil: Pupil | None = None,
    *,
    answered: bool = False,
    date: dt.date = WEDNESDAY,
    **more: Any,
) -> Ask:
    return Ask.objects.create(
        school_id=school_class.school_id,
        school_class=school_class,
        grade=more.pop("grade", 5),
        date=date,
        pupil=pupil,
        asked_at=at(date),
        closes_at=at(date + dt.timedelta(days=1), 5),
        answered_at=at(date, 20) if answered else None,
        **more,
    )


def factor(cast: Cast, who: str = "maths", kappa: float = 0.3, **more: Any) -> TeacherFactor:
    known: dict[str, Any] = {"weight": 30.0, "total": 9.0, "variance": 0.002, "works": 30, "as_of": WEDNESDAY} | more
    return TeacherFactor.objects.create(
        school=cast.school, person=cast.people[who], subject=Subject.MATHEMATICS, kappa=kappa, **known
    )
