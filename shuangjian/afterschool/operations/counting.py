"""Counting a day once it is over: what a city's pages, officers' and public, tell of half a million rows."""

import datetime as dt

from django.db import transaction

from shuangjian.afterschool.figures import facts_of, is_counted, scope_on
from shuangjian.afterschool.models import CountedDay, Programme
from shuangjian.afterschool.models.counts import COUNTS
from shuangjian.afterschool.rules.terms import ServiceTerm
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import NotAllowed
from shuangjian.schools.rules import ONE_DAY

ROOT = "/"


def terms_to_count(at: dt.datetime) -> list[ServiceTerm]:
    """The terms of which yesterday is not counted yet: announced somewhere, and not over before that day."""
    yesterday = shanghai_date(at) - ONE_DAY
    rows = Programme.objects.filter(announced_at__isnull=False, until__gt=yesterday).order_by()
    terms = sorted(ServiceTerm(*row) for row in rows.values_list("year", "number").distinct())
    return [term for term in terms if not is_counted(scope_on(ROOT, term, yesterday, at=at))]


def count_day(*, by: Actor, at: dt.datetime, term: ServiceTerm) -> int:
    """Keep every school's counts of a term as yesterday ended, in place of an earlier day's; returns how many schools.

    The record does not tell of it: nothing is decided, and the same can be counted again from the rows. Two at once
    count the same, and one of them stays. Raises NotAllowed for anybody but an operator.
    """
    if not by.is_operator:
        raise NotAllowed("昨天的数每天夜里由系统来数。")
    yesterday = shanghai_date(at) - ONE_DAY
    facts = facts_of(scope_on(ROOT, term, yesterday, at=at))
    with transaction.atomic():
        CountedDay.objects.filter(year=term.year, number=term.number).delete()
        CountedDay.objects.bulk_create(
            (
                CountedDay(
                    school_id=fact.id,
                    year=term.year,
                    number=term.number,
                    on_date=yesterday,
                    **{name: getattr(fact, name) for name in COUNTS},
                )
                for fact in facts
            ),
            ignore_conflicts=True,
        )
    return len(facts)
