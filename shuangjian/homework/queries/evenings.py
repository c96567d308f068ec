"""How full evenings are. An evening nobody has opened yet is read as empty, under the limit of its date."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Sum
from django.db.models.functions import Greatest

from shuangjian.homework.models import Entry, Evening, Share
from shuangjian.homework.rules import Room
from shuangjian.kernel.subject import Subject, subject_order
from shuangjian.policy.queries import Limit, limits_for
from shuangjian.schools.queries import ClassNow, SchoolFacts
from shuangjian.schools.rules import EveningSpan

Key = tuple[int, int, dt.date]


@dataclass(frozen=True)
class Segment:
    """One subject's part of an evening: what it has set and what is still kept for it."""

    subject: Subject
    committed: int
    kept: int


def evenings_of_classes(class_ids: Iterable[int], dates: Iterable[dt.date]) -> dict[Key, Evening]:
    """Opened evenings by (class, grade, date), with their shares, in two queries."""
    rows = Evening.objects.filter(school_class_id__in=set(class_ids), date__in=set(dates)).prefetch_related("shares")
    return {(e.school_class_id, e.grade, e.date): e for e in rows}


def segments_of(evening: Evening | None) -> list[Segment]:
    """The parts of an evening in the fixed order of subjects; none for one that is not opened."""
    if evening is None:
        return []
    shares = [s for s in evening.shares.all() if s.committed or s.right]
    parts = [Segment(Subject(s.subject), s.committed, max(s.right - s.committed, 0)) for s in shares]
    return sorted(parts, key=lambda part: subject_order(part.subject))


@dataclass(frozen=True)
class ClassEvening:
    """One evening of one grade of a class: the room a subject meets in it, and what stands on it."""

    room: Room
    segments: tuple[Segment, ...]


def class_evenings(
    wanted: Iterable[tuple[ClassNow, EveningSpan]], schools: Mapping[int, SchoolFacts], subject: str | None = None
) -> dict[Key, ClassEvening]:
    """The evenings of these classes as `subject` meets them, by (class, grade, date), for each grade of a class.

    Three queries, however many there are.
    """
    wanted = list(wanted)
    opened = evenings_of_classes((c.id for c, _ in wanted), (s.date for _, s in wanted))
    limits = limits_for((schools[c.school_id], grade, span) for c, span in wanted for _, grade in c.grades)
    found = {}
    for klass, span in wanted:
        for _, grade in klass.grades:
            key = klass.id, grade, span.date
            limit, evening = limits[klass.school_id, grade, span.date], opened.get(key)
            room = _room(klass, grade, span, limit, evening, subject)
            found[key] = ClassEvening(room, tuple(segments_of(evening)))
    return found


def rooms_for(
    classes: Sequence[ClassNow],
    spans: Sequence[EveningSpan],
    schools: Mapping[int, SchoolFacts],
    subject: str | None = None,
) -> dict[Key, Room]:
    """Every evening of these classes and spans as `subject` meets it, by (class, grade, date)."""
    found = class_evenings(((klass, span) for klass in classes for span in spans), schools, subject)
    return {key: evening.room for key, evening in found.items()}


def _room(
    klass: ClassNow, grade: int, span: EveningSpan, limit: Limit, evening: Evening | None, subject: str | None
) -> Room:
    share: Share | None = None
    if evening is not None and subject is not None:
        share = next((s for s in evening.shares.all() if s.subject == subject), None)
    cap = limit.minutes if evening is None or limit.minutes is None else evening.cap
    return Room(
        class_id=klass.id,
        class_label=klass.label,
        grade=grade,
        date=span.date,
        until=span.until,
        is_night=span.is_night,
        provisional=span.provisional,
        cap=cap,
        committed=evening.committed if evening else 0,
        obligated=evening.obligated if evening else 0,
        own_right=share.right if share else 0,
        own_committed=share.committed if share else 0,
        clauses=limit.clauses,
        zero=limit.zero if cap == 0 else "",
    )


def ledger_faults() -> list[str]:
    """Evenings whose sums do not agree: committed with its entries, obligated with its shares. Empty when all do."""
    entries = dict(Entry.objects.values_list("evening_id").annotate(total=Sum("minutes")))
    owed: dict[int, int] = defaultdict(int)
    shared: dict[int, int] = defaultdict(int)
    for evening_id, committed, obligated in Share.objects.values_list("evening_id").annotate(
        committed_sum=Sum("committed"), obligated_sum=Sum(Greatest("committed", "right"))
    ):
        shared[evening_id], owed[evening_id] = committed, obligated
    faults = []
    for pk, committed, obligated in Evening.objects.values_list("pk", "committed", "obligated").iterator():
        if committed != entries.get(pk, 0):
            faults.append(f"evening {pk}: committed {committed}, entries {entries.get(pk, 0)}")
        if committed != shared[pk] or obligated != owed[pk]:
            faults.append(f"evening {pk}: {committed}/{obligated}, shares {shared[pk]}/{owed[pk]}")
    return faults
