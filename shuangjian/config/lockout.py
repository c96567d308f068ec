"""The answer to too many wrong passwords."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def locked_out(request: HttpRequest, response: object = None, credentials: object = None) -> HttpResponse:
    """Says that sign-in is closed and for how long; the same words whether the account exists or not."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "locked_out.html", {"minutes": minutes}, status=settings.AXES_HTTP_RESPONSE_CODE)
