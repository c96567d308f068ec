"""`/service/`: after-school service of every school, for anybody: who offers it, and how many children are served.

Children and teachers are counted over a whole city, and a number of fewer than five of them, or that would give such a
number away, is not told. They are counted once a day, as yesterday ended: that takes half a million rows.

A city's schools stand county by county. Where they are more than fit one page, `?county=` opens a county and `?q=`
finds schools by their names.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shuangjian.afterschool.figures import (
    BY_ID,
    Figure,
    Measured,
    SchoolFact,
    Scope,
    facts_told,
    measured,
    offered,
    scope_on,
)
from shuangjian.afterschool.queries import term_now
from shuangjian.afterschool.rules.terms import ServiceTerm
from shuangjian.kernel.day import shanghai_date
from shuangjian.portal.asked import PublicRequest
from shuangjian.portal.caching import public_page
from shuangjian.schools.queries import children, cities
from shuangjian.schools.rules import ONE_DAY, PlaceKind

OF_SCHOOLS = [BY_ID[id] for id in ("schools_offering", "schools_announced")]
OF_PEOPLE = [BY_ID[id] for id in ("pupils_served", "pupils_asked", "teachers_leading")]
FEWEST = 5
A_PAGE = 60
LONGEST_NAME = 60


@dataclass(frozen=True)
class Told:
    """A figure as everybody may read it; `hidden` where it would tell of a few people."""

    figure: Figure
    n: int
    of: int

    @property
    def hidden(self) -> bool:
        return self.figure in OF_PEOPLE and any(0 < few < FEWEST for few in (self.n, self.of - self.n, self.of))


@dataclass(frozen=True)
class County:
    """The schools of a county, by name; those directly below the city stand last. `id` is that of the place; `open`
    where its schools are listed."""

    id: int
    name: str
    schools: tuple[SchoolFact, ...]
    announced: int
    open: bool


@dataclass(frozen=True)
class City:
    """`schools` of it in all, of which `named` have the name that was asked for; `found` are the first of those."""

    name: str
    term: ServiceTerm | None
    of_schools: tuple[Told, ...] = ()
    of_people: tuple[Told, ...] = ()
    counties: tuple[County, ...] = ()
    schools: int = 0
    found: tuple[SchoolFact, ...] = ()
    named: int = 0


@public_page
def index(request: HttpRequest) -> HttpResponse:
    at = cast(PublicRequest, request).at
    q = request.GET.get("q", "").strip()[:LONGEST_NAME]
    places = cities().order_by("code").values_list("pk", "name", "path")
    found = [_city(*place, at=at, q=q, county=request.GET.get("county", "")) for place in places]
    context = {
        "cities": found,
        "today": shanghai_date(at),
        "yesterday": shanghai_date(at) - ONE_DAY,
        "fewest": FEWEST,
        "q": q,
        "searchable": sum(city.schools for city in found) > A_PAGE,
        "a_page": A_PAGE,
    }
    return render(request, "portal/service_index.html", context)


def _city(id: int, name: str, path: str, *, at: dt.datetime, q: str, county: str) -> City:
    today = shanghai_date(at)
    term = term_now(path, today)
    if term is None:
        return City(name, None)
    schools = offered(Scope(path, term, at))
    named = [school for school in schools if q in school.name] if q else []
    return City(
        name,
        term,
        told(measured(schools, OF_SCHOOLS)),
        people_told(scope_on(path, term, today - ONE_DAY, at=at)),
        _counties(id, schools, county),
        len(schools),
        tuple(named[:A_PAGE]),
        len(named),
    )


def told(found: Iterable[Measured]) -> tuple[Told, ...]:
    return tuple(Told(one.figure, one.n, one.of) for one in found)


@lru_cache(maxsize=64)
def people_told(scope: Scope) -> tuple[Told, ...]:
    """Of a day that is over, which is why it may be kept."""
    return told(measured(facts_told(scope), OF_PEOPLE))


def _counties(city_id: int, schools: Sequence[SchoolFact], opened: str) -> tuple[County, ...]:
    counties = children(city_id).filter(kind=PlaceKind.COUNTY)
    below = [(one.pk, one.name, tuple(s for s in schools if s.path.startswith(one.path))) for one in counties]
    grouped = {school.id for _, _, mine in below for school in mine}
    rest = tuple(school for school in schools if school.id not in grouped)
    return tuple(
        County(id, name, mine, sum(school.announced for school in mine), opened == str(id) or len(schools) <= A_PAGE)
        for id, name, mine in [*below, (city_id, "市直学校", rest)]
        if mine
    )
