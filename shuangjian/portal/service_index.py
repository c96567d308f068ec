"""`/service/`: after-school service of every school, for anybody: who offers it, and how many children are served.

Children are counted over a whole city, and a number of fewer than five of them, or that would give such a number away,
is not told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shuangjian.afterschool.figures import BY_ID, Figure, Measured, SchoolFact, Scope, facts_of, measured
from shuangjian.afterschool.queries import term_now
from shuangjian.afterschool.rules.terms import ServiceTerm
from shuangjian.kernel.day import shanghai_date
from shuangjian.portal.asked import PublicRequest
from shuangjian.portal.caching import public_page
from shuangjian.schools.queries import children, cities
from shuangjian.schools.rules import PlaceKind

TOLD = ("schools_offering", "schools_announced", "pupils_served", "pupils_asked", "teachers_leading")
FEWEST = 5
OF_PEOPLE = "人"


@dataclass(frozen=True)
class Told:
    """A figure as everybody may read it; `hidden` where it would tell of a few people."""

    figure: Figure
    n: int
    of: int

    @property
    def hidden(self) -> bool:
        return self.figure.unit == OF_PEOPLE and any(0 < few < FEWEST for few in (self.n, self.of - self.n, self.of))


@dataclass(frozen=True)
class County:
    """The schools of a county, by name; those directly below the city stand last."""

    name: str
    schools: tuple[SchoolFact, ...]
    announced: int


@dataclass(frozen=True)
class City:
    name: str
    term: ServiceTerm | None
    told: tuple[Told, ...] = ()
    counties: tuple[County, ...] = ()


@public_page
def index(request: HttpRequest) -> HttpResponse:
    at = cast(PublicRequest, request).at
    found = []
    for city in cities().order_by("code"):
        term = term_now(city.path, shanghai_date(at))
        if term is None:
            found.append(City(city.name, None))
            continue
        schools = facts_of(Scope(city.path, term, at))
        told = _told(measured(schools, [BY_ID[id] for id in TOLD]))
        found.append(City(city.name, term, told, _counties(city.pk, schools)))
    return render(request, "portal/service_index.html", {"cities": found, "today": shanghai_date(at), "fewest": FEWEST})


def _told(found: Iterable[Measured]) -> tuple[Told, ...]:
    return tuple(Told(one.figure, one.n, one.of) for one in found)


def _counties(city_id: int, schools: Sequence[SchoolFact]) -> tuple[County, ...]:
    counties = children(city_id).filter(kind=PlaceKind.COUNTY)
    below = [(one.name, tuple(s for s in schools if s.path.startswith(one.path))) for one in counties]
    grouped = {school.id for _, mine in below for school in mine}
    rest = tuple(school for school in schools if school.id not in grouped)
    return tuple(
        County(name, mine, sum(school.announced for school in mine))
        for name, mine in [*below, ("市直学校", rest)]
        if mine
    )
