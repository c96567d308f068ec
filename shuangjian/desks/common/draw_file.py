"""The file of a draw, without a name in it: for the families in it, the school, and those above. A copy to keep. Of the
latest draw, or with `?term=2026-1` of that term's."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from shuangjian.afterschool.queries import draw_file, tutoring_file
from shuangjian.desks.common.asked import asked_term
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view


@require_safe
@desk_view()
def draw(request: HttpRequest, school_id: int) -> HttpResponse:
    desk = cast(DeskRequest, request)
    return _attached(*draw_file(desk.actor, school_id, desk.at, asked_term(desk.GET)))


@require_safe
@desk_view()
def tutoring(request: HttpRequest, school_id: int) -> HttpResponse:
    desk = cast(DeskRequest, request)
    return _attached(*tutoring_file(desk.actor, school_id, desk.at, asked_term(desk.GET)))


def _attached(name: str, text: bytes) -> HttpResponse:
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
