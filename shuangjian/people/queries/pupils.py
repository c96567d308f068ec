"""The pupils of a class."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from shuangjian.people.models import Enrolment, Pupil
from shuangjian.people.queries.period import in_force

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True)
class Seat:
    """A pupil in a class list; `guardians` have claimed a slip, `open_slips` wait to be claimed."""

    pupil_id: int
    name: str
    cohort: int
    number_tail: str
    guardians: int
    open_slips: int


def class_list(class_id: int, date: dt.date) -> list[Seat]:
    """The pupils of a class in the order of their names, in one query."""
    rows = (
        Enrolment.objects.filter(in_force(date), school_class_id=class_id)
        .annotate(
            guardians=Count("pupil__guardianships", filter=Q(pupil__guardianships__until=None), distinct=True),
            open_slips=Count(
                "pupil__slips", filter=Q(pupil__slips__claimed_at=None, pupil__slips__replaced_at=None), distinct=True
            ),
        )
        .order_by("pupil__sort_key", "pupil__name", "pupil_id")
        .values_list("pupil_id", "pupil__name", "cohort", "pupil__number_tail", "guardians", "open_slips")
    )
    return [Seat(*row) for row in rows]


def pupils_by_cohort(school_id: int, date: dt.date) -> dict[int, int]:
    """How many pupils of each cohort a school has. One query."""
    rows = Enrolment.objects.filter(in_force(date), school_id=school_id).values_list("cohort")
    return dict(rows.annotate(n=Count("pk")))


def pupils_in(class_ids: Sequence[int], date: dt.date) -> dict[int, int]:
    """How many pupils sit in each class."""
    rows = (
        Enrolment.objects.filter(in_force(date), school_class_id__in=class_ids)
        .values_list("school_class_id")
        .annotate(n=Count("pk"))
    )
    return dict(rows)


def at_school(school_id: int) -> "QuerySet[Any]":
    """A query for the ids of the pupils of a school who have not left it."""
    return Pupil.objects.filter(school_id=school_id, left_on=None).values("pk")


def pupils_gone(by: dt.date) -> "QuerySet[Any]":
    """A query for the ids of all who left school by a date and did not come back."""
    return Pupil.objects.filter(left_on__lte=by).values("pk")
