"""What those who work with a class see of its evenings: how many stopped at bedtime, and how many finished at
school. Of a class, from five families up; of a child only to the homeroom teacher, where its family wished it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from shuangjian.kernel.actor import Actor
from shuangjian.people.queries import class_list
from shuangjian.timing.access import sees_names_of_stops
from shuangjian.timing.models import ClassCount, Stop
from shuangjian.timing.queries.bedtimes import works_left
from shuangjian.timing.queries.turnout import EveningKey
from shuangjian.timing.rules import end_of_last_night

FEWEST = 5  # families, before how many there were is told


@dataclass(frozen=True)
class Counted:
    """Of `present` pupils `finished` were done at the end of the homework slot; by whom and when it was said."""

    present: int
    finished: int
    counted_by: str
    at: dt.datetime


def class_counts(class_ids: Iterable[int], dates: Iterable[dt.date]) -> dict[EveningKey, Counted]:
    """By (class, grade, date). One query."""
    rows = ClassCount.objects.filter(school_class_id__in=set(class_ids), date__in=set(dates)).select_related(
        "counted_by"
    )
    return {
        (row.school_class_id, row.grade, row.date): Counted(row.present, row.finished, row.counted_by.name, row.at)
        for row in rows
    }


def stops_counted(class_ids: Iterable[int], dates: Iterable[dt.date], at: dt.datetime) -> dict[EveningKey, int]:
    """How many families ended the evening at bedtime, by (class, grade, date); those below five are left out, and what
    can still be taken back. One query."""
    rows = (
        Stop.objects.filter(school_class_id__in=set(class_ids), date__in=set(dates), at__lt=end_of_last_night(at))
        .values_list("school_class_id", "grade", "date")
        .annotate(n=Count("pk"))
        .filter(n__gte=FEWEST)
    )
    return {(class_id, grade, date): n for class_id, grade, date, n in rows}


@dataclass(frozen=True)
class Told:
    """A child whose family wished the homeroom teacher to know that it went to bed over homework."""

    name: str
    grade: int
    works: tuple[tuple[str, str], ...]


def told_stops(by: Actor, class_id: int, date: dt.date, at: dt.datetime) -> list[Told]:
    """For the homeroom teacher of the class and nobody else, by name, from the morning on when it cannot be taken back;
    whoever else asks is told of none. Four queries at most."""
    if not sees_names_of_stops(by, class_id):
        return []
    over = Stop.objects.filter(school_class_id=class_id, date=date, at__lt=end_of_last_night(at))
    told = over.filter(tell_teacher=True, pupil__isnull=False)
    rows = list(told.prefetch_related("works__publication__assignment"))
    if not rows:
        return []
    by_pupil = {stop.pupil_id: stop for stop in rows}
    seats = [seat for seat in class_list(class_id, date) if seat.pupil_id in by_pupil]
    return [Told(s.name, by_pupil[s.pupil_id].grade, works_left(by_pupil[s.pupil_id])) for s in seats]
