"""`/minutes/`: why a few families are asked how long homework took, in words for families."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shuangjian.portal.caching import public_page


@public_page
def minutes(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/minutes.html")
