"""How many were asked and how many answered: of evenings, of a school, below a place."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count

from shuangjian.timing.models import Ask
from shuangjian.timing.rules.showing import Response

EveningKey = tuple[int, int, dt.date]  # class, grade, date


def responses_of(keys: Collection[EveningKey]) -> dict[EveningKey, Response]:
    """By class, grade and date, where anybody was asked. One query, none of no evenings."""
    if not keys:
        return {}
    classes, dates = {key[0] for key in keys}, {key[2] for key in keys}
    rows = Ask.objects.filter(school_class_id__in=classes, date__in=dates)
    counted = rows.values_list("school_class_id", "grade", "date").annotate(
        asked=Count("pk"), answered=Count("answered_at")
    )
    return {
        (class_id, grade, date): Response(asked, answered)
        for class_id, grade, date, asked, answered in counted
        if (class_id, grade, date) in keys
    }


@dataclass(frozen=True)
class ClassAsked:
    """A class about which somebody was asked, and how many answered."""

    school_id: int
    class_id: int
    response: Response


def classes_asked(path: str, since: dt.date, through: dt.date) -> list[ClassAsked]:
    """Of every class at or below a place about which anybody was asked, over the evenings from one to another, both
    included. One query."""
    rows = Ask.objects.filter(school__place__path__startswith=path, date__gte=since, date__lte=through)
    counted = rows.values_list("school_id", "school_class_id").annotate(
        asked=Count("pk"), answered=Count("answered_at")
    )
    return [ClassAsked(school, klass, Response(asked, answered)) for school, klass, asked, answered in counted]
