"""/school/<id>/service/waiting/: who waits for what, which seats are free, and what has been offered."""

from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from shuangjian.afterschool.access import check_can_coordinate
from shuangjian.afterschool.queries import UnitWaiting, is_told, running_programme, told_programme, waiting_by_unit
from shuangjian.afterschool.rules.terms import term_label
from shuangjian.desks.common.asked import asked_term
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.entrance import pages_of
from shuangjian.desks.school.service_entrance import service_pages, service_seen
from shuangjian.schools.queries import known_school


@dataclass(frozen=True)
class Sums:
    """What the whole school comes to: seats free, offered, children waiting for something of how many in the
    service."""

    free: int
    held: int
    waiting: int
    joined: int


@never_cache
@require_GET
@desk_view()
def waiting(request: HttpRequest, school_id: int) -> HttpResponse:
    """For whoever plans the service; nobody can move anybody from here. `?term=2026-1`: of that term."""
    desk = cast(DeskRequest, request)
    school = known_school(school_id)
    check_can_coordinate(desk.actor, school.id, school.path)
    term = asked_term(desk.GET)
    programme = told_programme(school.id, desk.at, term) or running_programme(school.id, desk.at, term)
    found: list[UnitWaiting] = []
    joined = 0
    if programme is not None and is_told(programme, desk.at):
        found, joined = waiting_by_unit(programme, desk.at)
    children = {child.pupil_id for unit in found for child in unit.children}
    context = {
        "school": school,
        "pages": pages_of(desk, school),
        "service_pages": service_pages(desk, service_seen(desk, school.id)),
        "programme": programme,
        "term_label": term_label(programme.year, programme.number) if programme else "",
        "is_told": programme is not None and is_told(programme, desk.at),
        "units": [unit for unit in found if unit.children or unit.held],
        "free": [unit for unit in found if unit.free and not (unit.children or unit.held)],
        "others": [unit for unit in found if not (unit.children or unit.free or unit.held)],
        "sums": Sums(sum(u.free for u in found), sum(u.held for u in found), len(children), joined),
    }
    return render(request, "school/service_waiting.html", context)
