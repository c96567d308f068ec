"""The roster as it stands, as a file it could have come in. References stand for numbers, which are not kept."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from shuangjian.audit.operations import record
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.grade import grade_at, numeral
from shuangjian.kernel.subject import Subject
from shuangjian.people.access import get_export_place_for
from shuangjian.people.models import Enrolment, Person, RoleAssignment, TeachingAssignment
from shuangjian.people.operations.uploads import subject_of
from shuangjian.people.queries.period import in_force
from shuangjian.people.roster import (
    Cell,
    Grade,
    PupilRow,
    TeacherRow,
    TeachingRow,
    write_oneroster,
    write_roster_workbook,
)
from shuangjian.people.roster.planning.references import reference, staff_reference
from shuangjian.schools.queries import ClassNow, classes_below, names_of_places, schools_below
from shuangjian.schools.rules import PlaceKind

_NOWHERE = Cell("", 0)


@dataclass(frozen=True)
class _Named:
    """A class as a file names it."""

    grades: tuple[int, ...]
    number: int | None
    label: str | None
    point: str | None


def export_roster(*, by: Actor, at: dt.datetime, place_id: int) -> bytes:
    """Pupils, teachers and lessons of every school at or below a place, as .xlsx. Read back, it changes nothing."""
    place = get_export_place_for(by, place_id)
    pupils, teachers, lessons = _rows(place.path, shanghai_date(at), with_school=place.kind != PlaceKind.SCHOOL)
    content = write_roster_workbook(pupils, teachers, lessons)
    record(by=by, at=at, name="people.export_roster", on=subject_of(place.pk))
    return content


def export_oneroster(*, by: Actor, at: dt.datetime, place_id: int) -> bytes:
    """The same as a OneRoster 1.2 CSV set, zipped."""
    place = get_export_place_for(by, place_id)
    date = shanghai_date(at)
    pupils, teachers, lessons = _rows(place.path, date, with_school=True)
    content = write_oneroster(pupils, teachers, lessons, on=date)
    record(by=by, at=at, name="people.export_roster", on=subject_of(place.pk))
    return content


def _rows(path: str, date: dt.date, *, with_school: bool) -> tuple[list[PupilRow], list[TeacherRow], list[TeachingRow]]:
    schools = {school.pk: school.place.name if with_school else None for school in schools_below(path)}
    classes = _named(classes_below(path, date))
    return list(_pupils(schools, classes, date)), list(_teachers(schools)), list(_lessons(schools, classes, date))


def _named(classes: list[ClassNow]) -> dict[int, _Named]:
    place_of = {klass.id: int(klass.place_path.rstrip("/").rsplit("/", 1)[-1]) for klass in classes}
    names = names_of_places(place_of.values())
    found = {}
    for klass in classes:
        grades = tuple(grade for _, grade in klass.grades)
        point = names[place_of[klass.id]] if place_of[klass.id] != klass.school_id else None
        if klass.name:
            found[klass.id] = _Named(grades, None, klass.name, point)
        elif len(grades) > 1:
            label = f"{'、'.join(map(numeral, grades))}年级复式{klass.number}班"
            found[klass.id] = _Named(grades, klass.number, label, point)
        else:
            found[klass.id] = _Named(grades, klass.number, None, point)
    return found


def _pupils(schools: dict[int, str | None], classes: dict[int, _Named], date: dt.date) -> Iterator[PupilRow]:
    seats = Enrolment.objects.filter(until=None, school_class_id__in=classes, pupil__left_on=None)
    rows = seats.order_by("school_id", "cohort", "school_class_id", "pupil__sort_key", "pupil_id")
    fields = ("pupil_id", "pupil__name", "school_id", "school_class_id", "cohort")
    for pk, name, school_id, class_id, cohort in rows.values_list(*fields).iterator(chunk_size=2000):
        klass = classes[class_id]
        yield PupilRow(
            _NOWHERE,
            reference(pk),
            name,
            Grade(grade_at(cohort, date)),
            klass.number,
            klass.label,
            school=schools[school_id],
            teaching_point=klass.point,
        )


def _teachers(schools: dict[int, str | None]) -> Iterator[TeacherRow]:
    staff = Person.objects.filter(school_id__in=schools, left_on=None)
    for pk, name, school_id in staff.order_by("school_id", "sort_key", "pk").values_list("pk", "name", "school_id"):
        yield TeacherRow(_NOWHERE, staff_reference(pk), name, None, schools[school_id or 0])


def _lessons(schools: dict[int, str | None], classes: dict[int, _Named], date: dt.date) -> Iterator[TeachingRow]:
    current = in_force(date)
    heads = RoleAssignment.objects.filter(current, role=Role.HOMEROOM, school_class_id__in=classes)
    fields = ("person_id", "person__name", "school_id", "school_class_id")
    for pk, name, school_id, class_id in heads.order_by("school_class_id").values_list(*fields):
        yield _lesson(pk, name, schools[school_id or 0], classes[class_id or 0], None)
    taught = TeachingAssignment.objects.filter(current, school_class_id__in=classes)
    for pk, name, school_id, class_id, subject in taught.order_by("school_class_id", "pk").values_list(
        *fields, "subject"
    ):
        yield _lesson(pk, name, schools[school_id], classes[class_id], Subject(subject))


def _lesson(person_id: int, name: str, school: str | None, klass: _Named, subject: Subject | None) -> TeachingRow:
    return TeachingRow(
        _NOWHERE,
        staff_reference(person_id),
        name,
        tuple(map(Grade, klass.grades)),
        klass.number,
        klass.label,
        subject=subject,
        homeroom=subject is None,
        school=school,
        teaching_point=klass.point,
    )
