"""Programs that call: a token for somebody of the cast, and requests with it."""

import itertools
import json
import random
from dataclasses import dataclass
from typing import Any

from django.test import Client

from shuangjian.kernel.actor import operator
from shuangjian.people.models import Person
from shuangjian.people.operations import issue_token
from shuangjian.people.queries import actor_at
from shuangjian.people.rules import Scope, offered_scopes
from tests.cast import AT, TODAY, Cast

ROOT = "/api/v1"


@dataclass
class Caller:
    """A program with a token; None calls without any."""

    secret: str | None

    def get(self, path: str, **query: Any) -> Any:
        return self.client().get(f"{ROOT}{path}", query)

    def post(self, path: str, body: Any = None, *, key: str | None = "key-1") -> Any:
        return self.send("post", path, body, key=key)

    def send(self, method: str, path: str, body: Any = None, *, key: str | None = "key-1") -> Any:
        data = json.dumps(body) if body is not None else b""
        headers = {"Idempotency-Key": key} if key is not None else {}
        call = getattr(self.client(), method)
        return call(f"{ROOT}{path}", data=data, content_type="application/json", headers=headers)

    def upload(self, path: str, file: Any, *, key: str = "key-1") -> Any:
        return self.client().post(f"{ROOT}{path}", {"file": file}, headers={"Idempotency-Key": key})

    def client(self) -> Client:
        headers = {"Authorization": f"Bearer {self.secret}"} if self.secret is not None else {}
        return Client(headers=headers)


_TOKENS = itertools.count()  # so that no two are drawn alike


def token_of(person: Person, *scopes: Scope, name: str = "排课系统", days: int = 30) -> str:
    """A token with these scopes, or with all that the person has a role for."""
    chosen = scopes or offered_scopes(actor_at(person, AT))
    issued = issue_token(
        by=operator("测试"),
        at=AT,
        name=name,
        scopes=chosen,
        days=days,
        choose=random.Random(next(_TOKENS)).choice,
        person=person,
    )
    return issued.secret


def caller(cast: Cast, who: str, *scopes: Scope) -> Caller:
    return Caller(token_of(cast.people[who], *scopes))


def assignment(**more: Any) -> dict[str, Any]:
    """Twenty minutes of mathematics."""
    return {
        "subject": "MATHEMATICS",
        "unit": "第六单元　多边形的面积",
        "aim": "会用公式算三角形的面积",
        "form": "WRITTEN",
        "content": "练习册第30页。",
        "tiers": [{"minutes": 20}],
    } | more


def target(school_class: Any, grade: int = 5, *dates: str) -> dict[str, Any]:
    return {"class_id": school_class.pk, "grade": grade, "dates": list(dates) or [TODAY.isoformat()]}


def homework(cast: Cast, *targets: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The body of a publication, to 五（1）班 tonight unless said otherwise."""
    return {"assignment": assignment(), "targets": list(targets) or [target(cast.five_one)]} | more
