"""What was asked, answered and stopped on an evening, as plain rows for the columnar copy.

Whose answers were deleted, or whose name is out of the row, is in none of them; that they were asked still counts.
"""

import datetime as dt
from collections.abc import Collection, Iterator
from typing import NamedTuple

from django.db.models import Count, QuerySet

from shuangjian.timing.models import Answer, Ask, Forgotten, StoppedWork, Unlisted

CHUNK = 5_000


class AnswerRow(NamedTuple):
    """`least` to `most` minutes for one piece of homework, `position` being the tier that was done; `most` is None
    where it took longer than the longest answer, or was not `finished`."""

    pupil_id: int
    class_id: int
    grade: int
    school_id: int
    publication_id: int
    position: int
    least: int
    most: int | None
    finished: bool


class StopRow(NamedTuple):
    """A piece of homework that was not finished when a family ended the evening at bedtime."""

    pupil_id: int
    class_id: int
    grade: int
    school_id: int
    publication_id: int


class UnlistedRow(NamedTuple):
    """Work of a subject that the sheet did not have."""

    pupil_id: int
    class_id: int
    grade: int
    school_id: int
    subject: str
    least: int
    most: int | None


class AskedRow(NamedTuple):
    """How many of a class were asked about the evening, and how many of these answered."""

    class_id: int
    grade: int
    school_id: int
    asked: int
    answered: int


def evenings_closed(dates: Collection[dt.date], at: dt.datetime) -> set[dt.date]:
    """Of the evenings that began on these dates, those whose last question has closed: they can be laid down. An
    evening over a weekend closes on the morning of the next school day."""
    return _closed(Ask.objects.filter(date__in=dates), at)


def evenings_closed_since(after: dt.datetime, at: dt.datetime) -> set[dt.date]:
    """The evenings of which the last question closed after one moment and up to another."""
    return _closed(Ask.objects.filter(closes_at__gt=after), at)


def _closed(asks: "QuerySet[Ask]", at: dt.datetime) -> set[dt.date]:
    last = {date: closes_at for closes_at, date in sorted(asks.order_by().values_list("closes_at", "date").distinct())}
    return {date for date, closes_at in last.items() if closes_at <= at}


def answers_for(date: dt.date) -> Iterator[AnswerRow]:
    """The answers about the evening that began on a date, in the order of their rows."""
    rows = Answer.objects.filter(ask__date=date, ask__pupil__isnull=False).order_by("pk")
    of_ask = ("ask__pupil_id", "ask__school_class_id", "ask__grade", "school_id")
    found = rows.values_list(*of_ask, "publication_id", "position", "least", "most", "finished")
    yield from (AnswerRow(*row) for row in found.iterator(CHUNK))


def stops_for(date: dt.date) -> Iterator[StopRow]:
    """What was left when families ended the evening that began on a date."""
    rows = StoppedWork.objects.filter(stop__date=date, stop__pupil__isnull=False)
    found = rows.values_list("stop__pupil_id", "stop__school_class_id", "stop__grade", "school_id", "publication_id")
    yield from (StopRow(*row) for row in found.iterator(CHUNK))


def unlisted_for(date: dt.date) -> Iterator[UnlistedRow]:
    """What families named that the sheet of an evening did not have."""
    rows = Unlisted.objects.filter(ask__date=date, ask__pupil__isnull=False).order_by("pk")
    of_ask = ("ask__pupil_id", "ask__school_class_id", "ask__grade", "school_id")
    yield from (UnlistedRow(*row) for row in rows.values_list(*of_ask, "subject", "least", "most").iterator(CHUNK))


def asked_for(date: dt.date) -> Iterator[AskedRow]:
    """Asked and answered of an evening by class and grade, whether or not the answers are still there."""
    rows = (
        Ask.objects.filter(date=date)
        .values_list("school_class_id", "grade", "school_id")
        .annotate(asked=Count("pk"), answered=Count("answered_at"))
        .order_by("school_class_id", "grade")
    )
    yield from (AskedRow(*row) for row in rows.iterator(CHUNK))


def pupils_to_forget() -> dict[int, dt.datetime]:
    """Children whose families left, with the moment before which nothing of theirs may stay in the estimator's copy.
    `operations.note_forgotten` says that it is done."""
    return dict(Forgotten.objects.values_list("pupil_id", "through"))
