"""What every request passes through: the clock, the content policy, and refusals that are a status code."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import page_not_found, permission_denied

from shuangjian.config import clock
from shuangjian.kernel.refusal import KeyReused, NotAllowed, NotVisible

Handler = Callable[[HttpRequest], HttpResponse]
LARGEST_ID = 2**63 - 1

# Everything a page uses comes from this site; nothing is inline, nothing may frame it, no form posts elsewhere.
CONTENT_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "style-src 'self'",
        "script-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


class TimedRequest(HttpRequest):
    """A request with the moment it was received."""

    at: dt.datetime


class ClockMiddleware:
    """Reads the clock once, so that all of a request happens at one moment: `request.at`."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.at = clock.now()  # type: ignore[attr-defined]
        return self.get_response(request)


class ContentPolicyMiddleware:
    """Tells browsers to run and show nothing that is not this site's own."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        return response


class RefusalMiddleware:
    """404 where one may not know, 403 where one may not act, whichever view it came up in."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Handler, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> HttpResponse | None:
        """An id that no database could hold names nothing."""
        if any(isinstance(value, int) and value > LARGEST_ID for value in kwargs.values()):
            return page_not_found(request, NotVisible("an id beyond all ids"))
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotVisible):
            return page_not_found(request, exception)
        if isinstance(exception, NotAllowed):
            return permission_denied(request, exception)
        if isinstance(exception, KeyReused):
            return render(request, "common/key_reused.html", status=409)
        return None
