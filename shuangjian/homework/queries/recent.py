"""What a class was lately set, as a check on repetition reads it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from shuangjian.homework.models import Publication
from shuangjian.homework.rules import PublicationState

LATELY = dt.timedelta(days=14)


def texts_lately_set(
    class_ids: Iterable[int], subject: str, at: dt.datetime, besides: int | None = None
) -> dict[tuple[int, int], tuple[str, ...]]:
    """The contents set in a subject within two weeks before `at` that still stand, by (class, grade). `besides` leaves
    an assignment out: the one that is being changed. One query."""
    rows = Publication.objects.filter(
        school_class_id__in=set(class_ids),
        assignment__subject=subject,
        state=PublicationState.PUBLISHED,
        published_at__range=(at - LATELY, at),
    )
    if besides is not None:
        rows = rows.exclude(assignment_id=besides)
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for class_id, grade, text in rows.values_list("school_class_id", "grade", "assignment__content"):
        found[class_id, grade].append(text)
    return defaultdict(tuple, {key: tuple(texts) for key, texts in found.items()})
