"""What a school asks to be reviewed before families see it: stated and ended by those who lead it, on record."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet

from shuangjian.audit.operations import Request, Subject, record
from shuangjian.homework.models import ReviewRule
from shuangjian.homework.rules import ReviewKind
from shuangjian.homework.rules.refusals import rule_stands_already
from shuangjian.kernel import subject as subjects
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput, NotVisible, Refused
from shuangjian.people.queries import colleague_of_school
from shuangjian.schools.access import check_can_lead_school
from shuangjian.schools.operations import lock_rules
from shuangjian.schools.queries import SchoolFacts

LONGEST_PROBATION = dt.timedelta(days=3 * 366)


@dataclass(frozen=True)
class RuleSpec:
    """One thing to ask for, as it was typed: exactly what its kind needs. `until` is exclusive."""

    kind: ReviewKind
    title: str
    since: dt.date
    article: str = ""
    until: dt.date | None = None
    subject: str = ""
    person_id: int | None = None
    percent: int | None = None


def ask_for_review(
    *, by: Actor, at: dt.datetime, school: SchoolFacts, spec: RuleSpec, salt: str, request: Request
) -> ReviewRule:
    """Ask for review from today, or a later date, on. `salt` is drawn by whoever calls; a share needs it.

    Raises NotVisible, NotAllowed, InvalidInput by field, Refused where the school asks for the same in those days.
    """
    check_can_lead_school(by, school.id, school.path)
    name = _check(spec, school, shanghai_date(at))
    with transaction.atomic():
        lock_rules([school.id])
        if _alike(school.id, spec).exists():
            raise Refused(rule_stands_already(name))
        rule = ReviewRule.objects.create(
            school_id=school.id,
            kind=spec.kind,
            subject=spec.subject,
            person_id=spec.person_id,
            percent=spec.percent,
            salt=salt if spec.kind is ReviewKind.SHARE else "",
            title=spec.title.strip(),
            article=spec.article.strip(),
            since=spec.since,
            until=spec.until,
            stated_at=at,
            stated_by_id=by.somebody,
        )
        after = {"what": name, "since": spec.since, "until": spec.until, "title": rule.title}
        record(by=by, at=at, name="homework.ask_for_review", on=_on(school), after=after, request=request)
    return rule


def end_review_rule(
    *, by: Actor, at: dt.datetime, school: SchoolFacts, rule_id: int, until: dt.date, request: Request
) -> ReviewRule:
    """Ask no more from today, or a later date, on. What is held already waits on.

    Raises NotVisible, NotAllowed, InvalidInput where it ends sooner anyway.
    """
    check_can_lead_school(by, school.id, school.path)
    if until < shanghai_date(at):
        raise InvalidInput({f"until-{rule_id}": "请选今天或以后的日子：过去的事照实留着。"})
    with transaction.atomic():
        lock_rules([school.id])
        rule = ReviewRule.objects.filter(pk=rule_id, school_id=school.id).select_related("person").first()
        if rule is None:
            raise NotVisible(f"review rule {rule_id}")
        if rule.until is not None and rule.until <= until:
            raise InvalidInput({f"until-{rule_id}": "这一条在那天以前已经停了，不用再停。"})
        rule.until, rule.ended_at, rule.ended_by_id = max(until, rule.since), at, by.somebody
        rule.save(update_fields=["until", "ended_at", "ended_by"])
        after = {"what": name_of(rule), "until": rule.until}
        record(by=by, at=at, name="homework.end_review_rule", on=_on(school), after=after, request=request)
    return rule


def name_of(rule: ReviewRule) -> str:
    """What is asked for, in words: 数学作业, 孟田的作业, or 每100次发布里随机10次."""
    return _name(ReviewKind(rule.kind), rule.subject, rule.person.name if rule.person else "", rule.percent)


def _name(kind: ReviewKind, subject: str, person: str, percent: int | None) -> str:
    if kind is ReviewKind.SUBJECT:
        return f"{subjects.Subject(subject).label}作业"
    return f"{person}的作业" if kind is ReviewKind.PROBATION else f"每100次发布里随机{percent}次"


def _check(spec: RuleSpec, school: SchoolFacts, today: dt.date) -> str:
    """The name of what is asked for. Raises InvalidInput."""
    errors = {}
    person = colleague_of_school(spec.person_id, school.id, today) if spec.person_id else None
    if not spec.title.strip():
        errors["title"] = "请写本校规定的名称，比如《作业管理办法》。"
    if spec.since < today:
        errors["since"] = "请选今天或以后的日子：过去的事照实留着。"
    if spec.kind is ReviewKind.SUBJECT and spec.subject not in set(subjects.Subject):
        errors["subject"] = "请选一科。"
    if spec.kind is ReviewKind.SHARE and not 1 <= (spec.percent or 0) <= 100:
        errors["percent"] = "请写1到100的整数，比如10。"
    if spec.kind is ReviewKind.PROBATION:
        if person is None:
            errors["person"] = "请选一位本校老师。名单里没有的，先更新名册。"
        if spec.until is None or spec.until <= spec.since or spec.until > spec.since + LONGEST_PROBATION:
            errors["until"] = "请选见习到哪一天：在开始以后，三年以内。"
    if errors:
        raise InvalidInput(errors)
    return _name(spec.kind, spec.subject, person.name if person else "", spec.percent)


def _alike(school_id: int, spec: RuleSpec) -> QuerySet[ReviewRule]:
    """What the school asks for already of the same thing in days that overlap."""
    rows = ReviewRule.objects.filter(
        Q(until=None) | Q(until__gt=spec.since),
        school_id=school_id,
        kind=spec.kind,
        subject=spec.subject,
    )
    if spec.person_id is not None:
        rows = rows.filter(person_id=spec.person_id)
    return rows.filter(since__lt=spec.until) if spec.until else rows


def _on(school: SchoolFacts) -> Subject:
    return Subject("school", school.id, school.name, school.path, school.id)
