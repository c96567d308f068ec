"""The terms about which something is known of the service at a place."""

import datetime as dt

from django.db.models import Max

from shuangjian.afterschool.models import Programme
from shuangjian.afterschool.rules.terms import ServiceTerm
from shuangjian.schools.queries import term_from
from shuangjian.schools.rules import ONE_DAY


def term_now(path: str, date: dt.date) -> ServiceTerm | None:
    """The term that a date lies in at a place, or else the next."""
    term = term_from(path, date)
    return ServiceTerm(term.year, term.number) if term else None


def last_day_of(path: str, term: ServiceTerm) -> dt.date | None:
    """The last day on which a school at or below a place runs its programme of a term. One query."""
    rows = Programme.objects.filter(school__place__path__startswith=path, announced_at__isnull=False)
    until: dt.date | None = rows.filter(year=term.year, number=term.number).aggregate(last=Max("until"))["last"]
    return until - ONE_DAY if until else None


def terms_known(path: str, date: dt.date) -> list[ServiceTerm]:
    """That term, and every other for which a school at or below the place announced a programme: the latest first."""
    rows = Programme.objects.filter(school__place__path__startswith=path, announced_at__isnull=False)
    found = {ServiceTerm(*row) for row in rows.order_by().values_list("year", "number").distinct()}
    now = term_now(path, date)
    return sorted(found | ({now} if now else set()), reverse=True)
