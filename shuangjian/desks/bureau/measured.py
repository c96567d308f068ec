"""实测: the classes below a place whose last ten evenings really went over, and how many families answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shuangjian.desks.bureau.entrance import Here, place_seen
from shuangjian.desks.bureau.rows import OVERSEERS, PAGE
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.signals import by_kind
from shuangjian.desks.common.views import desk_view
from shuangjian.schools.queries import children, facts_below
from shuangjian.schools.rules import PlaceKind, name_order
from shuangjian.timing.queries import ClassAsked, Signal, classes_asked, last_night, signals_below
from shuangjian.timing.rules import SignalKind
from shuangjian.timing.rules.showing import NOBODY_ASKED, Response

BETWEEN = (PlaceKind.COUNTY, PlaceKind.CENTRAL_SCHOOL, PlaceKind.SCHOOL)


@dataclass(frozen=True)
class Below:
    """A place one level down: of `asked` classes, `over` were over and `unlisted` did work that no sheet had."""

    id: int
    name: str
    asked: int
    over: int
    unlisted: int
    response: Response


@require_GET
@desk_view(*OVERSEERS)
def measured(request: HttpRequest, place_id: int) -> HttpResponse:
    """GET `?page=2` of the classes. As of the last night; places by code, schools by name, classes by grade."""
    desk = cast(DeskRequest, request)
    here = place_seen(desk, place_id)
    night = last_night(here.path)
    context: dict[str, object] = {"here": here, "night": night}
    if night is not None:
        found = signals_below(here.path, night.as_of)
        asked = classes_asked(here.path, night.since, night.as_of)
        page = Paginator(found, PAGE).get_page(request.GET.get("page"))
        context |= {
            "kinds": [(kind, [one for one in page if one.kind is kind.kind]) for kind in by_kind(found)],
            "page": page,
            "asked": len(asked),
            "response": sum((one.response for one in asked), NOBODY_ASKED),
            "lines": _below(here, found, asked),
        }
    return render(request, "bureau/measured.html", context)


def _below(here: Here, found: Sequence[Signal], asked: Sequence[ClassAsked]) -> list[Below]:
    """Counties by code, the others by name; those of a school are its classes, which are listed anyway."""
    paths = {school.id: school.path for school in facts_below(here.path).values()}
    places = [child for child in children(here.id) if child.kind in BETWEEN]
    places.sort(key=lambda child: (child.code is None, child.code or "", name_order(child.name)))
    return [
        Below(
            id=child.pk,
            name=child.name,
            asked=len(mine := [one for one in asked if paths[one.school_id].startswith(child.path)]),
            over=_classes(s for s in found if s.kind is SignalKind.OVER and s.school.path.startswith(child.path)),
            unlisted=_classes(
                s for s in found if s.kind is SignalKind.UNLISTED and s.school.path.startswith(child.path)
            ),
            response=sum((one.response for one in mine), NOBODY_ASKED),
        )
        for child in places
    ]


def _classes(found: Iterable[Signal]) -> int:
    return len({one.klass.id for one in found})
