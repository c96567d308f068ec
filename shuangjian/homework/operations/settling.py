"""When a school's own rule or its calendar changes, evenings that were opened already follow it."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shuangjian.homework.models import Evening, Share
from shuangjian.homework.operations.evenings import lock_shares
from shuangjian.homework.operations.holding import show_no_later
from shuangjian.homework.queries import Item, items_on
from shuangjian.homework.rules import EveningKind, cut_in_proportion, release_moment
from shuangjian.policy.queries import Limit, limits_for
from shuangjian.schools.operations import lock_rules
from shuangjian.schools.queries import SchoolFacts, calendars_at, classes_by_id
from shuangjian.schools.rules import EveningSpan

NAMED_AT_MOST = 5
Key = tuple[int, int, dt.date]  # school, grade, date


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
    Evenings of a class that is no longer there are left as they are. Only those that have something to follow are held,
    one after another, each after its shares, as every other act does.
    """
    lock_rules([school.id])
    evenings = list(
        Evening.objects.filter(school_id=school.id, date__gte=since).order_by("school_class_id", "grade", "date")
    )
    if not evenings:
        return 0, []
    spans = _spans(evenings)
    limits = limits_for([(school, e.grade, span) for e in evenings if (span := spans.get(e.pk))])
    ahead = {e.pk: _ahead(e, spans[e.pk], limits) for e in evenings if e.pk in spans}
    held = [_hold(e) for e in evenings if e.pk in ahead and (spans[e.pk] is None or _differs(e, ahead[e.pk]))]
    items = _items_by_evening([evening for evening, _ in held])
    changed, standing = 0, []
    for evening, shares in held:
        new, is_held = ahead[evening.pk], spans[evening.pk] is not None
        if evening.committed > new["cap"] or (not is_held and items[evening.pk]):
            standing.append(_standing(evening, new["cap"], is_held, items[evening.pk]))
            continue
        changed += evening.cap != new["cap"]
        _follow(evening, shares, new)
    return changed, standing


def _ahead(evening: Evening, span: EveningSpan | None, limits: Mapping[Key, Limit]) -> dict[str, Any]:
    """What an evening is to be, by field. A day on which school is no longer held has no minutes."""
    if span is None:
        return {"cap": 0}
    limit = limits[evening.school_id, evening.grade, evening.date]
    found = {
        "cap": limit.minutes or 0,
        "until": span.until,
        "kind": EveningKind.NIGHT if span.is_night else EveningKind.BREAK,
        "provisional": span.provisional,
        "edition": limit.edition,
        "notice_days": limit.notice_days,
    }
    if evening.release_at is not None:
        found["release_at"] = release_moment(evening.date, limit.release)
    return found


def _differs(evening: Evening, new: Mapping[str, Any]) -> bool:
    return any(getattr(evening, name) != value for name, value in new.items())


def _hold(evening: Evening) -> tuple[Evening, list[Share]]:
    """Lock an evening's shares, then itself, and read both as they are from then on. A share that somebody is adding
    at this moment has no right, so that nothing of it is ours to cut."""
    lock_shares(evening.pk)
    held = Evening.objects.select_for_update().get(pk=evening.pk)
    return held, list(Share.objects.filter(evening=held).order_by("pk"))


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


def _follow(evening: Evening, shares: Sequence[Share], new: Mapping[str, Any]) -> None:
    """Write what changed. What is kept and not claimed is cut in proportion, rounded down, so that obligated stays
    within the cap."""
    kept = [max(s.right - s.committed, 0) for s in shares]
    cut = cut_in_proportion(kept, new["cap"] - evening.committed)
    for share, before, after in zip(shares, kept, cut, strict=True):
        if after < before:
            share.right = share.committed + after
            share.save(update_fields=["right"])
    moved = "release_at" in new and new["release_at"] != evening.release_at
    for name, value in new.items():
        setattr(evening, name, value)
    evening.obligated = sum(max(s.committed, s.right) for s in shares)
    evening.save(update_fields=["obligated", *new])
    if moved:
        show_no_later(evening, new["release_at"])


def in_the_way(standing: Sequence[Standing]) -> str:
    """A phrase naming what stands in the way, at least its beginning: 五（1）班9月18日数学《位置》30分；…."""
    named = "；".join(_named(one) for one in standing[:NAMED_AT_MOST])
    return f"{named}等" if len(standing) > NAMED_AT_MOST else named


def _named(one: Standing) -> str:
    items = "、".join(
        f"{item.subject.label}《{item.spec.unit}》{f'{item.minutes}分' if item.minutes else ''}" for item in one.items
    )
    return f"{one.class_label}{one.date.month}月{one.date.day}日{items}"
