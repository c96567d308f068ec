"""The publishing form as tests fill it in."""

import re
from typing import Any

from django.test import Client

from shuangjian.homework.models import Evening
from tests.cast import TODAY, Cast

WORDS = {
    "subject": "MATHEMATICS",
    "unit": "位置",
    "aim": "会用数对",
    "form": "WRITTEN",
    "content": "画座位图，用数对写三个位置。",
    "minutes-0": "20",
    "choose": "1",
    "evening": TODAY.isoformat(),
    "key": "key-1",
}


def target(school_class: Any, grade: int = 5) -> str:
    """A class and grade as a checkbox of the form."""
    return f"{school_class.pk}-{grade}"


def send(client: Client, cast: Cast, act: str = "publish", classes: Any = None, **more: Any) -> Any:
    """Press a button of the form; both fifth classes unless said otherwise."""
    chosen = [target(c) for c in (classes if classes is not None else (cast.five_one, cast.five_two))]
    return client.post("/homework/new/", WORDS | {"classes": chosen, "act": act} | more)


def fill(cast: Cast, minutes: int, *classes: Any, key: str = "chinese") -> None:
    """The Chinese teacher sets so many minutes tonight."""
    page = send(
        cast.client("chinese"), cast, classes=classes, subject="CHINESE", **{"minutes-0": str(minutes), "key": key}
    )
    assert page.status_code == 302


def committed(school_class: Any, date: Any = TODAY) -> int:
    """Minutes on a class's evening, over all its grades."""
    return sum(Evening.objects.filter(school_class=school_class, date=date).values_list("committed", flat=True))


def shown_by(page: Any) -> str:
    """What the form carries of the minutes that it shows."""
    found = re.search(r'name="shown" value="([^"]*)"', page.text)
    assert found
    return found.group(1)
