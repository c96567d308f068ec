"""本校课后服务的覆盖: the school's figures for its staff; the children behind them for whoever plans the service."""

from collections.abc import Sequence
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shuangjian.afterschool.access import can_coordinate
from shuangjian.afterschool.figures import SchoolFact, children_of, kept_of, measured, school_covered
from shuangjian.afterschool.rules.weekdays import weekdays_label
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.service_asked import ServiceAsked, service_asked
from shuangjian.desks.common.service_numbers import Number, numbers
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.entrance import school_known
from shuangjian.schools.queries import SchoolFacts

HEAD = ("pupils_served", "pupils_unanswered", "pupils_declined", "teachers_leading")
BEHIND = {"pupils_served": "#unmet", "pupils_unanswered": "#unanswered"}  # where the page lists who, for whom may know


@require_GET
@desk_view()
def coverage(request: HttpRequest, school_id: int) -> HttpResponse:
    """GET `?term=2026-1&date=2026-10-15`."""
    desk = cast(DeskRequest, request)
    school = school_known(desk, school_id)
    asked = service_asked(desk, school.path)
    context: dict[str, Any] = {"school": school, "asked": asked}
    if asked is not None:
        schools = school_covered(desk.actor, school, asked.scope)
        context |= {"coverage": _head(schools, school, asked), "kept": kept_of(schools)}
        if can_coordinate(desk.actor, school.id):
            found = children_of(desk.actor, school, asked.scope)
            context |= {
                "plans": not found.is_deleted,
                "unmet": [(one, weekdays_label(one.missing)) for one in found.unmet],
                "undrawn": found.undrawn,
                "classes": [one for one in found.classes if one.unanswered],
            }
    return render(request, "school/service_coverage.html", context)


def _head(schools: Sequence[SchoolFact], school: SchoolFacts, asked: ServiceAsked) -> list[Number]:
    found = measured(schools)
    page = f"/school/{school.id}/service/coverage/{asked.query}"
    told = numbers(found, school.name, lambda one: page + BEHIND.get(one.figure.id, ""))
    return [told[id][0] for id in HEAD]
