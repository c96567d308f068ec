"""How many pupils and staff the schools below a place have, and who of some rows is still there: counts for a city."""

import datetime as dt

from django.db.models import Count, Exists, OuterRef, Q

from shuangjian.people.models import Enrolment, Person
from shuangjian.people.queries.period import in_force


def pupils_by_school(path: str, date: dt.date) -> dict[int, int]:
    """How many pupils sit in a class of each school at or below a path on a date. One query."""
    rows = Enrolment.objects.filter(in_force(date), school__place__path__startswith=path)
    return dict(rows.order_by().values_list("school_id").annotate(n=Count("pk")))


def staff_by_school(path: str, date: dt.date) -> dict[int, int]:
    """How many people work at each school at or below a path on a date. One query."""
    rows = Person.objects.filter(_at_work(date), school__place__path__startswith=path)
    return {pk: n for pk, n in rows.order_by().values_list("school_id").annotate(n=Count("pk")) if pk is not None}


def sits_at_the_school(date: dt.date) -> Exists:
    """A condition on rows that name a `pupil` and a `school`: the one sits in a class of the other on a date."""
    return Exists(Enrolment.objects.filter(in_force(date), pupil=OuterRef("pupil"), school=OuterRef("school")))


def leader_works_at_the_school(date: dt.date) -> Exists:
    """A condition on rows that name a `leader` and a `school`: the one works at the other on a date."""
    return Exists(Person.objects.filter(_at_work(date), pk=OuterRef("leader"), school=OuterRef("school")))


def _at_work(date: dt.date) -> Q:
    return Q(left_on=None) | Q(left_on__gt=date)
