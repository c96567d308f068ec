"""Counting evenings over places. Each count names what it counts and can be opened to its rows."""

import datetime as dt
from enum import StrEnum
from typing import cast

from django.db.models import Count, F, Q, QuerySet, Sum

from shuangjian.homework.models import Evening


class EveningCount(StrEnum):
    """A subset of the opened evenings of a date, and the words for it."""

    WRITTEN = "written"
    FULL = "full"
    ROOM = "room"

    @property
    def label(self) -> str:
        return {"written": "布置了书面作业的班晚", "full": "排满到上限的班晚", "room": "还有空的班晚"}[self.value]

    @property
    def where(self) -> Q:
        return {
            "written": Q(committed__gt=0),
            "full": Q(cap__gt=0, committed=F("cap")),
            "room": Q(cap__gt=0, committed__lt=F("cap")),
        }[self.value]


def count_evenings(path: str, since: dt.date, until: dt.date) -> dict[int, dict[str, int]]:
    """Per school at or below a path: evenings opened from `since` until, exclusively, `until`, those of each kind, and
    the minutes committed and allowed. One query."""
    rows = (
        _below(path, since, until)
        .values("school_id")
        .annotate(
            opened=Count("pk"),
            minutes=Sum("committed"),
            allowed=Sum("cap"),
            **{kind.value: Count("pk", filter=kind.where) for kind in EveningCount},
        )
    )
    return {row["school_id"]: cast("dict[str, int]", row) for row in rows}


def evenings_counted(
    path: str, since: dt.date, until: dt.date, kind: EveningCount, *, offset: int = 0, limit: int = 100
) -> QuerySet[Evening]:
    """The rows behind a count, by school, class and date."""
    rows = _below(path, since, until).filter(kind.where).select_related("school__place", "school_class")
    return rows.order_by("school__place__path", "school_class_id", "grade", "date")[offset : offset + limit]


def _below(path: str, since: dt.date, until: dt.date) -> QuerySet[Evening]:
    return Evening.objects.filter(school__place__path__startswith=path, date__gte=since, date__lt=until)
