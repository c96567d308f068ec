"""Appeals against checks, as an API says and is told them."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from shuangjian.api.homework_shapes import AssignmentIn
from shuangjian.api.values import Answer, Body, GradeNumber, Id, Line, Moment
from shuangjian.homework.content import Kind
from shuangjian.homework.queries import CheckAppealed

Why = Annotated[Line, StringConstraints(min_length=1, strip_whitespace=True)]


class AppealIn(Body):
    """One check (`said` of weighing names it) of a text, as it would be set to a class of one's own, and what is wrong
    with it."""

    assignment: AssignmentIn
    class_id: Id
    grade: GradeNumber
    check: Annotated[Kind, Field(strict=False)]
    reason: Why


class AppealAnswerIn(Body):
    """`allow` lets this very text out; otherwise the refusal stands. Either with a word why."""

    allow: bool
    why: Why


class AppealOut(Answer):
    """`state` is OPEN, ALLOWED or UPHELD. `quoted` are the words of `text` that the check marked, `words` what it said
    of them."""

    id: int
    school_id: int
    class_id: int
    grade: int
    subject: str
    unit: str
    check: str
    label: str
    text: str
    quoted: str
    words: str
    reason: str
    appealed_by: str
    appealed_at: Moment
    state: str
    answer: str
    answered_by: str
    answered_at: Moment | None

    @classmethod
    def told(cls, row: Any) -> "AppealOut":
        return cls(
            id=row.pk,
            school_id=row.school_id,
            class_id=row.school_class_id,
            grade=row.grade,
            subject=row.subject,
            unit=row.unit,
            check=row.check_kind,
            label=Kind(row.check_kind).label,
            text=row.text,
            quoted=row.quoted,
            words=row.words,
            reason=row.reason,
            appealed_by=row.appealed_by.name,
            appealed_at=row.appealed_at,
            state=row.state,
            answer=row.answer,
            answered_by=row.answered_by.name if row.answered_by else "",
            answered_at=row.answered_at,
        )


class CheckOut(Answer):
    """How often a check was appealed at a school; how many of those texts were allowed, and how many still wait."""

    check: str
    label: str
    appealed: int
    allowed: int
    waiting: int

    @classmethod
    def told(cls, found: CheckAppealed) -> "CheckOut":
        return cls(
            check=found.kind.value,
            label=found.kind.label,
            appealed=found.appealed,
            allowed=found.allowed,
            waiting=found.waiting,
        )
