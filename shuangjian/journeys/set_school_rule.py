"""A school changes one of its own rules, or the calendar changes: the rule and the evenings that are open already
change together, or nothing does."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from shuangjian.audit.operations import Request
from shuangjian.homework.operations import Standing, in_the_way, settle_caps
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import Clause, Refusal, Refused, Way
from shuangjian.policy import operations as policy
from shuangjian.schools import operations as schools
from shuangjian.schools.queries import SchoolFacts, schools_below, schools_facts
from shuangjian.schools.rules import LONGEST_BREAK_DAYS

if TYPE_CHECKING:
    from shuangjian.policy.models import SchoolChoice
    from shuangjian.schools.models import LocalDay, Place

CAP_RULE = Clause("傍晚的算法", None, "上限只能降到已定的分钟以上")
DAY_RULE = Clause("傍晚的算法", None, "布置了作业的晚上不会悄悄没有")
WITHDRAW_FIRST = "把下面这几份先撤回，再来定；或者换一个日子。教务处和校长都可以撤回，老师那里作业还在。"


class EveningsInTheWay(Refused):
    """The change cannot be made while homework stands on these evenings; `standing` names it."""

    def __init__(self, standing: Sequence[Standing]) -> None:
        self.standing = tuple(standing)
        too_much = [one for one in standing if one.is_held]
        not_held = [one for one in standing if not one.is_held]
        super().__init__(
            *_reason("MORE_THAN_THE_NEW_CAP", "已经布置得比新的上限多", CAP_RULE, too_much),
            *_reason("WORK_ON_A_DAY_WITHOUT_SCHOOL", "那天不上学，却已经布置了作业", DAY_RULE, not_held),
        )


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
) -> "SchoolChoice":
    """State a choice and bring opened evenings to it. Raises EveningsInTheWay; Refused for one looser than the law."""
    with transaction.atomic():
        choice = policy.state_choice(
            by=by,
            at=at,
            school=school,
            name=name,
            value=value,
            title=title,
            article=article,
            since=since,
            request=request,
        )
        _settle(school, since)
    return choice


def end_choice(
    *, by: Actor, at: dt.datetime, school: SchoolFacts, name: str, until: dt.date, request: Request | None = None
) -> None:
    """End a choice and bring opened evenings back to the law. Raises EveningsInTheWay where the law allows less."""
    with transaction.atomic():
        policy.end_choice(by=by, at=at, school=school, name=name, until=until, request=request)
        _settle(school, until)


def state_local_day(
    *,
    by: Actor,
    at: dt.datetime,
    place: "Place",
    date: dt.date,
    is_school_day: bool,
    reason: str,
    request: Request | None = None,
) -> "LocalDay":
    """A closure or a make-up day of a place; the evenings of every school below follow. Raises EveningsInTheWay."""
    today = shanghai_date(at)
    with transaction.atomic():
        day = schools.state_local_day(
            by=by, at=at, place=place, date=date, is_school_day=is_school_day, reason=reason, request=request
        )
        since = max(today, date - dt.timedelta(days=LONGEST_BREAK_DAYS))
        for school in schools_facts([s.pk for s in schools_below(place.path)]).values():
            _settle(school, since)
    return day


def _settle(school: SchoolFacts, since: dt.date) -> None:
    _, standing = settle_caps(school=school, since=since)
    if standing:
        raise EveningsInTheWay(standing)


def _reason(code: str, what: str, clause: Clause, standing: Sequence[Standing]) -> list[Refusal]:
    if not standing:
        return []
    words = f"还不能改：有{len(standing)}个班晚{what}：{in_the_way(standing)}。"
    return [Refusal(code, words, "", (clause,), (Way("WITHDRAW_FIRST", "", WITHDRAW_FIRST),))]
