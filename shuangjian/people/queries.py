"""Questions about people, their roles, and the pupils of a class."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from shuangjian.kernel.actor import Actor, Held, Role
from shuangjian.kernel.day import shanghai_date
from shuangjian.people.models import (
    Account,
    Enrolment,
    Guardianship,
    Person,
    Pupil,
    RoleAssignment,
    Slip,
    TeachingAssignment,
)


def _current(date: dt.date) -> Q:
    return Q(since__lte=date) & (Q(until=None) | Q(until__gt=date))


def actor_at(person: Person, at: dt.datetime) -> Actor:
    """A person with every role held at a moment, in three queries. Who has left holds none."""
    date = shanghai_date(at)
    if person.left_on is not None and person.left_on <= date:
        return Actor(person.pk, person.name)
    held = [
        Held(
            Role(r.role),
            r.place_id,
            r.place.path,
            r.school_id,
            r.school_class_id,
            r.cohort,
            office=r.office or None,
            since=r.since,
            until=r.until,
        )
        for r in RoleAssignment.objects.filter(_current(date), person=person).select_related("place").order_by("pk")
    ]
    held += [
        Held(
            Role.SUBJECT_TEACHER,
            t.school_class.place_id,
            t.school_class.place.path,
            t.school_id,
            t.school_class_id,
            subject=t.subject,
            since=t.since,
            until=t.until,
        )
        for t in TeachingAssignment.objects.filter(_current(date), person=person)
        .select_related("school_class__place")
        .order_by("pk")
    ]
    held += _wards(person, date)
    return Actor(person.pk, person.name, tuple(held))


def _wards(person: Person, date: dt.date) -> list[Held]:
    seats = (
        Enrolment.objects.filter(
            _current(date),
            Q(pupil__guardianships__until=None) | Q(pupil__guardianships__until__gt=date),
            pupil__guardianships__guardian=person,
            pupil__left_on=None,
        )
        .select_related("school_class__place")
        .order_by("pupil_id")
        .distinct()
    )
    return [
        Held(
            Role.GUARDIAN,
            seat.school_class.place_id,
            seat.school_class.place.path,
            seat.school_id,
            seat.school_class_id,
            seat.cohort,
            pupil_id=seat.pupil_id,
        )
        for seat in seats
    ]


def account_of(person_id: int) -> Account | None:
    return Account.objects.filter(person_id=person_id).first()


def person_with_number(digest: str) -> Person | None:
    return Person.objects.filter(number_digest=digest).first()


def names_of(person_ids: set[int]) -> dict[int, str]:
    """Names of staff by person id, in one query."""
    return dict(Person.objects.filter(pk__in=person_ids).values_list("pk", "name"))


@dataclass(frozen=True)
class Seat:
    """A pupil in a class list; `guardians` have claimed a slip, `open_slips` wait to be claimed."""

    pupil_id: int
    name: str
    cohort: int
    number_tail: str
    guardians: int
    open_slips: int


def class_list(class_id: int, date: dt.date) -> list[Seat]:
    """The pupils of a class in the order of their names, in one query."""
    rows = (
        Enrolment.objects.filter(_current(date), school_class_id=class_id)
        .annotate(
            guardians=Count("pupil__guardianships", filter=Q(pupil__guardianships__until=None), distinct=True),
            open_slips=Count(
                "pupil__slips", filter=Q(pupil__slips__claimed_at=None, pupil__slips__replaced_at=None), distinct=True
            ),
        )
        .order_by("pupil__sort_key", "pupil__name", "pupil_id")
        .values_list("pupil_id", "pupil__name", "cohort", "pupil__number_tail", "guardians", "open_slips")
    )
    return [Seat(*row) for row in rows]


def pupils_in(class_ids: Sequence[int], date: dt.date) -> dict[int, int]:
    """How many pupils sit in each class."""
    rows = (
        Enrolment.objects.filter(_current(date), school_class_id__in=class_ids)
        .values_list("school_class_id")
        .annotate(n=Count("pk"))
    )
    return dict(rows)


def pupil(pupil_id: int) -> Pupil | None:
    return Pupil.objects.filter(pk=pupil_id).first()


def slips_of(pupil_id: int) -> QuerySet[Slip]:
    """A child's slips, newest first."""
    return Slip.objects.filter(pupil_id=pupil_id).select_related("claimed_by").order_by("-pk")


def guardians_of(pupil_id: int) -> QuerySet[Guardianship]:
    return Guardianship.objects.filter(pupil_id=pupil_id, until=None).select_related("guardian").order_by("pk")


def teachers_of(class_id: int, date: dt.date) -> QuerySet[TeachingAssignment]:
    """Who teaches what to a class on a date."""
    return TeachingAssignment.objects.filter(_current(date), school_class_id=class_id).select_related("person")


def roles_below(path: str, date: dt.date) -> QuerySet[RoleAssignment]:
    """The roles held at or below a place on a date."""
    return (
        RoleAssignment.objects.filter(_current(date), place__path__startswith=path)
        .select_related("person", "place", "school_class")
        .order_by("place__path", "role", "person__sort_key")
    )


def staff_of_school(school_id: int, date: dt.date) -> QuerySet[Person]:
    """Everybody who works at a school on a date, by name."""
    return Person.objects.filter(
        Q(left_on=None) | Q(left_on__gt=date), school_id=school_id, guardianships=None
    ).order_by("sort_key", "name")
