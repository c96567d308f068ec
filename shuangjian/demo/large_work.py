"""Large work of grade five that is announced: one fixed, two that meet, one that came late."""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from shuangjian.audit.operations import Request
from shuangjian.demo.directory import Directory, on
from shuangjian.demo.plan import QINGZAO, TODAY
from shuangjian.homework.operations import announce, object_to
from shuangjian.kernel.subject import Subject

if TYPE_CHECKING:
    from shuangjian.homework.models import Announcement

GRADE = 5
YESTERDAY, FRIDAY = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)
MONDAY, TUESDAY = dt.date(2026, 9, 21), dt.date(2026, 9, 22)


def events(city: Directory) -> list[tuple[dt.datetime, Callable[[dt.datetime], object]]]:
    return [
        (on(YESTERDAY, "12:40"), lambda at: _announce(
            city, "毕小满", 1, at, Subject.CHINESE, "WRITING", "改写民间故事", MONDAY, 35,
        )),
        (on(YESTERDAY, "16:50"), lambda at: _announce(
            city, "郝若川", 1, at, Subject.SCIENCE, "PROJECT", "一周的影子", TUESDAY, 10, evenings=3, counts=False,
        )),
        (on(TODAY, "12:15"), lambda at: _paper_that_meets(city, at)),
        (on(TODAY, "15:31"), lambda at: _announce(
            city, "庄静", 1, at, Subject.ETHICS_AND_LAW, "PROJECT", "采访一位邻居", FRIDAY, 20, counts=False,
            reason="社区把见面改到了星期五下午",
        )),
    ]  # fmt: skip


def _paper_that_meets(city: Directory, at: dt.datetime) -> None:
    """A unit's paper for both classes; in one of them a colleague says at once that the day is taken."""
    for number in (1, 2):
        row = _announce(city, "沈岚", number, at, Subject.MATHEMATICS, "PAPER", "小数乘法单元练习", TUESDAY, 40)
        if number == 1:
            object_to(
                by=city.actor(QINGZAO, "鲁菲", at), at=at, announcement_id=row.pk, reason="星期二英语也要写一篇",
                request=Request.of("sample-objection"),
            )  # fmt: skip


def _announce(
    city: Directory,
    who: str,
    number: int,
    at: dt.datetime,
    subject: Subject,
    kind: str,
    title: str,
    date: dt.date,
    minutes: int,
    **more: Any,
) -> "Announcement":
    return announce(
        by=city.actor(QINGZAO, who, at), at=at, class_id=city.klass(QINGZAO, GRADE, number).id, grade=GRADE,
        subject=subject, kind=kind, title=title, date=date, minutes=minutes,
        request=Request.of(f"sample-large-{subject}-{number}"), **more,
    )  # fmt: skip
