"""本校的实测: which classes' evenings really went over, what no sheet had, and how many families answered."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.signals import by_kind
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.entrance import pages_of, school_seen
from shuangjian.schools.queries import classes_of_school
from shuangjian.timing.access import can_see_signals
from shuangjian.timing.queries import classes_asked, last_night, signals_below
from shuangjian.timing.rules.showing import NOBODY_ASKED


@require_GET
@desk_view()
def measured(request: HttpRequest, school_id: int) -> HttpResponse:
    """As of the last night. A head of grade sees the classes of that grade."""
    desk = cast(DeskRequest, request)
    school = school_seen(desk, school_id)
    night = last_night(school.path)
    context = {"school": school, "pages": pages_of(desk, school), "night": night}
    if night is not None:
        classes = [k for k in classes_of_school(school.id, night.as_of) if can_see_signals(desk.actor, k)]
        seen = {klass.id for klass in classes}
        asked = {one.class_id: one.response for one in classes_asked(school.path, night.since, night.as_of)}
        context |= {
            "kinds": by_kind(one for one in signals_below(school.path, night.as_of) if one.klass.id in seen),
            "classes": [(klass, asked.get(klass.id, NOBODY_ASKED)) for klass in classes],
            "asked": len(seen & set(asked)),
            "response": sum((asked[pk] for pk in seen & set(asked)), NOBODY_ASKED),
        }
    return render(request, "school/measured.html", context)
