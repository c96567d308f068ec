"""More schools and classes for the screens that look over many of them, and what every such screen must hold to."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shuangjian.kernel.actor import operator
from shuangjian.kernel.grade import Stage, System, cohort_of
from shuangjian.schools import operations as schools
from shuangjian.schools.models import Place, School, SchoolClass
from shuangjian.schools.rules import Setting
from tests.cast import AT, SINCE, TODAY, Cast

PUPILS = ("左小禾", "阿依古丽", "白䶮", "查朵", "费一诺", "游晓溪", "柏川")


def add_classes(school: School, *grades: int, number: int = 7) -> list[SchoolClass]:
    """A class of that number in each of these grades."""
    new = [schools.NewClass(school.pk, school.pk, Stage.PRIMARY, number, (cohort_of(g, TODAY),)) for g in grades]
    return schools.load_classes(new, SINCE)


def add_school(parent: Place, name: str, *grades: int) -> School:
    """A primary school below a place, with a class in each of these grades."""
    added = schools.add_school(
        by=operator("测试"),
        at=AT,
        name=name,
        parent=parent,
        code=None,
        system=System.SIX_THREE,
        grades=range(1, 7),
        setting=Setting.RURAL,
    )
    add_classes(added, *grades)
    return added


def queries_of(client: Client, path: str) -> int:
    """How many queries a page costs."""
    with CaptureQueriesContext(connection) as queries:
        page = client.get(path)
    assert page.status_code == 200
    return len(queries)


def statuses(cast: Cast, path: str, *people: str) -> dict[str, int]:
    """What each of these people gets from an address."""
    return {who: cast.client(who).get(path).status_code for who in people}


def check_plain(page: Any) -> None:
    """One heading, nothing inline, and no child's name."""
    assert page.text.count("<h1") == 1
    assert " style=" not in page.text
    assert "onclick" not in page.text
    assert not [name for name in PUPILS if name in page.text]
