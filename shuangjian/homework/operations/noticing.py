"""Whether large work that is about to be set was announced: claimed where it fits, explained where it does not."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import Q

from shuangjian.homework.content import asks_for_a_whole_paper
from shuangjian.homework.models import Announcement, Evening, Publication
from shuangjian.homework.queries.announcements import dates_of
from shuangjian.homework.rules import (
    AnnouncementState,
    AssignmentSpec,
    Large,
    is_enough,
    large_kind,
    minutes_each,
    parts_of,
)
from shuangjian.homework.rules.notice_refusals import Noticed, not_announced, without_notice
from shuangjian.policy.queries import clauses_of

if TYPE_CHECKING:
    from shuangjian.homework.operations.planning import Ground, Planned

COORDINATION = "homework/coordination"


@lru_cache(maxsize=512)  # what was looked at is published next
def kind_of(spec: AssignmentSpec) -> Large | None:
    """The kind of large work this is: as its teacher says, or a whole paper by its words. None for other work."""
    says_nothing = spec.large is Large.UNSAID
    return large_kind(spec, says_nothing and asks_for_a_whole_paper(text for _, text in parts_of(spec)))


def take_notice(publication: Publication, spec: AssignmentSpec, evenings: Sequence[tuple[Evening, int]]) -> bool:
    """Let a publication be what was announced for its evenings, inside its transaction: one conditional update. False
    where the school asks for notice and none fits; that of another moment counts no more than that of another class."""
    needed = max((e.notice_days for e, _ in evenings if e.notice_days is not None), default=None)
    dates = [evening.date for evening, _ in evenings]
    fits = Announcement.objects.filter(
        school_class_id=publication.school_class_id,
        grade=publication.grade,
        subject=spec.subject,
        date__lte=min(dates),
        last__gte=max(dates),
        minutes__gte=minutes_each(spec, len(dates)),
        publication=None,
        state=AnnouncementState.STANDING,
    )
    if needed is not None:
        fits = fits.filter(Q(days__gte=needed) | Q(allowed_at__isnull=False))
    return bool(fits.update(publication=publication)) or needed is None


def give_notice_back(publication: Publication) -> None:
    """What a publication that ends had been announced as may be set once more. Inside the caller's transaction."""
    Announcement.objects.filter(publication=publication).update(publication=None)


def say_notice(
    ground: "Ground", spec: AssignmentSpec, planned: Iterable["Planned"], instead_of: int | None = None
) -> None:
    """Add to what is planned why large work may not be set there yet, or what is only said of it. One query, none for
    other work. `instead_of` is an assignment whose notice comes back before this one takes it."""
    kind, planned = kind_of(spec), [p for p in planned if p.klass is not None and p.rooms]
    if kind is None or not planned:
        return
    rows = Announcement.objects.filter(
        school_class_id__in={p.target.class_id for p in planned},
        last__gte=ground.today,
        state=AnnouncementState.STANDING,
    ).select_related("publication")
    of_class: dict[tuple[int, int], list[Announcement]] = defaultdict(list)
    for row in rows.order_by("date", "pk"):
        of_class[row.school_class_id, row.grade].append(row)
    for p in planned:
        _say(ground, spec, kind, p, of_class[p.target.class_id, p.target.grade], instead_of)


def _say(
    ground: "Ground",
    spec: AssignmentSpec,
    kind: Large,
    p: "Planned",
    rows: Sequence[Announcement],
    instead_of: int | None,
) -> None:
    dates, minutes = [room.date for room in p.rooms], minutes_each(spec, len(p.rooms))
    stated = max((room.notice for room in p.rooms if room.notice), key=lambda notice: notice[0], default=None)
    needed = stated[0] if stated else None

    def enough(row: Announcement) -> bool:
        return row.minutes >= minutes and is_enough(row.days, needed, row.allowed_at is not None)

    own = [row for row in rows if row.subject == spec.subject and _is_free(row, instead_of)]
    here = [row for row in own if row.date <= min(dates) and row.last >= max(dates)]
    if any(enough(row) for row in here):
        return
    best = max(here, key=lambda row: (row.minutes >= minutes, row.days), default=None)
    single = len(p.rooms) == 1
    noticed = Noticed(
        dates_of(best) if best else None,
        best.days if best else 0,
        next((row.date for row in own if row not in here and enough(row)), None) if single else None,
        _nearest(ground, spec, p, rows, needed or 1) if single and instead_of is None else None,
    )
    room = p.rooms[0]
    if stated:
        p.refusals += (without_notice(kind, room, *stated, minutes, noticed),)
    else:
        assert p.klass is not None
        clauses = clauses_of(COORDINATION, ground.schools[p.klass.school_id], room.grade, ground.today)[:1]
        p.advice = not_announced(kind, room, clauses, noticed)


def _is_free(row: Announcement, instead_of: int | None) -> bool:
    return row.publication is None or (instead_of is not None and row.publication.assignment_id == instead_of)


def _nearest(
    ground: "Ground", spec: AssignmentSpec, p: "Planned", rows: Sequence[Announcement], needed: int
) -> dt.date | None:
    """The first evening with so many school days of notice that may hold it and has no other large work."""
    assert p.klass is not None
    first = ground.calendar(p.klass).school_day_after(ground.today, needed)
    if first is None:
        return None
    taken = [dates_of(row) for row in rows]
    for room in ground.later_rooms(p.klass, p.target.grade, first - dt.timedelta(1), spec.subject):
        fits = not spec.counted or (not room.zero and (room.cap or 0) >= spec.counted)
        if fits and not any(dates.date <= room.date <= dates.last for dates in taken):
            return room.date
    return None
