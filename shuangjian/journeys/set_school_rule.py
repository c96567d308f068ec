"""A school changes one of its own rules, or the calendar changes: the rule and the evenings that are open already
change together, or nothing does."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from shuangjian.homework.operations.settling import Standing, in_the_way, settle_caps
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

EVENING_RULE = Clause("傍晚的算法", None, "上限只能降到已定的分钟以上")


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
) -> "SchoolChoice":
    """State a choice and bring opened evenings to it. Raises Refused, naming the evenings that stand in the way."""
    with transaction.atomic():
        choice = policy.state_choice(
            by=by, at=at, school=school, name=name, value=value, title=title, article=article, since=since
        )
        _settle(school, since)
    return choice


def end_choice(*, by: Actor, at: dt.datetime, school: SchoolFacts, name: str, until: dt.date) -> None:
    """End a choice and bring opened evenings back to the law."""
    with transaction.atomic():
        policy.end_choice(by=by, at=at, school=school, name=name, until=until)
        _settle(school, until)


def state_local_day(
    *, by: Actor, at: dt.datetime, place: "Place", date: dt.date, is_school_day: bool, reason: str
) -> "LocalDay":
    """A closure or a make-up day of a place; the evenings of every school below follow."""
    today = shanghai_date(at)
    with transaction.atomic():
        day = schools.state_local_day(by=by, at=at, place=place, date=date, is_school_day=is_school_day, reason=reason)
        since = max(today, date - dt.timedelta(days=LONGEST_BREAK_DAYS))
        for school in schools_facts([s.pk for s in schools_below(place.path)]).values():
            _settle(school, since)
    return day


def _settle(school: SchoolFacts, since: dt.date) -> None:
    _, standing = settle_caps(school=school, since=since)
    if standing:
        raise Refused(_refusal(standing))


def _refusal(standing: list[Standing]) -> Refusal:
    return Refusal(
        "EVENINGS_STAND_IN_THE_WAY",
        f"还不能改：有的晚上已经布置得比新的上限多。{in_the_way(standing)}。",
        "",
        (EVENING_RULE,),
        (Way("WITHDRAW_FIRST", "", "请任课教师先撤回或改少，或者选一个更晚的日子开始。"),),
    )
