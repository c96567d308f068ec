"""Borrowing and lending minutes, as an API says and is told it."""

import datetime as dt
from typing import Annotated

from pydantic import Field, StringConstraints

from shuangjian.api.values import Answer, Body, Day, GradeNumber, Id, Line, Moment, SubjectCode
from shuangjian.homework.queries import LoanSeen
from shuangjian.homework.rules import LONGEST_TIER_MINUTES


class LoanIn(Body):
    """`minutes` of what is kept of an evening for `lender`, for `borrower`."""

    class_id: Id
    grade: GradeNumber
    date: Day
    lender: SubjectCode
    borrower: SubjectCode
    minutes: Annotated[int, Field(ge=1, le=LONGEST_TIER_MINUTES)]
    reason: Line = ""


class SettleIn(LoanIn):
    """The reason stands on record and is read by both teachers."""

    reason: Annotated[Line, StringConstraints(min_length=1, strip_whitespace=True)]


class LoanAnswerIn(Body):
    """Whether the minutes are lent, with a word to the colleague or none."""

    granted: bool
    answer: Line = ""


class LoanOut(Answer):
    """`state` is ASKED, GRANTED, DECLINED, SETTLED or TAKEN_BACK. `open` while it waits and can still be answered: up
    to `release_at`, when what nobody has claimed becomes free to all. `left` is what the lender still keeps then."""

    id: int
    class_id: int
    label: str
    grade: int
    date: dt.date
    lender: str
    borrower: str
    minutes: int
    state: str
    open: bool
    left: int
    release_at: Moment | None
    reason: str
    asked_by: str
    asked_at: Moment | None
    answer: str
    answered_by: str
    answered_at: Moment | None

    @classmethod
    def told(cls, loan: LoanSeen) -> "LoanOut":
        return cls(
            id=loan.id,
            class_id=loan.class_id,
            label=loan.class_label,
            grade=loan.grade,
            date=loan.date,
            lender=loan.lender.value,
            borrower=loan.borrower.value,
            minutes=loan.minutes,
            state=loan.state.value,
            open=loan.open,
            left=loan.left,
            release_at=loan.release_at,
            reason=loan.reason,
            asked_by=loan.asked_by,
            asked_at=loan.asked_at,
            answer=loan.answer,
            answered_by=loan.answered_by,
            answered_at=loan.answered_at,
        )
