"""Classes as they are on a date."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from shuangjian.kernel.day import Period
from shuangjian.kernel.grade import Stage, System, grade_at
from shuangjian.schools.models import ClassCohort
from shuangjian.schools.rules import PlaceKind, class_label


@dataclass(frozen=True)
class ClassNow:
    """A class as it is on one date: `grades` pairs each cohort with its grade, lowest grade first."""

    id: int
    school_id: int
    place_path: str
    stage: Stage
    system: System
    number: int
    label: str
    grades: tuple[tuple[int, int], ...]
    name: str = ""

    @property
    def grade(self) -> int:
        """The only, or lowest, grade."""
        return self.grades[0][1]

    def cohort_in(self, grade: int) -> int | None:
        return next((cohort for cohort, g in self.grades if g == grade), None)


def classes_of_school(school_id: int, date: dt.date) -> list[ClassNow]:
    """The classes of a school that are in session on a date, by grade, place and number."""
    return _classes(date, school_class__school_id=school_id)


def classes_below(path: str, date: dt.date) -> list[ClassNow]:
    """The classes at or below a place that are in session on a date."""
    return _classes(date, school_class__place__path__startswith=path)


def classes_below_on(path: str, dates: Iterable[dt.date]) -> dict[dt.date, list[ClassNow]]:
    """The classes at or below a place that are in session on each of these dates. One query, however many."""
    wanted = sorted(set(dates))
    if not wanted:
        return {}
    overlapping = _cohorts_within(wanted[0], wanted[-1], school_class__place__path__startswith=path)
    rows = list(overlapping.values_list(*_FACTS, "since", "until", "school_class__since", "school_class__until"))
    return {date: _classes_now([row[:-4] for row in rows if _in_force(date, *row[-4:])], date) for date in wanted}


def _in_force(date: dt.date, since: dt.date, until: dt.date | None, begun: dt.date, ended: dt.date | None) -> bool:
    """Whether a class holds a cohort on a date, and is there at all."""
    return date in Period(since, until) and date in Period(begun, ended)


class GradeNow(NamedTuple):
    """A grade of a class in session on a date, in a list too long for `ClassNow`."""

    class_id: int
    school_id: int
    place_path: str
    grade: int


def grades_below(path: str, date: dt.date) -> list[GradeNow]:
    """Every grade of every class at or below a place that is in session on a date. One query."""
    rows = _cohorts_within(date, date, school_class__place__path__startswith=path).values_list(
        "school_class_id", "school_class__school_id", "school_class__place__path", "cohort", *_BOUNDS
    )
    held: dict[tuple[Any, ...], int | None] = {}
    found = []
    for class_id, school_id, place_path, *grade_of in rows:
        alike = tuple(grade_of)
        if alike not in held:
            cohort, *bounds = alike
            grade = grade_at(cohort, date)
            held[alike] = grade if grade in _grades_of(*bounds) else None
        if (its_grade := held[alike]) is not None:
            found.append(GradeNow(class_id, school_id, place_path, its_grade))
    return found


def classes_by_id(class_ids: Iterable[int], date: dt.date) -> dict[int, ClassNow]:
    """Those of the classes that are in session on a date."""
    return {c.id: c for c in _classes(date, school_class_id__in=set(class_ids))}


def class_by_id(class_id: int, date: dt.date) -> ClassNow | None:
    """None when there is no such class on that date."""
    return classes_by_id([class_id], date).get(class_id)


_BOUNDS = ("school_class__stage", "school__system", "school__first_grade", "school__last_grade")


_FACTS = (
    "school_class_id",
    "cohort",
    "school_class__school_id",
    "school_class__place__path",
    "school_class__place__kind",
    "school_class__place__name",
    "school_class__stage",
    "school_class__number",
    "school_class__name",
    "school__system",
    "school__first_grade",
    "school__last_grade",
)


def _classes(date: dt.date, **where: object) -> list[ClassNow]:
    return _classes_now(_cohorts_within(date, date, **where).values_list(*_FACTS), date)


def _cohorts_within(first: dt.date, last: dt.date, **where: object) -> QuerySet[ClassCohort]:
    """What classes hold on some day from the first through the last."""
    return ClassCohort.objects.filter(Q(until=None) | Q(until__gt=first), since__lte=last, **where).filter(
        Q(school_class__until=None) | Q(school_class__until__gt=first), school_class__since__lte=last
    )


def _classes_now(rows: Iterable[tuple[Any, ...]], date: dt.date) -> list[ClassNow]:
    cohorts: dict[int, list[int]] = defaultdict(list)
    facts: dict[int, tuple[object, ...]] = {}
    for pk, cohort, *rest in rows:
        cohorts[pk].append(cohort)
        facts[pk] = tuple(rest)
    found = [c for pk in facts if (c := _class_now(pk, cohorts[pk], facts[pk], date))]
    return sorted(found, key=lambda c: (c.grade, c.place_path, c.number))


def _class_now(pk: int, cohorts: list[int], facts: tuple[object, ...], date: dt.date) -> ClassNow | None:
    school_id, path, kind, place_name, stage, number, name, system, first, last = facts
    its_stage, its_system = Stage(str(stage)), System(str(system))
    held = _grades_of(its_stage, its_system, int(str(first)), int(str(last)))
    grades = sorted((grade, cohort) for cohort in cohorts if (grade := grade_at(cohort, date)) in held)
    if not grades:
        return None
    point = str(place_name) if kind == PlaceKind.TEACHING_POINT else ""
    return ClassNow(
        pk,
        int(str(school_id)),
        str(path),
        its_stage,
        its_system,
        int(str(number)),
        class_label([grade for grade, _ in grades], int(str(number)), point, str(name)),
        tuple((cohort, grade) for grade, cohort in grades),
        str(name),
    )


def _grades_of(stage: str, system: str, first: int, last: int) -> range:
    """The grades that a class of a stage can be in, at a school from grade `first` through `last`."""
    border = System(system).last_primary_grade
    low, high = (1, border) if stage == Stage.PRIMARY else (border + 1, 9)
    return range(max(low, first), min(high, last) + 1)
