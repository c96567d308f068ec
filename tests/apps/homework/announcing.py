"""Large work announced by the cast: what the tests of it begin with."""

import datetime as dt
from typing import Any

from shuangjian.audit.operations import Request
from shuangjian.homework.models import Announcement
from shuangjian.homework.operations import Outcome, Target, announce, publish, save_draft
from shuangjian.homework.rules import AssignmentSpec, Form, Large, TierSpec
from shuangjian.journeys.set_school_rule import state_choice
from shuangjian.kernel.day import SHANGHAI
from shuangjian.kernel.subject import Subject
from tests.cast import TODAY, Cast

# Thursday the 17th is the cast's today; the Sunday after it is a make-up day, so that the third school day is Monday.
TUESDAY, WEDNESDAY, FRIDAY, MONDAY = (dt.date(2026, 9, day) for day in (15, 16, 18, 21))
NEXT_TUESDAY, NEXT_WEDNESDAY = dt.date(2026, 9, 22), dt.date(2026, 9, 23)


def at(date: dt.date, hour: int = 9) -> dt.datetime:
    return dt.datetime.combine(date, dt.time(hour), SHANGHAI)


def three_days(cast: Cast, days: int = 3) -> None:
    """The school asks for so many school days of notice, from the second of September on."""
    state_choice(
        by=cast.actor("academic"), at=at(dt.date(2026, 9, 1)), school=cast.facts(), name="homework/notice_days",
        value=days, title="作业管理办法", article="第9条", since=dt.date(2026, 9, 2),
    )  # fmt: skip


def announced(
    cast: Cast,
    date: dt.date = MONDAY,
    who: str = "chinese",
    *,
    moment: dt.datetime | None = None,
    subject: str = Subject.CHINESE,
    key: str = "",
    **more: Any,
) -> Announcement:
    """Thirty minutes of a long piece of writing for 五（1）, announced at the cast's moment unless said otherwise."""
    asked: dict[str, Any] = {"kind": "WRITING", "title": "民间故事", "minutes": 30} | more
    return announce(
        by=cast.actor(who, moment), at=moment or cast.at, class_id=cast.five_one.pk, grade=5, subject=subject,
        date=date, request=Request.of(key or f"announce {who} {date}", **asked), **asked,
    )  # fmt: skip


def large(
    minutes: int = 30, kind: Large = Large.WRITING, subject: str = Subject.CHINESE, **more: Any
) -> AssignmentSpec:
    asked: dict[str, Any] = {
        "content": "把故事写完整。",
        "tiers": (TierSpec("", minutes),),
        "form": Form.WRITTEN,
    } | more
    return AssignmentSpec(subject, "民间故事", "创造性地复述", large=kind, **asked)


def set_large(
    cast: Cast, spec: AssignmentSpec, *dates: dt.date, who: str = "chinese", moment: dt.datetime | None = None
) -> Outcome:
    """A teacher publishes it to 五（1）, tonight where no date is given."""
    by, now = cast.actor(who, moment), moment or cast.at
    draft = save_draft(by=by, at=now, spec=spec)
    targets = [Target(cast.five_one.pk, 5, dates or (TODAY,))]
    return publish(by=by, at=now, assignment_id=draft.pk, targets=targets, request=Request.of(f"set {draft.pk}"))
