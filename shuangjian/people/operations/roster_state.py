"""What the database holds of the schools that a roster names, as the planner compares it. A handful of queries."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TypeVar

from django.db.models import Q

from shuangjian.kernel.actor import Actor
from shuangjian.kernel.grade import Stage, System
from shuangjian.kernel.subject import Subject
from shuangjian.people.models import Enrolment, Person, Pupil, RoleAssignment, TeachingAssignment
from shuangjian.people.operations.identity import digest_of
from shuangjian.people.queries.period import in_force
from shuangjian.people.roster.planning import (
    KnownClass,
    KnownHomeroom,
    KnownPupil,
    KnownSchool,
    KnownTeacher,
    KnownTeaching,
    State,
)
from shuangjian.people.roster.rows import Reading
from shuangjian.people.roster.text import is_national
from shuangjian.schools.access import LEADERS, OVERSIGHT
from shuangjian.schools.queries import ids_of, names_of_places, open_classes_of, schools_below, teaching_points_below

T = TypeVar("T")
AT_ONCE = 5000


def schools_in(path: str) -> tuple[KnownSchool, ...]:
    """The schools at or below a place, in three queries."""
    schools = list(schools_below(path))
    names = names_of_places(pk for school in schools for pk in ids_of(school.place.path))
    points: dict[int, dict[str, int]] = {}
    for point in teaching_points_below(path):
        points.setdefault(point.parent_id or 0, {})[point.name] = point.pk
    return tuple(
        KnownSchool(
            school.pk,
            school.place.name,
            school.place.code,
            tuple(names[pk] for pk in ids_of(school.place.path)[:-1]),
            System(school.system),
            school.first_grade,
            school.last_grade,
            points.get(school.pk, {}),
        )
        for school in schools
    )


def roster_state(
    reading: Reading, schools: tuple[KnownSchool, ...], named: frozenset[int], by: Actor, date: dt.date
) -> State:
    """Everything about the schools `named` in the file, and who of other schools holds one of its numbers."""
    current = in_force(date)
    lasting = Q(until=None) | Q(until__gt=date)  # a lesson that is to begin is not given a second time
    teachings = TeachingAssignment.objects.filter(lasting, school_id__in=named).order_by("pk")
    homerooms = RoleAssignment.objects.filter(current, role="HOMEROOM", school_id__in=named).order_by("pk")
    return State(
        date,
        schools,
        tuple(
            KnownClass(
                klass.pk,
                klass.school_id,
                klass.place_id,
                Stage(klass.stage),
                klass.number,
                klass.name,
                frozenset(held.cohort for held in klass.open_cohorts),  # type: ignore[attr-defined]
            )
            for klass in open_classes_of(named)
        ),
        tuple(_pupils(reading, named)),
        tuple(_teachers(reading, named, current)),
        tuple(
            KnownTeaching(pk, school, person, klass, Subject(subject))
            for pk, school, person, klass, subject in teachings.values_list(
                "pk", "school_id", "person_id", "school_class_id", "subject"
            )
        ),
        tuple(
            KnownHomeroom(pk, school or 0, person, klass or 0)
            for pk, school, person, klass in homerooms.values_list("pk", "school_id", "person_id", "school_class_id")
        ),
        by.person_id,
    )


def _pupils(reading: Reading, named: frozenset[int]) -> Iterator[KnownPupil]:
    """Those of the named schools, then those of others whose 全国学籍号 the file has."""
    fields = ("pk", "school_id", "name", "number_digest")
    own = list(Pupil.objects.filter(school_id__in=named).order_by("pk").values_list(*fields))
    held = {digest for *_, digest in own}
    numbers = {row.number for row in reading.pupils if row.number and is_national(row.number)}
    wanted = sorted({digest_of("pupil", number) for number in numbers} - held)
    for part in parts(wanted):
        own += Pupil.objects.filter(number_digest__in=part).order_by("pk").values_list(*fields)
    seats: dict[int, tuple[int, int]] = {}
    rows = Enrolment.objects.filter(until=None, pupil__left_on=None).values_list(
        "pupil_id", "school_class_id", "cohort"
    )
    away = [pk for pk, school, *_ in own if school not in named]
    for some in (rows.filter(school_id__in=named), *(rows.filter(pupil_id__in=part) for part in parts(away))):
        seats |= {pupil: (klass, cohort) for pupil, klass, cohort in some}
    for pk, school, name, digest in own:
        klass, cohort = seats.get(pk, (None, None))
        yield KnownPupil(pk, school, name, digest, klass, cohort)


def _teachers(reading: Reading, named: frozenset[int], current: Q) -> Iterator[KnownTeacher]:
    """Those of the named schools, then those of other places whose 工号 the file has."""
    fields = ("pk", "school_id", "name", "number_digest", "left_on")
    found = list(Person.objects.filter(school_id__in=named).order_by("pk").values_list(*fields))
    held = {row[3] for row in found}
    wanted = sorted({digest_of("staff", row.number) for row in reading.teachers} - held)
    for part in parts(wanted):
        found += Person.objects.filter(number_digest__in=part).order_by("pk").values_list(*fields)
    leading = set(
        RoleAssignment.objects.filter(current, role__in=[*LEADERS, *OVERSIGHT]).values_list("person_id", flat=True)
    )
    for pk, school, name, digest, left_on in found:
        yield KnownTeacher(pk, school, name, digest, left_on is not None, pk in leading)


def parts(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Slices short enough for one query."""
    for start in range(0, len(items), AT_ONCE):
        yield items[start : start + AT_ONCE]
