"""The frame of a desk's view: signed in, and holding the role. Refusals become pages in config.middleware."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.kernel.actor import Role

View = Callable[..., HttpResponse]


KEPT_CHARACTERS = 20_000


def desk_view(*roles: Role, before_password: bool = False, keeps: str = "") -> Callable[[View], View]:
    """A view for people who hold one of `roles` (anyone signed in, when none is named).

    Not signed in: the sign-in page. Signed in without the role: 404, as for a thing one may not know. Somebody whose
    password was given out by another chooses one of their own first, except where `before_password`. A form whose
    field `keeps` was filled in while the session ran out is kept through the sign-in: see `kept_form`.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def framed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return _sign_in_first(request, keeps)
            if roles and not cast(DeskRequest, request).actor.holds(*roles):
                raise Http404
            if request.user.must_change_password and not before_password:
                return redirect(reverse("common:password"))
            return view(request, *args, **kwargs)

        return framed

    return decorate


def kept_form(request: HttpRequest) -> QueryDict | None:
    """What was typed before the session ran out, once."""
    kept = request.session.pop("kept", "")
    return QueryDict(kept) if kept else None


def _sign_in_first(request: HttpRequest, keeps: str) -> HttpResponse:
    if not (keeps and request.POST.get(keeps, "").strip()):
        return redirect_to_login(_page_of(request))
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    context = {"next": request.path, "kept": typed.urlencode()[:KEPT_CHARACTERS]}
    return render(request, "common/login.html", context, status=401)


def _page_of(request: HttpRequest) -> str:
    """Where to go on after signing in. What was sent by a form is sent again from the page it stood on: its own address
    may have nothing to show."""
    if request.method != "POST":
        return request.get_full_path()
    messages.warning(request, "离开太久，已经自动退出，刚才按的没有算数。登录后请再按一次。")
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.get_host():
        return reverse("common:home")
    return came_from.path + (f"?{came_from.query}" if came_from.query else "")
