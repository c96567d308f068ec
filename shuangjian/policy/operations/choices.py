"""Stating and ending a school's own choices. A journey settles the evenings that were opened already."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from shuangjian import rulebook
from shuangjian.audit.operations import Request, Subject, record
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput
from shuangjian.policy.access import check_can_lead_school
from shuangjian.policy.models import SchoolChoice
from shuangjian.policy.rules import CHOICE_NAMED
from shuangjian.schools.queries import SchoolFacts


def state_choice(
    *,
    by: Actor,
    at: dt.datetime,
    school: SchoolFacts,
    name: str,
    value: int,
    title: str,
    article: str,
    since: dt.date,
    request: Request | None = None,
) -> SchoolChoice:
    """Set a choice from a date after today on; the one before it ends that day, one stated for later is dropped.

    Raises Refused when it is looser than the law, InvalidInput when a field cannot be read.
    """
    check_can_lead_school(by, school.id, school.path)
    _check_input(at, name, title, since)
    stated = rulebook.Choice(name=name, value=value, since=since, until=None, title=title, article=article)
    rulebook.check_choice(
        rulebook.load(), stated, place_codes=school.place_codes, grades=school.grades, system=school.system
    )
    with transaction.atomic():
        before = _end_at(school.id, name, since)
        choice = SchoolChoice.objects.create(
            school_id=school.id,
            name=name,
            value=value,
            title=title.strip(),
            article=article.strip(),
            since=since,
            decided_by_id=by.person_id,
            decided_at=at,
        )
        record(
            by=by,
            at=at,
            name="policy.state_choice",
            on=_on(school),
            before={"value": before},
            after={"choice": name, "value": value, "since": since, "title": title.strip()},
            request=request,
        )
    return choice


def end_choice(
    *, by: Actor, at: dt.datetime, school: SchoolFacts, name: str, until: dt.date, request: Request | None = None
) -> None:
    """End a choice from a date after today on: the law alone holds again. Raises InvalidInput where there is none."""
    check_can_lead_school(by, school.id, school.path)
    if until <= shanghai_date(at):
        raise InvalidInput({"since": "请选明天或以后的日子：今天的作业可能已经按现在的规定布置了。"})
    with transaction.atomic():
        before = _end_at(school.id, name, until)
        if before is None:
            raise InvalidInput({"name": "这一条现在没有在用，不用停。"})
        record(
            by=by,
            at=at,
            name="policy.end_choice",
            on=_on(school),
            before={"value": before},
            after={"choice": name, "until": until},
            request=request,
        )


def _end_at(school_id: int, name: str, since: dt.date) -> int | None:
    """End what holds on that day, and drop what was stated for later: it never governed anything.

    Returns the value that would have held on that day, or the first one after it; None where there was none.
    """
    ahead = SchoolChoice.objects.select_for_update().filter(school_id=school_id, name=name).order_by("since")
    ahead = ahead.filter(Q(until=None) | Q(until__gt=since))
    values = [choice.value for choice in ahead]
    ahead.filter(since__gte=since).delete()
    ahead.update(until=since)
    return values[0] if values else None


def _check_input(at: dt.datetime, name: str, title: str, since: dt.date) -> None:
    errors = {}
    if name not in CHOICE_NAMED:
        errors["name"] = "没有这一条，请从列表里选。"
    if not title.strip():
        errors["title"] = "请写本校规定的名称，比如《作业管理办法》。"
    if since <= shanghai_date(at):
        errors["since"] = "请选明天或以后的日子：今天的作业可能已经按现在的规定布置了。"
    if errors:
        raise InvalidInput(errors)


def _on(school: SchoolFacts) -> Subject:
    return Subject("school", school.id, school.name, school.path, school.id)
