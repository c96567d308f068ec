"""Families in bulk: who guards whom, and in which class the children sit."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count

from shuangjian.kernel.actor import Actor
from shuangjian.people.models import Enrolment, Guardianship
from shuangjian.people.queries.period import in_force
from shuangjian.people.rules import Relation

if TYPE_CHECKING:
    from django.db.models import QuerySet


class Tie(NamedTuple):
    """Who sees a child's page; `consents` where it is a guardian, who may agree to something for the child, and not
    somebody to whom it is entrusted."""

    guardian_id: int
    pupil_id: int
    consents: bool


class Seated(NamedTuple):
    """Where a child sits."""

    pupil_id: int
    class_id: int
    school_id: int
    cohort: int


def ties_around(guardians: "QuerySet[Any] | Iterable[int]") -> list[Tie]:
    """Every tie that stands to a child of these people, theirs and others': by these it is known who is one family.
    `guardians` are ids, or a query for them. One query."""
    rows = Guardianship.objects.filter(until=None, pupil_id__in=_wards(guardians))
    found = rows.values_list("guardian_id", "pupil_id", "relation")
    return [Tie(guardian, pupil, relation != Relation.ENTRUSTED_CARER) for guardian, pupil, relation in found]


def ties_of(pupils: "QuerySet[Any] | Iterable[int]") -> list[Tie]:
    """Every tie that stands to these children. `pupils` are ids, or a query for them. One query."""
    found = Guardianship.objects.filter(until=None, pupil_id__in=pupils).order_by("pk")
    return [
        Tie(guardian, pupil, relation != Relation.ENTRUSTED_CARER)
        for guardian, pupil, relation in found.values_list("guardian_id", "pupil_id", "relation")
    ]


def seats_around(guardians: "QuerySet[Any] | Iterable[int]", date: dt.date) -> list[Seated]:
    """Where the children of these people sit on a date, without those who left. One query."""
    rows = Enrolment.objects.filter(in_force(date), pupil_id__in=_wards(guardians), pupil__left_on=None)
    return [Seated(*row) for row in rows.values_list("pupil_id", "school_class_id", "school_id", "cohort")]


def small_grades(children: int, date: dt.date) -> set[tuple[int, int]]:
    """Class and cohort wherever fewer than so many children sit on a date. One query."""
    rows = Enrolment.objects.filter(in_force(date), pupil__left_on=None).values_list("school_class_id", "cohort")
    return {(class_id, cohort) for class_id, cohort, n in rows.annotate(n=Count("pk")).filter(n__lt=children)}


def may_consent_for(by: Actor) -> set[int]:
    """The children for whom the actor may agree to something: as parent or other guardian, not as entrusted carer."""
    rows = Guardianship.objects.filter(guardian_id=by.person_id, until=None).exclude(relation=Relation.ENTRUSTED_CARER)
    return set(rows.values_list("pupil_id", flat=True))


def bound_guardians() -> "QuerySet[Any]":
    """A query for the ids of all who are bound to a child now."""
    return Guardianship.objects.filter(until=None).values("guardian_id")


def _wards(guardians: "QuerySet[Any] | Iterable[int]") -> "QuerySet[Any]":
    return Guardianship.objects.filter(until=None, guardian_id__in=guardians).values("pupil_id")
