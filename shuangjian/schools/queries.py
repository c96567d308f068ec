"""Questions about places, classes and days."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Prefetch, Q, QuerySet

from shuangjian.kernel.day import DayKind, Period, SchoolDay
from shuangjian.kernel.grade import Stage, System, grade_at
from shuangjian.kernel.refusal import NotVisible
from shuangjian.schools.models import ClassCohort, LocalDay, Place, School, SchoolClass, Term
from shuangjian.schools.rules import Calendar, PlaceKind, class_label

MANY_PLACES = 200  # more ids than that take longer to send than all that is stated takes to read


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


def known_school(school_id: int) -> SchoolFacts:
    """One school, whoever asks. Raises NotVisible where there is none."""
    try:
        return school_facts(school_id)
    except School.DoesNotExist as nobody:
        raise NotVisible(f"school {school_id}") from nobody


def facts_below(path: str) -> dict[int, SchoolFacts]:
    """Every school at or below a path by id, in two queries."""
    rows = list(schools_below(path).values_list(*_OF_A_SCHOOL))
    codes = _codes_above(row[2] for row in rows)
    return {row[0]: _facts(row, codes) for row in rows}


def schools_facts(school_ids: Iterable[int]) -> dict[int, SchoolFacts]:
    """Many schools by id, in two queries. Raises School.DoesNotExist if one is missing."""
    wanted = set(school_ids)
    schools = {row[0]: row for row in School.objects.filter(pk__in=wanted).values_list(*_OF_A_SCHOOL)}
    if len(schools) != len(wanted):
        raise School.DoesNotExist(f"no such school: {sorted(wanted - set(schools))}")
    codes = _codes_above(row[2] for row in schools.values())
    return {pk: _facts(row, codes) for pk, row in schools.items()}


_OF_A_SCHOOL = ("pk", "place__name", "place__path", "system", "first_grade", "last_grade", "setting")


def _codes_above(paths: Iterable[str]) -> dict[int, str | None]:
    """The codes of the city and the counties that these schools lie in."""
    above = {pk for path in paths for pk in ids_of(path)[:-1]}
    named = Place.objects.filter(pk__in=above, kind__in=[PlaceKind.CITY, PlaceKind.COUNTY])
    return dict(named.values_list("pk", "code"))


def _facts(row: tuple[Any, ...], codes: dict[int, str | None]) -> SchoolFacts:
    pk, name, path, system, first, last, setting = row
    found = tuple(code for above in ids_of(path) if (code := codes.get(above)))
    city = found[0][:4] + "00" if found else ""
    province = city[:2] + "0000" if city else ""
    place_codes = (province, *found) if province else found
    return SchoolFacts(pk, name, path, System(system), first, last, setting, place_codes)


def ids_of(path: str) -> list[int]:
    """The ids in a path, root first."""
    return [int(part) for part in path.split("/") if part]


def place(place_id: int) -> Place:
    """Raises Place.DoesNotExist."""
    return Place.objects.get(pk=place_id)


def known_place(place_id: int) -> Place:
    """One place, whoever asks. Raises NotVisible where there is none."""
    try:
        return place(place_id)
    except Place.DoesNotExist as nobody:
        raise NotVisible(f"place {place_id}") from nobody


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


def places_below(path: str, kinds: Iterable[PlaceKind]) -> list[Place]:
    """The places of these kinds at or below a path, those above first."""
    return sorted(Place.objects.filter(path__startswith=path, kind__in=list(kinds)), key=lambda p: (len(p.path), p.pk))


def codes_of_schools(path: str) -> set[str]:
    """The codes of the schools at or below a path that have one."""
    found = Place.objects.filter(path__startswith=path, kind=PlaceKind.SCHOOL).exclude(code=None)
    return {code for code in found.values_list("code", flat=True) if code}


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
    """The calendars of many places, in two queries. Places whose days are alike share one."""
    wanted = list(dict.fromkeys(paths))
    ids = {pk for path in wanted for pk in ids_of(path)}
    terms: dict[int, list[Period]] = defaultdict(list)
    stated_terms, stated_days = Term.objects.order_by("since"), LocalDay.objects.all()
    if len(ids) <= MANY_PLACES:
        stated_terms, stated_days = stated_terms.filter(place_id__in=ids), stated_days.filter(place_id__in=ids)
    for place_id, since, until in stated_terms.values_list("place_id", "since", "until"):
        terms[place_id].append(Period(since, until))
    local: dict[int, list[LocalDay]] = defaultdict(list)
    for day in stated_days:
        local[day.place_id].append(day)
    alike: dict[tuple[int, ...], Calendar] = {}
    found = {}
    for path in wanted:
        stated = tuple(pk for pk in ids_of(path) if pk in terms or pk in local)
        if stated not in alike:
            alike[stated] = _calendar(path, terms, local)
        found[path] = alike[stated]
    return found


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


def term_from(path: str, date: dt.date) -> Term | None:
    """The term that a date lies in at a place, or else the first one after it."""
    return next(iter(terms_from(path, date)), None)


def terms_from(path: str, date: dt.date) -> list[Term]:
    """The terms of a place that are not over on a date, the earliest first."""
    ids = ids_of(path)
    ahead = list(Term.objects.filter(place_id__in=ids, until__gt=date).order_by("since"))
    own = next((pk for pk in reversed(ids) if any(term.place_id == pk for term in ahead)), None)
    return [term for term in ahead if term.place_id == own]


def term_stated(path: str, year: int, number: int, date: dt.date) -> Term | None:
    """A term of a place that is not over on a date; None where there is no such."""
    return next((term for term in terms_from(path, date) if (term.year, term.number) == (year, number)), None)
