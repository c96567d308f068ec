"""When a school's own rule or its calendar changes, evenings that were opened already follow it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shuangjian.homework.models import Evening, Share
from shuangjian.homework.queries import Item, items_on
from shuangjian.homework.rules import EveningKind
from shuangjian.policy.queries import Limit, limits_for
from shuangjian.schools.queries import SchoolFacts, calendars_at, classes_by_id
from shuangjian.schools.rules import EveningSpan

NAMED_AT_MOST = 5


@dataclass(frozen=True)
class Standing:
    """An evening that cannot follow, with what was published for it: more is committed than the new cap, or school is
    no longer held that day (`is_held`)."""

    class_id: int
    class_label: str
    date: dt.date
    committed: int
    cap: int
    is_held: bool
    items: tuple[Item, ...]


def settle_caps(*, school: SchoolFacts, since: dt.date) -> tuple[int, list[Standing]]:
    """Bring every opened evening of a school from `since` on to the limit of its date, inside the caller's transaction.

    Returns how many caps changed, and the evenings that stand in the way; when there are any the caller rolls back.
    Evenings of a class that is no longer there are left as they are.
    """
    evenings = list(
        Evening.objects.select_for_update()
        .filter(school_id=school.id, date__gte=since)
        .order_by("school_class_id", "date")
    )
    if not evenings:
        return 0, []
    spans = _spans(evenings)
    limits = limits_for([(school, e.grade, span) for e in evenings if (span := spans.get(e.pk))])
    items = _items_by_evening(evenings)
    changed, standing = 0, []
    for evening in evenings:
        if evening.pk not in spans:
            continue
        span = spans[evening.pk]
        limit = limits[school.id, evening.grade, evening.date] if span else None
        cap = (limit.minutes or 0) if limit else 0
        if evening.committed > cap or (span is None and items[evening.pk]):
            standing.append(_standing(evening, cap, span is not None, items[evening.pk]))
            continue
        changed += evening.cap != cap
        _follow(evening, cap, span, limit)
    return changed, standing


def _spans(evenings: Sequence[Evening]) -> dict[int, EveningSpan | None]:
    """What each evening is now, by its id: None where school is no longer held, nothing where the class is gone."""
    ids = {e.school_class_id for e in evenings}
    paths = {}
    for date in {e.date for e in evenings}:
        paths.update({(pk, date): klass.place_path for pk, klass in classes_by_id(ids, date).items()})
    calendars = calendars_at(paths.values())
    return {e.pk: calendars[path].evening(e.date) for e in evenings if (path := paths.get((e.school_class_id, e.date)))}


def _items_by_evening(evenings: Sequence[Evening]) -> dict[int, tuple[Item, ...]]:
    found: dict[tuple[int, int, dt.date], list[Item]] = {}
    for item in items_on({e.school_class_id for e in evenings}, {e.date for e in evenings}):
        found.setdefault((item.class_id, item.grade, item.date), []).append(item)
    return {e.pk: tuple(found.get((e.school_class_id, e.grade, e.date), ())) for e in evenings}


def _standing(evening: Evening, cap: int, is_held: bool, items: Iterable[Item]) -> Standing:
    return Standing(evening.school_class_id, evening.label, evening.date, evening.committed, cap, is_held, tuple(items))


def _follow(evening: Evening, cap: int, span: EveningSpan | None, limit: Limit | None) -> None:
    """Write what changed. What is kept and not claimed is cut in proportion, rounded down, so that obligated stays
    within the cap."""
    if span is not None:
        evening.until = span.until
        evening.kind = EveningKind.NIGHT if span.is_night else EveningKind.BREAK
        evening.provisional = span.provisional
    if limit is not None:
        evening.edition = limit.edition
    # Read, not locked: a publisher holds its share while it waits for the evening, which is ours.
    shares = list(Share.objects.filter(evening=evening).order_by("subject"))
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
    """A phrase naming what stands in the way, at least its beginning: 五（1）班9月18日数学《位置》30分；…."""
    named = "；".join(_named(one) for one in standing[:NAMED_AT_MOST])
    return f"{named}等" if len(standing) > NAMED_AT_MOST else named


def _named(one: Standing) -> str:
    items = "、".join(
        f"{item.subject.label}《{item.spec.unit}》{f'{item.minutes}分' if item.minutes else ''}" for item in one.items
    )
    return f"{one.class_label}{one.date.month}月{one.date.day}日{items}"
