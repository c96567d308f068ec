"""Closing terms: before what families said is deleted, how many said it is kept."""

import datetime as dt

from django.db.models import QuerySet

from shuangjian.afterschool.figures import SchoolFact, facts_of, scope_on
from shuangjian.afterschool.models import ClosedTerm, CountedDay, Programme
from shuangjian.afterschool.models.counts import COUNTS
from shuangjian.afterschool.rules.terms import ServiceTerm
from shuangjian.schools.rules import ONE_DAY

FEWEST = 5  # pupils of a school; among fewer a count would be somebody
ROOT = "/"


def close_terms(programmes: "QuerySet[Programme]", at: dt.datetime) -> None:
    """Keep the counts of programmes that have ended, each as of its last day, once and for good; inside the caller's
    transaction. Every end of a term is read once for all its schools."""
    rows = programmes.filter(closed=None).order_by("until", "year", "number", "pk")
    for year, number, until in dict.fromkeys(rows.values_list("year", "number", "until")):
        last = until - ONE_DAY
        facts = {fact.id: fact for fact in facts_of(scope_on(ROOT, ServiceTerm(year, number), last, at=at))}
        ending = rows.filter(year=year, number=number, until=until)
        CountedDay.objects.filter(year=year, number=number, school_id__in=ending.values("school_id")).delete()
        ClosedTerm.objects.bulk_create(
            ClosedTerm(programme_id=pk, school_id=school_id, on_date=last, closed_at=at, **_kept(facts.get(school_id)))
            for pk, school_id in ending.values_list("pk", "school_id")
        )


def _kept(fact: SchoolFact | None) -> dict[str, int]:
    """No counts of a school that is small, or no longer there to be counted."""
    if fact is None or fact.pupils < FEWEST:
        return {"is_small": True}
    return {"is_small": False} | {name: getattr(fact, name) for name in COUNTS}
