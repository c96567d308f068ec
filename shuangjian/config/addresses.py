"""Where a request came from, when reverse proxies stand before the site."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address that the outermost of our own proxies saw; the peer's where there is no proxy.

    Only the last SHUANGJIAN_TRUSTED_PROXIES entries of X-Forwarded-For were written by us; whatever stands left of
    them was written by the client, who may write anything.
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))
    proxies: int = settings.TRUSTED_PROXIES
    if proxies == 0:
        return peer
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    return forwarded[-proxies] if len(forwarded) >= proxies else peer
