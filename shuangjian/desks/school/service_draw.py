"""/school/<id>/service/draw/: how far sign-up and draw are, how well the draw came out, and unit by unit."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shuangjian.afterschool.access import can_coordinate, check_sees_service
from shuangjian.afterschool.queries import (
    SchoolDraw,
    programme_in_term,
    programme_shown,
    school_draw,
    term_code,
    terms_shown,
)
from shuangjian.afterschool.rules.terms import term_label
from shuangjian.desks.common.asked import asked_term
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.entrance import pages_of, school_known
from shuangjian.desks.school.service_entrance import Service, service_pages

MOST_SEATS = 30


@require_GET
@desk_view()
def draw(request: HttpRequest, school_id: int) -> HttpResponse:
    """GET `?term=2026-1`, the latest without; `?seats=5`: what five more seats in each full unit would change."""
    desk = cast(DeskRequest, request)
    school = school_known(desk, school_id)
    check_sees_service(desk.actor, school.id, school.path)
    seats, wrong = _seats(request.GET.get("seats", ""))
    terms = terms_shown(school.id)
    asked = asked_term(request.GET)
    programme = programme_shown(school.id, asked if asked in terms else None)
    context = {"school": school, "pages": pages_of(desk, school), "wrong": wrong, "seats": seats or 5}
    if programme is not None:
        found = school_draw(desk.actor, desk.at, school, programme, seats)
        seen = programme_in_term(school.id, programme.year, programme.number, desk.at)
        service = Service(school, programme, (), seen, can_coordinate(desk.actor, school.id))
        context |= {
            "service": service,
            "service_pages": service_pages(desk, service),
            "found": found,
            "bound_share": _share(found),
            "term": service.code,
            "term_label": term_label(programme.year, programme.number),
            "terms": [(term_code(year, number), term_label(year, number)) for year, number in terms],
            "names": service.may_plan,
            "asked_seats": seats,
        }
    return render(request, "school/service_draw.html", context)


def _share(found: SchoolDraw) -> str:
    if found.whole is None or not found.bound:
        return ""
    return f"{found.whole.whole.total / found.bound:.0%}"


def _seats(typed: str) -> tuple[int, str]:
    if not typed:
        return 0, ""
    if typed.isascii() and typed.isdecimal() and 1 <= int(typed[:4]) <= MOST_SEATS:
        return int(typed), ""
    return 0, f"没有看懂加几个名额，请写1到{MOST_SEATS}的数。"
