"""记录: what was done at the school, a sentence an act, newest first."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shuangjian.audit.queries import acts_of_school
from shuangjian.audit.sentences import OF_ONESELF
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.record import in_words, page_of
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.entrance import pages_of, school_led


@require_GET
@desk_view()
def record(request: HttpRequest, school_id: int) -> HttpResponse:
    """The school's acts, a page at a time (`?before=`). Who signed in when is nobody's to watch, and left out."""
    desk = cast(DeskRequest, request)
    school = school_led(desk, school_id)
    page = page_of(
        request.GET,
        lambda before, limit: acts_of_school(school.id, before_id=before, limit=limit, without=OF_ONESELF),
    )
    context = {
        "school": school,
        "pages": pages_of(desk, school),
        "acts": in_words(page.acts, desk.at),
        "before": page.before,
        "older": page.older,
    }
    return render(request, "school/record.html", context)
