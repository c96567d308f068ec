"""Who is acting: a person with every role held at a moment."""

import datetime as dt

from django.db.models import Q

from shuangjian.kernel.actor import Actor, Held, Role
from shuangjian.kernel.day import shanghai_date
from shuangjian.people.models import Enrolment, Person, RoleAssignment, TeachingAssignment
from shuangjian.people.queries.period import in_force


def actor_at(person: Person, at: dt.datetime) -> Actor:
    """A person with every role held at a moment, in three queries. Who has left the staff holds none of its roles, and
    may still be the parent of a child."""
    date = shanghai_date(at)
    if person.left_on is not None and person.left_on <= date:
        return Actor(person.pk, person.name, tuple(_wards(person, date)))
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
        for r in RoleAssignment.objects.filter(in_force(date), person=person).select_related("place").order_by("pk")
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
        for t in TeachingAssignment.objects.filter(in_force(date), person=person)
        .select_related("school_class__place")
        .order_by("pk")
    ]
    held += _wards(person, date)
    return Actor(person.pk, person.name, tuple(held))


def _wards(person: Person, date: dt.date) -> list[Held]:
    seats = (
        Enrolment.objects.filter(
            in_force(date),
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
