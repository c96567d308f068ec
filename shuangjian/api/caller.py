"""Who calls: a token in the Authorization header, and nothing else. A browser's session opens nothing here."""

import datetime as dt

from django.http import HttpRequest
from ninja.security import HttpBearer

from shuangjian.audit.operations import Request
from shuangjian.kernel.actor import Actor
from shuangjian.people.operations import TokenInUse, use_token
from shuangjian.people.rules import Scope


class ApiRequest(HttpRequest):
    """A request as an endpoint receives it: `actor` is the token's person within the scope of the endpoint."""

    at: dt.datetime
    token: TokenInUse
    actor: Actor


class Bearer(HttpBearer):
    """Opens an endpoint for tokens that have its scope; for every token where it needs none."""

    def __init__(self, scope: Scope | None = None) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> TokenInUse:
        """Raises TokenUseless, TokenBusy, NotAllowed."""
        found = use_token(secret=token.strip(), at=request.at)  # type: ignore[attr-defined]
        request.token = found  # type: ignore[attr-defined]
        request.actor = found.actor if self.scope is None else found.acting(self.scope)  # type: ignore[attr-defined]
        return found


def act_key(act: str, key: str) -> str:
    """The key of an act: one key may be used once for each kind of act, and never meets a browser's."""
    return f"api:{act}:{key}"


def act_request(act: str, key: str, **asked: object) -> Request:
    """An act with a digest of what was asked, so that a retry is told from a new request."""
    return Request.of(act_key(act, key), **asked)
