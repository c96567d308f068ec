"""Minutes that academic affairs sets, as an API asks for them and is told them."""

from typing import Annotated

from pydantic import Field

from shuangjian.api.appeal_shapes import Why
from shuangjian.api.values import Answer, Body, Moment
from shuangjian.homework.queries import RulingSeen
from shuangjian.homework.rules import LONGEST_TIER_MINUTES


class RulingIn(Body):
    """Why a draft takes other minutes than are predicted."""

    reason: Why


class RulingAnswerIn(Body):
    """What the draft counts from now on, with a word why."""

    minutes: Annotated[int, Field(ge=1, le=LONGEST_TIER_MINUTES)]
    why: Why


class RulingOut(Answer):
    """`minutes` is null until they are set. `has_changed`: the draft is other words or minutes by now, for which they
    do not count; it may be asked again."""

    id: int
    school_id: int
    draft_id: int
    subject: str
    unit: str
    text: str
    declared: int
    predicted: int
    reason: str
    asked_by: str
    asked_at: Moment
    minutes: int | None
    answer: str
    answered_by: str
    answered_at: Moment | None
    has_changed: bool

    @classmethod
    def told(cls, seen: RulingSeen) -> "RulingOut":
        row = seen.row
        return cls(
            id=row.pk,
            school_id=row.school_id,
            draft_id=row.assignment_id,
            subject=row.subject,
            unit=row.unit,
            text=row.text,
            declared=row.declared,
            predicted=row.predicted,
            reason=row.reason,
            asked_by=row.asked_by.name,
            asked_at=row.asked_at,
            minutes=row.minutes,
            answer=row.answer,
            answered_by=row.answered_by.name if row.answered_by else "",
            answered_at=row.answered_at,
            has_changed=seen.has_changed,
        )
