"""`/service/<school>/draw/`: what anybody may know of a draw of after-school places, before, at and after it; and the
script by which its file is drawn again."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shuangjian.afterschool.queries import public_draw, verify_script
from shuangjian.afterschool.rules.terms import ServiceTerm
from shuangjian.portal.asked import PublicRequest
from shuangjian.portal.caching import public_page
from shuangjian.schools.queries import known_school


@public_page
def draw(request: HttpRequest, school_id: int) -> HttpResponse:
    """Of the latest term that was announced; with `?term=2026-1` of that one."""
    term = ServiceTerm.read(request.GET.get("term", ""))
    found = public_draw(school_id, cast(PublicRequest, request).at, term)
    school = found.school if found else known_school(school_id)
    return render(request, "portal/draw.html", {"school": school, "found": found})


@public_page
def verify_draw(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(verify_script(), content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="verify_draw.py"'
    return response
