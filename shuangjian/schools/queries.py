"""Questions about places, classes and days."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from shuangjian.kernel.day import DayKind, Period, SchoolDay
from shuangjian.kernel.grade import Stage, System, grade_at
from shuangjian.schools.models import ClassCohort, LocalDay, Place, School, SchoolClass, Term
from shuangjian.schools.rules import Calendar, PlaceKind, class_label


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


@dataclass(frozen=True)
class SchoolFacts:
    id: int
    name: str
    path: str
    system: System
    first_grade: int
    last_grade: int
    setting: str
    place_codes: tuple[str, ...]  # administrative codes from the root down, without the school's own

    @property
    def grades(self) -> range:
        return range(self.first_grade, self.last_grade + 1)


def school_facts(school_id: int) -> SchoolFacts:
    """One school with the codes of the places above it, in two queries. Raises School.DoesNotExist."""
    return schools_facts([school_id])[school_id]


def schools_facts(school_ids: Iterable[int]) -> dict[int, SchoolFacts]:
    """Many schools by id, in two queries. Raises School.DoesNotExist if one is missing."""
    wanted = set(school_ids)
    schools = {s.pk: s for s in School.objects.filter(pk__in=wanted).select_related("place")}
    if len(schools) != len(wanted):
        raise School.DoesNotExist(f"no such school: {sorted(wanted - set(schools))}")
    above = {pk for s in schools.values() for pk in ids_of(s.place.path)}
    codes = dict(
        Place.objects.filter(pk__in=above, kind__in=[PlaceKind.CITY, PlaceKind.COUNTY]).values_list("pk", "code")
    )
    return {pk: _facts(school, codes) for pk, school in schools.items()}


def _facts(school: School, codes: dict[int, str | None]) -> SchoolFacts:
    found = tuple(code for pk in ids_of(school.place.path) if (code := codes.get(pk)))
    city = found[0][:4] + "00" if found else ""
    province = city[:2] + "0000" if city else ""
    return SchoolFacts(
        school.pk,
        school.place.name,
        school.place.path,
        System(school.system),
        school.first_grade,
        school.last_grade,
        school.setting,
        (province, *found) if province else found,
    )


def ids_of(path: str) -> list[int]:
    """The ids in a path, root first."""
    return [int(part) for part in path.split("/") if part]


def place(place_id: int) -> Place:
    """Raises Place.DoesNotExist."""
    return Place.objects.get(pk=place_id)


def place_with_id(place_id: int) -> Place | None:
    return Place.objects.filter(pk=place_id).first()


def schools_called(name: str) -> list[Place]:
    """The places of the schools of this name."""
    return list(Place.objects.filter(kind=PlaceKind.SCHOOL, name=name).order_by("pk"))


def place_with_code(code: str) -> Place | None:
    return Place.objects.filter(code=code).first()


def places_above(path: str) -> QuerySet[Place]:
    """The places on a path, root first, itself last."""
    return Place.objects.filter(pk__in=ids_of(path)).order_by("path")


def children(place_id: int) -> QuerySet[Place]:
    """The places directly below, counties by code and schools by name."""
    return Place.objects.filter(parent_id=place_id).order_by("code", "name")


def schools_below(path: str) -> QuerySet[School]:
    """Every school at or below a path, by county code and name."""
    return School.objects.filter(place__path__startswith=path).select_related("place").order_by("place__path")


def cities() -> QuerySet[Place]:
    return Place.objects.filter(kind=PlaceKind.CITY)


def classes_of_school(school_id: int, date: dt.date) -> list[ClassNow]:
    """The classes of a school that are in session on a date, by grade, place and number."""
    return _classes(date, school_class__school_id=school_id)


def classes_below(path: str, date: dt.date) -> list[ClassNow]:
    """The classes at or below a place that are in session on a date."""
    return _classes(date, school_class__place__path__startswith=path)


def classes_by_id(class_ids: Iterable[int], date: dt.date) -> dict[int, ClassNow]:
    """Those of the classes that are in session on a date."""
    return {c.id: c for c in _classes(date, school_class_id__in=set(class_ids))}


def class_by_id(class_id: int, date: dt.date) -> ClassNow | None:
    """None when there is no such class on that date."""
    return classes_by_id([class_id], date).get(class_id)


def _classes(date: dt.date, **where: object) -> list[ClassNow]:
    rows = (
        ClassCohort.objects.filter(Q(until=None) | Q(until__gt=date), since__lte=date, **where)
        .filter(Q(school_class__until=None) | Q(school_class__until__gt=date), school_class__since__lte=date)
        .values_list(
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
    )
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
    low, high = (
        (1, its_system.last_primary_grade) if its_stage is Stage.PRIMARY else (its_system.last_primary_grade + 1, 9)
    )
    low, high = max(low, int(str(first))), min(high, int(str(last)))
    grades = sorted((grade, cohort) for cohort in cohorts if low <= (grade := grade_at(cohort, date)) <= high)
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


def classes_ever_of(school_id: int) -> QuerySet[SchoolClass]:
    """Every class a school has or had, with its cohorts."""
    return SchoolClass.objects.filter(school_id=school_id).prefetch_related("cohorts")


def open_classes_of(school_ids: Iterable[int]) -> list[SchoolClass]:
    """The classes of these schools that have not ended, in session or not, each with `open_cohorts`. Two queries."""
    open_cohorts = Prefetch("cohorts", ClassCohort.objects.filter(until=None), to_attr="open_cohorts")
    return list(
        SchoolClass.objects.filter(school_id__in=set(school_ids), until=None)
        .prefetch_related(open_cohorts)
        .order_by("pk")
    )


def places_of_classes(class_ids: Iterable[int]) -> dict[int, int]:
    """The place of each class: its school or teaching point, in one query."""
    return dict(SchoolClass.objects.filter(pk__in=set(class_ids)).values_list("pk", "place_id"))


def teaching_points_below(path: str) -> QuerySet[Place]:
    """The teaching points at or below a path."""
    return Place.objects.filter(path__startswith=path, kind=PlaceKind.TEACHING_POINT).order_by("pk")


def names_of_places(place_ids: Iterable[int]) -> dict[int, str]:
    """Names of places by id, in one query."""
    return dict(Place.objects.filter(pk__in=set(place_ids)).values_list("pk", "name"))


def calendar_at(path: str) -> Calendar:
    """The calendar of a place: the terms of the nearest place on its path that states any, local days of all of them
    (the nearer wins). Two queries."""
    return calendars_at([path])[path]


def calendars_at(paths: Iterable[str]) -> dict[str, Calendar]:
    """The calendars of many places, in two queries."""
    wanted = list(dict.fromkeys(paths))
    ids = {pk for path in wanted for pk in ids_of(path)}
    terms: dict[int, list[Period]] = defaultdict(list)
    for place_id, since, until in (
        Term.objects.filter(place_id__in=ids).order_by("since").values_list("place_id", "since", "until")
    ):
        terms[place_id].append(Period(since, until))
    local: dict[int, list[LocalDay]] = defaultdict(list)
    for day in LocalDay.objects.filter(place_id__in=ids):
        local[day.place_id].append(day)
    return {path: _calendar(path, terms, local) for path in wanted}


def _calendar(path: str, terms: dict[int, list[Period]], local: dict[int, list[LocalDay]]) -> Calendar:
    on_path = ids_of(path)
    nearest = next((terms[pk] for pk in reversed(on_path) if pk in terms), [])
    days: dict[dt.date, SchoolDay] = {}
    for pk in on_path:
        for day in local.get(pk, ()):
            held = DayKind.MAKE_UP_DAY if day.date.weekday() >= 5 else DayKind.SCHOOL_DAY
            days[day.date] = SchoolDay(day.date, held if day.is_school_day else DayKind.CLOSURE, day.reason)
    return Calendar(tuple(nearest), days)


def local_days(place_id: int, since: dt.date) -> QuerySet[LocalDay]:
    """Local days stated by exactly this place, from a date on."""
    return LocalDay.objects.filter(place_id=place_id, date__gte=since).order_by("date")


def term_at(path: str, date: dt.date) -> Term | None:
    """The term that a date lies in at a place."""
    ids = ids_of(path)
    terms = {t.place_id: t for t in Term.objects.filter(place_id__in=ids, since__lte=date, until__gt=date)}
    return next((terms[pk] for pk in reversed(ids) if pk in terms), None)
