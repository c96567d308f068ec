"""What stood on the evenings of one date when they were over, of every school: for the measuring of its minutes."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Exists

from shuangjian.homework.models import Entry, Tier
from shuangjian.homework.queries.tonight import later_entries
from shuangjian.homework.rules import PublicationState
from shuangjian.schools.queries import schools_below

AT_ONCE = 10_000


class WorkSet(NamedTuple):
    """One piece of homework on one evening of a class: `minutes` are what it takes of the evening, `counted` what it
    counts over all its evenings, of which this may be the last; `tiers` are the declared minutes by position, of which
    a pupil does `choose`."""

    publication_id: int
    school_id: int
    class_id: int
    grade: int
    assignment_id: int
    author_id: int
    subject: str
    form: str
    minutes: int
    counted: int
    choose: int
    committed: int
    cap: int
    is_last: bool
    tiers: tuple[int, ...]


def works_set_on(date: dt.date) -> Iterator[WorkSet]:
    """What was set on the evenings that began on a date, and stands. Two queries."""
    # By their schools, whose evenings are indexed: by the date alone the database goes through all there are.
    every = schools_below("/").order_by().values("pk")
    standing = Entry.objects.filter(
        evening__school__in=every, evening__date=date, reverses=None, publication__state=PublicationState.PUBLISHED
    )
    tiers: dict[int, list[int]] = defaultdict(list)
    of_these = Tier.objects.filter(assignment__in=standing.values("publication__assignment")).order_by("position")
    for assignment_id, minutes in of_these.values_list("assignment_id", "minutes").iterator(AT_ONCE):
        tiers[assignment_id].append(minutes)
    rows = standing.values_list(
        "publication_id",
        "school_id",
        "evening__school_class_id",
        "evening__grade",
        "publication__assignment_id",
        "publication__assignment__author_id",
        "subject",
        "publication__assignment__form",
        "minutes",
        "publication__minutes",
        "publication__assignment__choose",
        "evening__committed",
        "evening__cap",
        ~Exists(later_entries()),
    )
    for row in rows.iterator(AT_ONCE):
        yield WorkSet(*row, tuple(tiers[row[4]]))  # type: ignore[call-arg]
