"""What a school is, and which lie below a place."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from shuangjian.kernel.grade import System
from shuangjian.kernel.refusal import NotVisible
from shuangjian.schools.models import Place, School
from shuangjian.schools.queries.places import ids_of
from shuangjian.schools.rules import PlaceKind


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


def schools_called(name: str) -> list[Place]:
    """The places of the schools of this name."""
    return list(Place.objects.filter(kind=PlaceKind.SCHOOL, name=name).order_by("pk"))


def codes_of_schools(path: str) -> set[str]:
    """The codes of the schools at or below a path that have one."""
    found = Place.objects.filter(path__startswith=path, kind=PlaceKind.SCHOOL).exclude(code=None)
    return {code for code in found.values_list("code", flat=True) if code}


def schools_below(path: str) -> QuerySet[School]:
    """Every school at or below a path, by county code and name."""
    return School.objects.filter(place__path__startswith=path).select_related("place").order_by("place__path")
