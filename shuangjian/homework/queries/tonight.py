"""What the evenings that end with one night have for families to do, asked after the fact."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from shuangjian.homework.models import Entry, Review
from shuangjian.homework.queries.assignments import Item, item_of
from shuangjian.homework.rules import Form, PublicationState


def evenings_with_work(
    school_ids: Collection[int], since: dt.date, until: dt.date, *, shown_at: dt.datetime
) -> dict[tuple[int, int], dt.date]:
    """The evenings of these schools that began on or after a date, last `until` another, and have something to do at
    home that families see at a moment and that goes on to no later one: the date on which each began, by (class,
    grade). One query."""
    rows = (
        Entry.objects.filter(
            ~Exists(later_entries()),
            Q(publication__review=None) | Q(publication__review__shown_from__lte=shown_at),
            evening__school_id__in=school_ids,
            evening__date__gte=since,
            evening__date__lt=until,
            evening__until=until,
            publication__state=PublicationState.PUBLISHED,
        )
        .exclude(publication__assignment__form=Form.IN_SCHOOL)
        .values_list("evening__school_class_id", "evening__grade", "evening__date")
        .distinct()
    )
    return {(class_id, grade): date for class_id, grade, date in rows}


def later_entries() -> QuerySet[Entry]:
    """Of the publication of an outer entry, those on later evenings."""
    return Entry.objects.filter(
        publication=OuterRef("publication"), reverses=None, evening__date__gt=OuterRef("evening__date")
    )


def evenings_over(publication_ids: Collection[int]) -> dict[int, tuple[dt.date, ...]]:
    """The evenings over which each of these publications goes, or went until it ended, in order. One query."""
    entries = Entry.objects.filter(publication_id__in=publication_ids, reverses=None)
    found: dict[int, set[dt.date]] = defaultdict(set)
    for publication_id, date in entries.values_list("publication_id", "evening__date"):
        found[publication_id].add(date)
    return {publication_id: tuple(sorted(dates)) for publication_id, dates in found.items()}


def works_of(evenings: Iterable[tuple[int, int, dt.date]], *, shown_at: dt.datetime) -> list[Item]:
    """Everything that families of these evenings (class, grade, date) were ever shown to do at home, whether it still
    stands or was withdrawn or amended since: somebody may have done it. Two queries."""
    wanted = set(evenings)
    entries = (
        Entry.objects.filter(
            Q(publication__review=None) | Q(publication__review__shown_from__lte=shown_at),
            evening__school_class_id__in={class_id for class_id, _, _ in wanted},
            evening__date__in={date for _, _, date in wanted},
        )
        .exclude(publication__assignment__form=Form.IN_SCHOOL)
        .select_related("evening", "publication__assignment__author", "publication__review")
        .prefetch_related("publication__assignment__tiers")
    )
    items = [item_of(entry) for entry in entries if entry.reverses_id is None and _was_shown(entry)]
    return [item for item in items if (item.class_id, item.grade, item.date) in wanted]


def _was_shown(entry: Entry) -> bool:
    """What ended while it waited for review was seen by nobody."""
    review: Review | None = getattr(entry.publication, "review", None)
    ended_at = entry.publication.ended_at
    return review is None or ended_at is None or ended_at > review.shown_from
