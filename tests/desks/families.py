"""Slips and families as tests meet them."""

import re
from typing import Any

from django.test import Client

from shuangjian.homework.queries import sheet_address
from tests.cast import PASSWORD, Cast


def entering(code: str, /, **more: str) -> dict[str, str]:
    """The form of the entrance, filled in by a careful father."""
    return {"code": code, "relation": "FATHER", "password": PASSWORD, "again": PASSWORD, "agreed": "yes"} | more


def give_slip(cast: Cast, child: str, school_class: Any = None, who: str = "chinese", **more: str) -> str:
    """The homeroom teacher gives out a slip for a child; the code that is printed on it."""
    address = f"/class/{(school_class or cast.five_one).pk}/slips/"
    form = {"pupil": str(cast.pupils[child].pk), "key": f"slip-{child}", "seed": f"seed-{child}"} | more
    return codes_in(cast.client(who).post(address, form))[0]


def codes_in(page: Any) -> list[str]:
    """The codes on a page of slips."""
    assert page.status_code == 200, page
    found: list[str] = re.findall(r'class="slip-code">([^<]+)<', page.text)
    return found


def enter(code: str, /, client: Client | None = None, **more: str) -> Any:
    """Come in by a slip, in a browser of one's own unless one is given."""
    return (client or Client()).post("/enter/", entering(code, **more))


def sheet(cast: Cast, school_class: Any = None) -> str:
    """The path of a class's evening sheet."""
    return f"/t/{sheet_address((school_class or cast.five_one).pk)}/"
