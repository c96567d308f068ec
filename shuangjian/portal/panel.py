"""`/minutes/panel/`: how many families were asked how long homework took, how many answered, and how they are drawn."""

import datetime as dt
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shuangjian.kernel.day import shanghai_date
from shuangjian.portal.asked import PublicRequest
from shuangjian.portal.caching import public_page
from shuangjian.schools.queries import cities, term_at
from shuangjian.timing.queries import panel_response
from shuangjian.timing.rules import ASKED_A_CLASS, FEWEST_CHILDREN, REST_SCHOOL_DAYS

LATELY = dt.timedelta(days=180)  # between terms: the one that is over


@public_page
def panel(request: HttpRequest) -> HttpResponse:
    at = cast(PublicRequest, request).at
    today = shanghai_date(at)
    city = cities().first()
    term = term_at(city.path, today) if city else None
    context = {
        "found": panel_response(term.since if term else today - LATELY, at),
        "in_term": term is not None,
        "a_class": ASKED_A_CLASS,
        "rest": REST_SCHOOL_DAYS,
        "fewest": FEWEST_CHILDREN,
    }
    return render(request, "portal/panel.html", context)
