"""The description of the API, OpenAPI 3.1: what the endpoints say of themselves, and the problems they may answer."""

from functools import cache
from typing import Any

from ninja.openapi.schema import REF_TEMPLATE

from shuangjian.api.interface import api
from shuangjian.api.problems import BUSY, CONTENT_TYPE, KINDS, REFUSED, TOKEN, UNKNOWN, UNREADABLE, Kind, Problem
from shuangjian.api.problems import TOO_LARGE as LARGE
from shuangjian.people.rules import Scope

ROOT = "/api/v1"
METHODS = ("get", "post", "put", "delete")
# What only requests that say something, or write, can meet.
_OF_WRITES = (UNREADABLE.status, REFUSED.status, LARGE.status)
_NAMING = ("weigh", "publish", "ask_loan", "settle_loan", "appeal")  # they name a class in their body
_HEADERS = {
    TOKEN.status: {"WWW-Authenticate": {"required": True, "schema": {"type": "string"}}},
    BUSY.status: {"Retry-After": {"required": True, "description": "等几秒", "schema": {"type": "integer"}}},
}


@cache
def document() -> dict[str, Any]:
    """The whole document, as it is served and as docs/openapi.json holds it."""
    found: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=""))
    found["servers"] = [{"url": ROOT}]
    components = found["components"]
    problem = Problem.model_json_schema(ref_template=REF_TEMPLATE, mode="serialization")
    components["schemas"] |= problem.pop("$defs") | {"Problem": problem}
    components["securitySchemes"] = {"Token": {"type": "http", "scheme": "bearer", "description": _scopes()}}
    for path, operations in found["paths"].items():
        for method, operation in operations.items():
            operation["security"] = [{"Token": []}]
            scope = scope_of(operation["operationId"])
            operation["x-scope"] = scope.value if scope else None
            operation["responses"] |= _problems(path, method, operation)
    return found


@cache
def _scope_by_operation() -> dict[str, Scope | None]:
    return {
        str(operation.operation_id): getattr(callback, "scope", None)
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
        for callback in operation.auth_callbacks
    }


def scope_of(operation_id: str) -> Scope | None:
    """What a token needs for an operation; None where every token will do."""
    return _scope_by_operation()[operation_id]


def _problems(path: str, method: str, operation: dict[str, Any]) -> dict[int, dict[str, Any]]:
    answered: dict[int, list[Kind]] = {}
    for kind in KINDS:
        if kind.status in _OF_WRITES and method == "get":
            continue
        if kind.status == UNKNOWN.status and not _names_a_thing(path, operation):
            continue
        answered.setdefault(kind.status, []).append(kind)
    return {
        status: {
            "description": "；".join(kind.title for kind in kinds),
            "content": {CONTENT_TYPE: {"schema": {"$ref": REF_TEMPLATE.format(model="Problem")}}},
        }
        | ({"headers": _HEADERS[status]} if status in _HEADERS else {})
        for status, kinds in answered.items()
    }


def _names_a_thing(path: str, operation: dict[str, Any]) -> bool:
    """Whether a request names something that there may not be: in its address, its query or its body."""
    named = {parameter["name"] for parameter in operation.get("parameters", ())}
    return "{" in path or "rule" in named or operation["operationId"] in _NAMING


def _scopes() -> str:
    return "令牌，写成 Authorization: Bearer sj_…。用途：" + "；".join(f"{s.value} {s.label}" for s in Scope) + "。"
