"""What stands on an evening beside the written work that counts: optional, unwritten, done in school."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from shuangjian.homework.models import Entry, Tier
from shuangjian.homework.rules import Basis, Correction, Form, PublicationState, over_evenings

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
    """The minutes of these classes' evenings by (class, grade, date), where anything is set. Three queries.

    What stands has no reversing entries.
    """
    standing = Entry.objects.filter(
        evening__school_class_id__in=set(class_ids),
        evening__date__in=set(dates),
        publication__state=PublicationState.PUBLISHED,
    ).values_list("publication_id", "minutes", *_KEY, *_WORK)
    entries = list(standing)
    lasting = dict(
        Entry.objects.filter(publication_id__in={row[0] for row in entries})
        .values_list("publication_id")
        .annotate(evenings=Count("pk"))
    )
    tiers: dict[int, list[int]] = defaultdict(list)
    of_these = Tier.objects.filter(assignment_id__in={row[5] for row in entries}).order_by("-minutes")
    for assignment_id, minutes in of_these.values_list("assignment_id", "minutes"):
        tiers[assignment_id].append(minutes)
    found: dict[Key, Beside] = {}
    for publication_id, minutes, class_id, grade, date, assignment_id, form, choose, basis, factor in entries:
        correction = Correction(Basis(basis), factor)
        shown = sum(map(correction.of, tiers[assignment_id][:choose]))
        part = part_of_an_evening(Form(form), minutes, shown, lasting[publication_id])
        found[class_id, grade, date] = found.get((class_id, grade, date), NOTHING) + part
    return found


_KEY = ("publication__school_class_id", "publication__grade", "evening__date")
_WORK = (
    "publication__assignment_id",
    "publication__assignment__form",
    "publication__assignment__choose",
    "publication__assignment__basis",
    "publication__assignment__factor",
)
NOTHING = Beside()


def part_of_an_evening(form: Form, minutes: int, shown_minutes: int, evenings: int) -> Beside:
    """One assignment's part in one of the evenings that it lasts, of which it counts `minutes`."""
    shown = over_evenings(shown_minutes, evenings)[0]
    if form is Form.IN_SCHOOL:
        return Beside(in_school=shown)
    if not form.counts:
        return Beside(unwritten=shown)
    return Beside(written=minutes, optional=max(shown - minutes, 0))
