"""Where given pupils sit, and what they are called."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Q, QuerySet

from shuangjian.people.models import Enrolment
from shuangjian.people.queries.period import in_force


class NamedSeat(NamedTuple):
    """A pupil in a class on a date."""

    pupil_id: int
    name: str
    class_id: int
    school_id: int
    cohort: int


def seats_of(pupil_ids: Iterable[int], date: dt.date) -> dict[int, NamedSeat]:
    """Those of the pupils who sit in a class on a date and have not left, by id. One query."""
    return {seat.pupil_id: seat for seat in _seats(Q(pupil_id__in=set(pupil_ids), pupil__left_on=None), date)}


def named(pupil_ids: Iterable[int], date: dt.date) -> list[NamedSeat]:
    """Those of the pupils who sit in a class on a date, in the order of their names. One query."""
    return _seats(Q(pupil_id__in=set(pupil_ids)), date)


def named_seats(school_id: int, date: dt.date) -> list[NamedSeat]:
    """Every pupil who sits in a class of the school on a date, in the order of their names. One query."""
    return _seats(Q(school_id=school_id), date)


def _seats(whose: Q, date: dt.date) -> list[NamedSeat]:
    rows: QuerySet[Enrolment] = Enrolment.objects.filter(in_force(date), whose)
    ordered = rows.order_by("pupil__sort_key", "pupil__name", "pupil_id")
    found = ordered.values_list("pupil_id", "pupil__name", "school_class_id", "school_id", "cohort")
    return [NamedSeat(*row) for row in found]
