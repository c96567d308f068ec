"""What stands on an evening beside the written work that counts: optional, unwritten, done in school."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from shuangjian.homework.models import Entry
from shuangjian.homework.queries.assignments import Item, items_on
from shuangjian.homework.rules import Form, over_evenings

Key = tuple[int, int, dt.date]


@dataclass(frozen=True)
class Beside:
    """Minutes of one class evening, each by the longest way through an assignment: `written` counts against the cap;
    `optional` written, `unwritten` (reading, sport, …) and `in_school` minutes count 0."""

    written: int = 0
    optional: int = 0
    unwritten: int = 0
    in_school: int = 0

    def __add__(self, other: "Beside") -> "Beside":
        return Beside(
            self.written + other.written,
            self.optional + other.optional,
            self.unwritten + other.unwritten,
            self.in_school + other.in_school,
        )

    def outweighs(self, cap: int | None) -> bool:
        """Whether optional and unwritten minutes exceed the written ones, so that academic affairs are shown it.

        Where no written work is allowed all work is unwritten: there, optional written work is what stands out.
        """
        return self.optional + self.unwritten > self.written if cap else self.optional > 0


def minutes_beside(class_ids: Iterable[int], dates: Iterable[dt.date]) -> dict[Key, Beside]:
    """The minutes of these classes' evenings by (class, grade, date), where anything is set. Three queries."""
    items = items_on(class_ids, dates)
    lasting = dict(
        Entry.objects.filter(publication_id__in={item.publication_id for item in items}, reverses=None)
        .values_list("publication_id")
        .annotate(evenings=Count("pk"))
    )
    found: dict[Key, Beside] = {}
    for item in items:
        key = item.class_id, item.grade, item.date
        found[key] = found.get(key, Beside()) + _beside(item, lasting[item.publication_id])
    return found


def _beside(item: Item, evenings: int) -> Beside:
    """One assignment's part in one of the evenings that it lasts."""
    shown = over_evenings(item.spec.shown_minutes, evenings)[0]
    if item.form is Form.IN_SCHOOL:
        return Beside(in_school=shown)
    if not item.form.counts:
        return Beside(unwritten=shown)
    return Beside(written=item.minutes, optional=max(shown - item.minutes, 0))
