"""When a school's own rule or its calendar changes, evenings that were opened already follow it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from shuangjian.homework.models import Evening, Share
from shuangjian.homework.rules import EveningKind
from shuangjian.policy.queries import limits_for
from shuangjian.schools.queries import SchoolFacts, calendars_at, classes_by_id


@dataclass(frozen=True)
class Standing:
    """An evening that cannot follow: more is committed than the new cap, or school is no longer held that day."""

    class_id: int
    class_label: str
    date: dt.date
    committed: int
    cap: int


def settle_caps(*, school: SchoolFacts, since: dt.date) -> tuple[int, list[Standing]]:
    """Bring every opened evening of a school from `since` on to the limit of its date, inside the caller's transaction.

    Returns how many caps changed, and the evenings that stand in the way; when there are any the caller rolls back.
    """
    evenings = list(
        Evening.objects.select_for_update()
        .filter(school_id=school.id, date__gte=since)
        .order_by("school_class_id", "date")
    )
    if not evenings:
        return 0, []
    by_date = {e.date for e in evenings}
    classes = {}
    for date in by_date:
        classes.update({(pk, date): c for pk, c in classes_by_id({e.school_class_id for e in evenings}, date).items()})
    calendars = calendars_at({c.place_path for c in classes.values()})
    changed, standing = 0, []
    for evening in evenings:
        klass = classes.get((evening.school_class_id, evening.date))
        span = calendars[klass.place_path].evening(evening.date) if klass else None
        limit = limits_for([(school, evening.grade, span)])[school.id, evening.grade, evening.date] if span else None
        cap = (limit.minutes or 0) if limit else 0
        if evening.committed > cap:
            label = klass.label if klass else ""
            standing.append(Standing(evening.school_class_id, label, evening.date, evening.committed, cap))
            continue
        if span is not None:
            evening.until = span.until
            evening.kind = EveningKind.NIGHT if span.is_night else EveningKind.BREAK
            evening.provisional = span.provisional
        if limit is not None:
            evening.edition = limit.edition
        changed += evening.cap != cap
        _set_cap(evening, cap)
    return changed, standing


def _set_cap(evening: Evening, cap: int) -> None:
    """Cut what is kept and not claimed in proportion, rounded down, so that obligated stays within the cap."""
    shares = list(Share.objects.select_for_update().filter(evening=evening).order_by("subject"))
    kept = [max(s.right - s.committed, 0) for s in shares]
    part = min(1.0, (cap - evening.committed) / sum(kept)) if sum(kept) else 1.0
    for share, unclaimed in zip(shares, kept, strict=True):
        if unclaimed and part < 1:
            share.right = share.committed + int(unclaimed * part)
            share.save(update_fields=["right"])
    evening.cap = cap
    evening.obligated = sum(max(s.committed, s.right) for s in shares)
    evening.save(update_fields=["cap", "obligated", "until", "kind", "provisional", "edition"])


def in_the_way(standing: Sequence[Standing]) -> str:
    """A sentence naming the evenings that stand in the way."""
    named = "；".join(f"{s.class_label}{s.date.month}月{s.date.day}日已定{s.committed}分" for s in standing[:5])
    more = f"等{len(standing)}个班晚" if len(standing) > 5 else ""
    return f"{named}{more}"
