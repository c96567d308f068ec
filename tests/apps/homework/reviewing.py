"""A school that asks for review, and work that waits for it: what the tests of review begin with."""

import datetime as dt
from typing import Any

from shuangjian.audit.operations import Request
from shuangjian.homework.models import Publication, ReviewRule
from shuangjian.homework.operations import Outcome, RuleSpec, Target, ask_for_review, publish, save_draft
from shuangjian.homework.rules import AssignmentSpec, Form, ReviewKind, TierSpec
from shuangjian.kernel.day import SHANGHAI
from shuangjian.kernel.subject import Subject
from tests.cast import SINCE, TODAY, Cast

TWO = dt.datetime(2026, 9, 17, 14, 0, tzinfo=SHANGHAI)
RELEASE = dt.datetime(2026, 9, 17, 15, 30, tzinfo=SHANGHAI)
BEFORE_TERM = dt.datetime.combine(SINCE, dt.time(8), SHANGHAI)
SECOND = dt.timedelta(seconds=1)


def two(real: dt.datetime) -> dt.datetime:
    """The clock of a site an hour and a half before the release."""
    return TWO


def released(real: dt.datetime) -> dt.datetime:
    """The clock of a site at the release."""
    return RELEASE


def asked(cast: Cast, kind: ReviewKind = ReviewKind.SUBJECT, *, key: str = "rule", **more: Any) -> ReviewRule:
    """The school asks for review since the term began: of mathematics, unless said otherwise."""
    about: dict[str, Any] = {
        ReviewKind.SUBJECT: {"subject": Subject.MATHEMATICS},
        ReviewKind.PROBATION: {"person_id": cast.people["maths"].pk, "until": dt.date(2027, 9, 1)},
        ReviewKind.SHARE: {"percent": 100},
    }[kind]
    spec = RuleSpec(**{"kind": kind, "title": "《作业管理办法》", "article": "第8条", "since": SINCE} | about | more)
    return ask_for_review(
        by=cast.actor("academic"),
        at=BEFORE_TERM,
        school=cast.facts(),
        spec=spec,
        salt="盐",
        request=Request.of(key),
    )


def spec(
    minutes: int = 20, subject: str = Subject.MATHEMATICS, content: str = "画座位图，写三个位置。"
) -> AssignmentSpec:
    return AssignmentSpec(subject, "位置", "会用数对", Form.WRITTEN, content, (TierSpec("", minutes),))


def set_at(
    cast: Cast,
    at: dt.datetime = TWO,
    *classes: Any,
    who: str = "maths",
    key: str = "",
    date: dt.date = TODAY,
    **more: Any,
) -> Outcome:
    """Somebody publishes to 五（1）, or to these classes, at a moment."""
    by = cast.actor(who, at)
    draft = save_draft(by=by, at=at, spec=spec(**more))
    targets = [Target(c.pk, 5, (date,)) for c in classes or (cast.five_one,)]
    return publish(by=by, at=at, assignment_id=draft.pk, targets=targets, request=Request.of(key or f"set {draft.pk}"))


def only() -> Publication:
    return Publication.objects.get()
