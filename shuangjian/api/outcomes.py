"""Refusals with their clauses and ways, and what came of publishing, as an API tells them."""

import datetime as dt

from shuangjian.api.values import Answer, Moment
from shuangjian.homework.operations import ClassOutcome, Outcome
from shuangjian.kernel.refusal import Clause, Refusal


class ClauseOut(Answer):
    """Where a rule stands; `url` is the page that explains it, null for a rule of this system or school."""

    title: str
    number: str | None
    article: str
    url: str | None

    @classmethod
    def told(cls, clause: Clause) -> "ClauseOut":
        url = f"/rules/{clause.rule}/" if clause.rule else None
        return cls(title=clause.title, number=clause.number, article=clause.article, url=url)


class WayOut(Answer):
    """A way out: `act` names it, `values` are what it sets in the form of the browser."""

    act: str
    label: str
    words: str
    values: dict[str, str]


class RefusalOut(Answer):
    """One reason for a no, in the words for staff."""

    code: str
    words: str
    clauses: list[ClauseOut]
    ways: list[WayOut]

    @classmethod
    def told(cls, refusal: Refusal) -> "RefusalOut":
        return cls(
            code=refusal.code,
            words=refusal.staff,
            clauses=[ClauseOut.told(clause) for clause in refusal.clauses],
            ways=[WayOut.model_validate(way) for way in refusal.ways],
        )


class ClassOutcomeOut(Answer):
    """One class and grade: published, or refused for these reasons. `minutes` is what it counts over all `dates`.
    `held_until`: families see it once it is reviewed, and then at the latest; null for what they see at once."""

    class_id: int
    grade: int
    label: str
    dates: list[dt.date]
    minutes: int
    published: bool
    publication_id: int | None
    refusals: list[RefusalOut]
    held_until: Moment | None

    @classmethod
    def told(cls, outcome: ClassOutcome) -> "ClassOutcomeOut":
        return cls(
            class_id=outcome.class_id,
            grade=outcome.grade,
            label=outcome.label,
            dates=list(outcome.dates),
            minutes=outcome.minutes,
            published=outcome.published,
            publication_id=outcome.publication_id,
            refusals=[RefusalOut.told(refusal) for refusal in outcome.refusals],
            held_until=outcome.held_until,
        )


class OutcomeOut(Answer):
    """What came of publishing or amending. `repeated`: the key had done it before, and this is what came of it then."""

    assignment_id: int
    repeated: bool
    classes: list[ClassOutcomeOut]

    @classmethod
    def told(cls, outcome: Outcome) -> "OutcomeOut":
        return cls(
            assignment_id=outcome.assignment_id,
            repeated=outcome.repeated,
            classes=[ClassOutcomeOut.told(one) for one in outcome.classes],
        )
