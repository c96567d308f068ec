"""Puts the actor on the request, built once and only when somebody asks for it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from shuangjian.kernel.actor import Actor
from shuangjian.people.queries import actor_at


class DeskRequest(HttpRequest):
    """A request as every desk's view receives it: who is asking, and at which moment."""

    actor: Actor
    at: dt.datetime


class ActorMiddleware:
    """`request.actor`: an Actor with the roles held at `request.at`, or one without roles for who has not signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _actor(request: Any) -> Actor:
    if not request.user.is_authenticated:
        return Actor(None, "")
    return actor_at(request.user.person, request.at)
