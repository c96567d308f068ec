"""Review before publication: what a school asks for, what waits, what was decided."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from shuangjian.homework.models import Publication, Review, ReviewRule
from shuangjian.homework.queries.assignments import spec_of
from shuangjian.homework.rules import Asked, AssignmentSpec, PublicationState, ReviewKind, ReviewState
from shuangjian.kernel.refusal import Clause
from shuangjian.kernel.subject import Subject

Grades = Collection[int] | None


def in_force(date: dt.date) -> Q:
    return Q(since__lte=date) & (Q(until=None) | Q(until__gt=date))


# As `in_force`, written out: every publication asks it, and composing it takes longer than the database does.
_ASKS = """
EXISTS (SELECT 1 FROM homework_reviewrule AS rule WHERE rule.school_id = homework_evening.school_id
        AND rule.since <= %s AND (rule.until IS NULL OR rule.until > %s))
"""


def asks_review(date: dt.date) -> RawSQL:
    """Whether the school of an evening asks for any review on a date: read beside the evening, in its own statement."""
    return RawSQL(_ASKS, (date.isoformat(), date.isoformat()), BooleanField())


def asked_by(school_ids: Collection[int], date: dt.date) -> dict[int, tuple[Asked, ...]]:
    """What these schools ask to be reviewed on a date. One query, none without schools."""
    found: dict[int, list[Asked]] = defaultdict(list)
    rows = ReviewRule.objects.filter(in_force(date), school_id__in=school_ids) if school_ids else ()
    for row in rows:
        one = Asked(row.pk, ReviewKind(row.kind), row.subject, row.person_id, row.percent or 0, row.salt)
        found[row.school_id].append(one)
    return defaultdict(tuple, {pk: tuple(asked) for pk, asked in found.items()})


def review_rules(school_id: int) -> QuerySet[ReviewRule]:
    """Everything that a school has ever asked for, latest first."""
    rows = ReviewRule.objects.filter(school_id=school_id).select_related("person", "stated_by", "ended_by")
    return rows.order_by("-since", "-pk")


def clause_of(rule: ReviewRule) -> Clause:
    """The school's own rule: 本校作业管理办法 第8条."""
    title = rule.title.strip().removeprefix("《").removesuffix("》")
    return Clause(title if title.startswith("本校") else f"本校{title}", None, rule.article)


def why_held(rule: ReviewRule) -> str:
    """For what the school asks, as the author reads it."""
    return {
        ReviewKind.PROBATION: "见习期里发布的作业先审核",
        ReviewKind.SUBJECT: f"{Subject(rule.subject).label if rule.subject else ''}作业先审核",
        ReviewKind.SHARE: f"每100次发布随机抽{rule.percent}次先审核",
    }[ReviewKind(rule.kind)]


@dataclass(frozen=True)
class Waiting:
    """A work that waits, in the classes where it does. `publications` are in the order of class and grade; `until` is
    when the first of them is shown anyway."""

    assignment_id: int
    spec: AssignmentSpec
    author_id: int
    author: str
    asked_at: dt.datetime
    until: dt.datetime
    why: str
    clause: Clause
    publications: tuple[Publication, ...]

    @property
    def subject(self) -> Subject:
        return Subject(self.spec.subject)


def works_waiting(school_id: int, at: dt.datetime, grades: Grades) -> list[Waiting]:
    """What of a school waits at a moment, the soonest to be shown first; of some grades, or of all (None). Four
    queries, however much it is."""
    rows = (
        _waiting(school_id, at, grades)
        .select_related("rule", "author", "publication__assignment")
        .prefetch_related("publication__assignment__tiers", "publication__entries__evening")
        .order_by("until", "publication__assignment_id", "publication__school_class_id", "publication__grade")
    )
    by_work: dict[int, list[Review]] = defaultdict(list)
    for row in rows:
        by_work[row.publication.assignment_id].append(row)
    return [_as_work(reviews) for reviews in by_work.values()]


def _as_work(reviews: list[Review]) -> Waiting:
    first = reviews[0]
    return Waiting(
        assignment_id=first.publication.assignment_id,
        spec=spec_of(first.publication.assignment),
        author_id=first.author_id,
        author=first.author.name,
        asked_at=first.asked_at,
        until=first.until,
        why=why_held(first.rule),
        clause=clause_of(first.rule),
        publications=tuple(review.publication for review in reviews),
    )


@dataclass(frozen=True)
class WaitingCount:
    """How many works wait, and when the first of them is shown anyway."""

    works: int
    until: dt.datetime | None


def count_waiting(school_id: int, at: dt.datetime, grades: Grades, besides: int | None = None) -> WaitingCount:
    """For an entrance page, without the works of somebody who may not review them. One query."""
    rows = _waiting(school_id, at, grades)
    rows = rows if besides is None else rows.exclude(author_id=besides)
    found = list(rows.values_list("publication__assignment_id", "until"))
    return WaitingCount(len({work for work, _ in found}), min((until for _, until in found), default=None))


def _waiting(school_id: int, at: dt.datetime, grades: Grades) -> QuerySet[Review]:
    rows = Review.objects.filter(
        school_id=school_id, state=ReviewState.WAITING, until__gt=at, publication__state=PublicationState.PUBLISHED
    )
    return rows if grades is None else rows.filter(publication__grade__in=grades)


def reviews_over(school_id: int, at: dt.datetime, grades: Grades, limit: int = 20) -> list[Review]:
    """The latest that were passed, returned, or shown at their release with nobody having looked. One query."""
    over = Review.objects.filter(school_id=school_id).filter(~Q(state=ReviewState.WAITING) | Q(until__lte=at))
    over = over if grades is None else over.filter(publication__grade__in=grades)
    rows = over.select_related("author", "reviewer", "publication__assignment").order_by("-pk")
    return list(rows[:limit])


def reviews_of(publications: Iterable[Publication]) -> dict[int, Review]:
    """The reviews of these publications, by publication, with rule and reviewer. One query."""
    rows = Review.objects.filter(publication__in=[p.pk for p in publications]).select_related("rule", "reviewer")
    return {row.publication_id: row for row in rows}
