"""A grade's plan, and the morning on which it is kept: what the tests of shares begin with."""

import datetime as dt

from shuangjian.audit.operations import Request
from shuangjian.homework.models import Evening, Share, TermPlan
from shuangjian.homework.operations import Outcome, Target, agree_plan, publish, save_draft, save_plan
from shuangjian.homework.operations.opening import Wanted, open_evenings
from shuangjian.homework.operations.term_plans import propose_plan
from shuangjian.homework.rules import PLANNED_WEEKDAYS, AssignmentSpec, Form, TierSpec
from shuangjian.kernel.day import SHANGHAI
from shuangjian.kernel.grade import cohort_of
from shuangjian.kernel.subject import Subject
from tests.cast import SINCE, TODAY, Cast

MORNING = dt.datetime(2026, 9, 17, 8, 0, tzinfo=SHANGHAI)
AFTER = dt.datetime(2026, 9, 17, 15, 30, tzinfo=SHANGHAI)
RIGHTS = {Subject.CHINESE: 20, Subject.MATHEMATICS: 20, Subject.ENGLISH: 10}
COHORT = cohort_of(5, TODAY)


def morning(real: dt.datetime) -> dt.datetime:
    """The clock of a site on which the shares are still kept."""
    return MORNING


def agreed(cast: Cast, rights: dict[str, int] | None = None, since: dt.date = SINCE) -> TermPlan:
    """Grade five keeps the same minutes on every planned weekday, agreed the day before by the head of the grade."""
    before = dt.datetime.combine(since - dt.timedelta(days=1), dt.time(10), SHANGHAI)
    by = cast.actor("grade_head")
    plan = propose_plan(by=by, at=before, school=cast.facts(), cohort=COHORT)
    shares = RIGHTS if rights is None else rights
    minutes = {(day, str(subject)): n for day in PLANNED_WEEKDAYS for subject, n in shares.items()}
    save_plan(by=by, at=before, plan_id=plan.pk, minutes=minutes)
    return agree_plan(by=by, at=before, plan_id=plan.pk, since=since)


def opened(cast: Cast, at: dt.datetime = MORNING, date: dt.date = TODAY) -> Evening:
    """The evening of 五（1） as opening it leaves it."""
    wanted = Wanted(cast.facts(), cast.class_now(cast.five_one), 5, date)
    return open_evenings([wanted], at)[wanted.key]


def shares_of(evening: Evening) -> dict[str, tuple[int, int]]:
    """(committed, right) by subject."""
    return {s.subject: (s.committed, s.right) for s in Share.objects.filter(evening=evening)}


def spec(subject: str, minutes: int) -> AssignmentSpec:
    return AssignmentSpec(subject, "单元", "练一练", Form.WRITTEN, "第3题。", (TierSpec("", minutes),))


def set_by(cast: Cast, who: str, subject: str, minutes: int, at: dt.datetime, date: dt.date = TODAY) -> Outcome:
    """A teacher publishes to 五（1）."""
    by = cast.actor(who)
    draft = save_draft(by=by, at=at, spec=spec(subject, minutes))
    targets = [Target(cast.five_one.pk, 5, (date,))]
    return publish(by=by, at=at, assignment_id=draft.pk, targets=targets, request=Request.of(f"set {draft.pk}"))
