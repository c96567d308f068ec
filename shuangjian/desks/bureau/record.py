"""记录: what was done below a place to places and schools as a whole. Nothing on a class's homework or a child."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shuangjian.audit.queries import acts_below
from shuangjian.audit.sentences import OF_A_PLACE
from shuangjian.desks.bureau.entrance import place_seen
from shuangjian.desks.bureau.rows import OVERSEERS
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.record import in_words, page_of
from shuangjian.desks.common.views import desk_view
from shuangjian.schools.queries import schools_below


@require_GET
@desk_view(*OVERSEERS)
def record(request: HttpRequest, place_id: int) -> HttpResponse:
    """The acts below a place, newest first, a page at a time (`?before=`)."""
    desk = cast(DeskRequest, request)
    here = place_seen(desk, place_id)
    page = page_of(request.GET, lambda before, limit: acts_below(here.path, OF_A_PLACE, before_id=before, limit=limit))
    names = {school.pk: school.place.name for school in schools_below(here.path)}
    context = {
        "here": here,
        "acts": [
            (act, date, names.get(act.school_id or 0, ""), words) for act, date, words in in_words(page.acts, desk.at)
        ],
        "before": page.before,
        "older": page.older,
    }
    return render(request, "bureau/record.html", context)
