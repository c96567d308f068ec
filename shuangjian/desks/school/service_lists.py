"""Lists of an afternoon, to be read and printed: of a unit, of the reading place, of a class."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from shuangjian.afterschool.access import can_coordinate, check_can_coordinate, check_sees_class_places
from shuangjian.afterschool.queries import class_places, programme_listed, reading_lists, unit_list
from shuangjian.afterschool.rules.terms import term_label
from shuangjian.desks.common.asked import asked_term
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.class_entrance import class_seen, frame
from shuangjian.kernel.day import shanghai_date
from shuangjian.schools.queries import ClassNow, class_by_id, known_school


@never_cache
@require_GET
@desk_view()
def of_unit(request: HttpRequest, school_id: int, unit_id: int) -> HttpResponse:
    """A unit's children, class by class."""
    desk = cast(DeskRequest, request)
    school = known_school(school_id)
    found = unit_list(desk.actor, desk.at, school, unit_id)
    programme = found.unit.programme
    context = {
        "school": school,
        "found": found,
        "programme": programme,
        "term_label": term_label(programme.year, programme.number),
        "plans": can_coordinate(desk.actor, school.id),
    }
    return render(request, "school/service_unit_list.html", context)


@never_cache
@require_GET
@desk_view()
def of_reading(request: HttpRequest, school_id: int) -> HttpResponse:
    """Who is in the reading place, day by day."""
    desk = cast(DeskRequest, request)
    school = known_school(school_id)
    check_can_coordinate(desk.actor, school.id, school.path)
    programme = programme_listed(school.id, desk.at, asked_term(desk.GET))
    days = reading_lists(desk.actor, desk.at, school, programme) if programme else []
    return render(request, "school/service_reading.html", {"school": school, "days": days, "programme": programme})


@never_cache
@require_GET
@desk_view()
def of_class(request: HttpRequest, class_id: int) -> HttpResponse:
    """Where the children of a class are, weekday by weekday."""
    desk = cast(DeskRequest, request)
    klass = _class(desk, class_id)
    check_sees_class_places(desk.actor, klass.school_id, klass.id)
    programme = programme_listed(klass.school_id, desk.at, asked_term(desk.GET))
    context = frame(desk, klass) | {"programme": programme}
    if programme is not None:
        context["found"] = class_places(desk.actor, desk.at, klass, programme)
    return render(request, "school/class_places.html", context)


def _class(desk: DeskRequest, class_id: int) -> ClassNow:
    """Who plans the service of a school need not work with the class. Raises NotVisible."""
    klass = class_by_id(class_id, shanghai_date(desk.at))
    if klass is not None and can_coordinate(desk.actor, klass.school_id):
        return klass
    return class_seen(desk, class_id)
