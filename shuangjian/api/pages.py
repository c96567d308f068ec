"""The description of the API: as OpenAPI, and as a page to read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from shuangjian.api.openapi import ROOT, document, scope_of
from shuangjian.api.problems import KINDS
from shuangjian.people.rules import REQUESTS_A_MINUTE, Scope


@dataclass(frozen=True)
class Endpoint:
    """One line of the page."""

    method: str
    path: str
    summary: str
    description: str
    scope: Scope | None
    writes: bool


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The document itself."""
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every endpoint by chapter, the scopes, and the problems with what to do about them."""
    chapters: dict[str, list[Endpoint]] = {}
    for chapter, endpoint in _endpoints():
        chapters.setdefault(chapter, []).append(endpoint)
    context: dict[str, Any] = {
        "chapters": chapters,
        "root": ROOT,
        "scopes": list(Scope),
        "problems": KINDS,
        "a_minute": REQUESTS_A_MINUTE,
    }
    return render(request, "api/index.html", context)


def _endpoints() -> Iterator[tuple[str, Endpoint]]:
    for path, operations in document()["paths"].items():
        for method, operation in operations.items():
            keyed = any(parameter["name"] == "Idempotency-Key" for parameter in operation.get("parameters", ()))
            yield (
                operation["tags"][0],
                Endpoint(
                    method.upper(),
                    path,
                    operation["summary"],
                    operation.get("description", ""),
                    scope_of(operation["operationId"]),
                    keyed,
                ),
            )
