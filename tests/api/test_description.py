"""The description of the API: the committed one is the served one, and the pages that stand for people."""

import json
from typing import Any

import pytest
from django.test import Client

from shuangjian.api.openapi import document
from shuangjian.api.problems import KINDS
from shuangjian.people.rules import Scope
from tests.conftest import ROOT

COMMITTED = ROOT / "docs/openapi.json"


def as_committed() -> str:
    return json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def operations() -> dict[str, Any]:
    return {op["operationId"]: op for path in document()["paths"].values() for op in path.values()}


def test_the_committed_description_is_the_one_that_is_served() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == as_committed(), (
        "python -c 'from tests.api.test_description import *; COMMITTED.write_text(as_committed())'"
    )
    served = Client().get("/api/v1/openapi.json")
    assert served.json() == json.loads(as_committed())
    assert served.json()["openapi"].startswith("3.1")


def test_every_operation_says_what_it_is_what_it_needs_and_how_it_may_fail() -> None:
    for name, operation in operations().items():
        assert operation["summary"], name
        assert operation["x-scope"] in {None, *Scope}
        assert {401, 403, 422, 429} <= set(operation["responses"])
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                assert list(response["content"]) == ["application/problem+json"], name


def test_every_write_needs_a_key_and_nothing_else_takes_one() -> None:
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            keyed = [p for p in operation.get("parameters", ()) if p["name"] == "Idempotency-Key"]
            writes = method != "get" and path != "/homework/weigh"
            assert [p["required"] for p in keyed] == ([True] if writes else []), f"{method} {path}"


def test_the_manual_names_every_endpoint_and_every_scope() -> None:
    manual = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    missing = [
        f"{method.upper()} {path}"
        for path, methods in document()["paths"].items()
        for method in methods
        if f"`{method.upper()} {path}`" not in manual
    ]
    assert missing == []
    assert all(f"`{scope}`" in manual for scope in Scope)
    assert all(f"`{kind.slug}`" in manual for kind in KINDS)


@pytest.mark.django_db
def test_the_page_lists_every_endpoint_and_every_problem_without_a_script() -> None:
    page = Client().get("/api/v1/")
    assert page.text.count("<h1") == 1
    for path, methods in document()["paths"].items():
        for method in methods:
            assert f"<code>{method.upper()} {path}</code>" in page.text
    assert all(f'id="{kind.slug}"' in page.text for kind in KINDS)
    assert "cdn" not in page.text
    assert page.text.count("<script") == Client().get("/privacy/").text.count("<script")
