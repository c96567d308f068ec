"""Large work that is announced: as people see it, and what it keeps of evenings that nobody has opened yet."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import F, Prefetch, Q

from shuangjian.homework.models import Announcement, Objection
from shuangjian.homework.rules import AnnouncementState, Dates, Large, is_enough
from shuangjian.kernel.subject import Subject
from shuangjian.schools.queries import ClassNow

Key = tuple[int, int, dt.date]


@dataclass(frozen=True)
class ObjectionSeen:
    by: str
    by_id: int
    reason: str
    said_at: dt.datetime


@dataclass(frozen=True)
class AnnouncementSeen:
    """One large work to come. `objections` speak of its present date; `meets` are the others of the class on its
    evenings, in words; `settled` who moved it last for all, and why; `is_set` once it is homework."""

    id: int
    school_id: int
    class_id: int
    class_label: str
    grade: int
    subject: Subject
    kind: Large
    title: str
    dates: Dates
    evenings: int
    counts: bool
    days: int
    needed: int | None
    fixes_on: dt.date
    is_fixed: bool
    provisional: bool
    reason: str
    author_id: int
    author: str
    announced_at: dt.datetime
    allowed_by: str
    settled: str
    is_set: bool
    objections: tuple[ObjectionSeen, ...]
    meets: tuple[str, ...] = ()

    @property
    def date(self) -> dt.date:
        return self.dates.date

    @property
    def last(self) -> dt.date | None:
        """The last evening, None where it is the only one."""
        return None if self.dates.last == self.dates.date else self.dates.last

    @property
    def minutes(self) -> int:
        return self.dates.minutes

    @property
    def waits(self) -> bool:
        """Whether it came late and academic affairs has not allowed it."""
        return not self.is_set and not is_enough(self.days, self.needed, bool(self.allowed_by))

    @property
    def in_the_way(self) -> bool:
        return bool(self.meets or self.objections)


def announcements_ahead(classes: Iterable[ClassNow], today: dt.date) -> list[AnnouncementSeen]:
    """What is announced to these classes and not over, by date. Two queries, however many."""
    labels = {klass.id: klass.label for klass in classes}
    objections = Prefetch("objections", Objection.objects.select_related("said_by"))
    rows = Announcement.objects.filter(school_class_id__in=labels, last__gte=today, state=AnnouncementState.STANDING)
    rows = rows.select_related("announced_by", "allowed_by", "settled_by").prefetch_related(objections)
    seen = [_seen(row, labels[row.school_class_id], today) for row in rows.order_by("date", "school_class_id", "pk")]
    of_class: dict[tuple[int, int], list[AnnouncementSeen]] = defaultdict(list)
    for one in seen:
        of_class[one.class_id, one.grade].append(one)
    return [replace(one, meets=_meets(one, of_class[one.class_id, one.grade])) for one in seen]


def announced_minutes(class_ids: Collection[int], dates: Collection[dt.date], today: dt.date) -> "AnnouncedMinutes":
    """What is fixed of written large work for these evenings and not set yet. One query, none for no date."""
    if not dates:
        return NOTHING_ANNOUNCED
    rows = Announcement.objects.filter(
        Q(needed=None) | Q(days__gte=F("needed")) | Q(allowed_at__isnull=False),
        school_class_id__in=set(class_ids), date__lte=max(dates), last__gte=min(dates), fixes_on__lte=today,
        counts=True, publication=None, state=AnnouncementState.STANDING,
    )  # fmt: skip
    found: dict[tuple[int, int], list[tuple[Dates, str]]] = defaultdict(list)
    for row in rows.order_by("announced_at", "pk"):
        found[row.school_class_id, row.grade].append((dates_of(row), row.subject))
    return AnnouncedMinutes(found)


@dataclass(frozen=True)
class AnnouncedMinutes:
    """(dates, subject) by (class, grade), who announced first before the others."""

    rows: Mapping[tuple[int, int], list[tuple[Dates, str]]]

    def of(self, class_id: int, grade: int, date: dt.date) -> list[tuple[str, int]]:
        """Minutes by subject on the evening that begins on a date."""
        rows = self.rows.get((class_id, grade), ())
        return [(subject, dates.minutes) for dates, subject in rows if dates.date <= date <= dates.last]


NOTHING_ANNOUNCED = AnnouncedMinutes({})


def dates_of(row: Announcement) -> Dates:
    return Dates(row.date, row.last, row.minutes)


def _seen(row: Announcement, label: str, today: dt.date) -> AnnouncementSeen:
    return AnnouncementSeen(
        id=row.pk,
        school_id=row.school_id,
        class_id=row.school_class_id,
        class_label=label,
        grade=row.grade,
        subject=Subject(row.subject),
        kind=Large(row.kind),
        title=row.title,
        dates=dates_of(row),
        evenings=row.evenings,
        counts=row.counts,
        days=row.days,
        needed=row.needed,
        fixes_on=row.fixes_on,
        is_fixed=today >= row.fixes_on,
        provisional=row.provisional,
        reason=row.reason,
        author_id=row.announced_by_id,
        author=row.announced_by.name,
        announced_at=row.announced_at,
        allowed_by=row.allowed_by.name if row.allowed_by else "",
        settled=f"{row.settled_by.name}定：{row.settled_reason}" if row.settled_by else "",
        is_set=row.publication_id is not None,
        objections=tuple(
            ObjectionSeen(o.said_by.name, o.said_by_id, o.reason, o.said_at)
            for o in sorted(row.objections.all(), key=lambda o: o.pk)
            if o.date == row.date
        ),
    )


def _meets(one: AnnouncementSeen, others: Iterable[AnnouncementSeen]) -> tuple[str, ...]:
    return tuple(
        f"{other.subject.label}{other.kind.label}《{other.title}》"
        for other in others
        if other.id != one.id and other.dates.meets(one.dates)
    )
