"""How long a public page may be kept, and by whom.

The frame of every page shows whoever has signed in. Only the page of a browser without a session is the same for all:
it alone may be kept by caches between here and the reader, and for minutes, because a day's rules change at midnight.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import conditional_page, require_safe

View = Callable[..., HttpResponse]
KEPT_SECONDS = 300
PERSONAL_COOKIES = frozenset({settings.SESSION_COOKIE_NAME, "messages"})


def public_page(view: View) -> View:
    """A page for everybody: GET and HEAD only, with an ETag, and Cache-Control by who may see the same bytes."""

    @require_safe
    @conditional_page
    @wraps(view)
    def framed(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 200 and not PERSONAL_COOKIES & request.COOKIES.keys():
            patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
        else:
            patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Cookie"])
        return response

    return framed
