"""`/privacy/`: what the system keeps about people, why, who sees it and for how long."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shuangjian.people.rules import NOTICE
from shuangjian.portal.caching import public_page
from shuangjian.portal.personal_data import by_person


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/privacy.html", {"notice": NOTICE, "people": by_person()})
