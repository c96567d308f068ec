"""课后服务: both coverages of a place, each number with its denominator, its day and the schools behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shuangjian.afterschool.figures import (
    BY_ID,
    Figure,
    Measured,
    SchoolFact,
    kept_of,
    measured,
    rows_behind,
    schools_covered,
)
from shuangjian.desks.bureau.entrance import Here, place_seen
from shuangjian.desks.bureau.rows import OVERSEERS, PAGE
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.service_asked import ServiceAsked, service_asked
from shuangjian.desks.common.service_numbers import Number, numbers
from shuangjian.desks.common.views import desk_view
from shuangjian.schools.queries import children
from shuangjian.schools.rules import PlaceKind, name_order

HEAD = ("schools_offering", "pupils_served", "pupils_unanswered", "pupils_declined", "teachers_leading")
BESIDE = ("schools_announced", "pupils_asked")
IN_PARTS = ("unmet_why", "days_a_week", "kinds", "variety", "service_model")
COLUMNS = ("schools_offering", "pupils_served", "pupils_unanswered", "pupils_declined", "teachers_leading")


@dataclass(frozen=True)
class Group:
    """A place one level down with its schools; `id` is None for those that stand directly below."""

    id: int | None
    name: str
    schools: tuple[SchoolFact, ...]


@dataclass(frozen=True)
class Line:
    """A row of the drill-down table: a place one level down, and what its columns count there."""

    id: int
    name: str
    cells: tuple[Number, ...]


@require_GET
@desk_view(*OVERSEERS)
def coverage(request: HttpRequest, place_id: int) -> HttpResponse:
    """GET `?term=2026-1&date=2026-10-15`; without, this term and today, of a city yesterday, which is counted."""
    desk = cast(DeskRequest, request)
    here = place_seen(desk, place_id)
    asked = service_asked(desk, here.path, as_counted=here.kind == PlaceKind.CITY)
    if asked is None:
        return render(request, "bureau/coverage.html", {"here": here})
    schools = schools_covered(desk.actor, asked.scope)
    groups = _groups(here, schools)
    found = _numbers(here.id, here.name, schools, asked)
    context = {
        "here": here,
        "asked": asked,
        "schools": schools,
        "head": [found[id][0] for id in HEAD],
        "beside": [found[id][0] for id in BESIDE],
        "in_parts": [found[id] for id in IN_PARTS],
        "groups": groups,
        "kept": kept_of(schools),
        "lines": _lines(groups, asked),
    }
    return render(request, "bureau/coverage.html", context)


@require_GET
@desk_view(*OVERSEERS)
def schools(request: HttpRequest, place_id: int) -> HttpResponse:
    """The schools behind a number. GET `?figure=pupils_served&part=&lacking=1&page=2`."""
    desk = cast(DeskRequest, request)
    here = place_seen(desk, place_id)
    asked = service_asked(desk, here.path)
    figure = BY_ID.get(request.GET.get("figure", ""))
    if figure is None or asked is None:
        raise Http404
    below = schools_covered(desk.actor, asked.scope)
    one = _asked_part(below, figure, request.GET.get("part", ""))
    lacking = "lacking" in request.GET
    context = {
        "here": here,
        "asked": asked,
        "one": one,
        "lacking": lacking,
        "kept": kept_of(below),
        "short": len(rows_behind(below, figure, one.part, lacking=True)),
        "page": Paginator(rows_behind(below, figure, one.part, lacking=lacking), PAGE).get_page(
            request.GET.get("page")
        ),
    }
    return render(request, "bureau/coverage_schools.html", context)


def _asked_part(schools: Sequence[SchoolFact], figure: Figure, part: str) -> Measured:
    """Raises Http404 for a part that no school is in."""
    for one in measured(schools, [figure]):
        if one.part == part:
            return one
    raise Http404


def _groups(here: Here, schools: Sequence[SchoolFact]) -> list[Group]:
    """Counties by code, 中心校 by name; then the schools directly below the place."""
    between = [child for child in children(here.id) if child.kind in (PlaceKind.COUNTY, PlaceKind.CENTRAL_SCHOOL)]
    between.sort(key=lambda child: (child.code is None, child.code or "", name_order(child.name)))
    groups = [
        Group(child.pk, child.name, tuple(school for school in schools if school.path.startswith(child.path)))
        for child in between
    ]
    grouped = {school.id for group in groups for school in group.schools}
    if rest := tuple(school for school in schools if school.id not in grouped):
        groups.append(Group(None, "直属学校" if groups else here.name, rest))
    return groups


def _lines(groups: Sequence[Group], asked: ServiceAsked) -> list[Line]:
    """The places one level down, then the schools directly below."""
    places = [(group.id, group.name, group.schools) for group in groups if group.id is not None]
    direct = [(one.id, one.name, (one,)) for group in groups if group.id is None for one in group.schools]
    lines = []
    for id, name, schools in [*places, *direct]:
        found = _numbers(id, name, schools, asked, COLUMNS)
        lines.append(Line(id, name, tuple(found[column][0] for column in COLUMNS)))
    return lines


def _numbers(
    place_id: int, name: str, schools: Sequence[SchoolFact], asked: ServiceAsked, ids: Sequence[str] = tuple(BY_ID)
) -> dict[str, list[Number]]:
    found = measured(schools, [BY_ID[id] for id in ids])

    def rows(one: Measured) -> str:
        behind = {"figure": one.figure.id} | ({"part": one.part} if one.part else {})
        return f"/places/{place_id}/service/schools/{asked.query}&{urlencode(behind)}"

    return numbers(found, name, rows)
