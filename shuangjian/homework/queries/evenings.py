"""How full evenings are. An evening nobody has opened yet is read as empty, under the limit and the plan of its date;
one whose moment of release has come is read as released, whether or not somebody has done it yet."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from shuangjian.homework.models import Evening
from shuangjian.homework.queries.announcements import NOTHING_ANNOUNCED, announced_minutes
from shuangjian.homework.queries.plans import NO_PLANS, planned_shares
from shuangjian.homework.rules import Room, release_moment, rights_with, rights_within
from shuangjian.kernel.day import shanghai_date
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


@dataclass(frozen=True)
class ClassEvening:
    """One evening of one grade of a class: the room a subject meets in it, and what stands on it."""

    room: Room
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class _Balance:
    """An evening as it stands at a moment; `shares` are (committed, right) by subject."""

    cap: int | None
    committed: int = 0
    obligated: int = 0
    shares: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The parts in the fixed order of subjects."""
        parts = [
            Segment(Subject(subject), committed, max(right - committed, 0))
            for subject, (committed, right) in self.shares.items()
            if committed or right
        ]
        return tuple(sorted(parts, key=lambda part: subject_order(part.subject)))


def class_evenings(
    wanted: Iterable[tuple[ClassNow, EveningSpan]],
    schools: Mapping[int, SchoolFacts],
    subject: str | None = None,
    *,
    at: dt.datetime | None = None,
) -> dict[Key, ClassEvening]:
    """The evenings of these classes as `subject` meets them, by (class, grade, date), for each grade of a class.

    `at` is the moment at which it is asked what is kept for single subjects; without one nothing is, and only what is
    set is told. Three queries, however many there are, and two more with a moment.
    """
    wanted = list(wanted)
    opened = _opened((c.id for c, _ in wanted), (s.date for _, s in wanted))
    limits = limits_for((schools[c.school_id], grade, span) for c, span in wanted for _, grade in c.grades)
    plans = planned_shares({c.school_id for c, _ in wanted}, {s.date for _, s in wanted}) if at else NO_PLANS
    announced = (
        announced_minutes({c.id for c, _ in wanted}, {s.date for _, s in wanted}, shanghai_date(at))
        if at
        else NOTHING_ANNOUNCED
    )
    found = {}
    for klass, span in wanted:
        for cohort, grade in klass.grades:
            key = klass.id, grade, span.date
            limit, evening = limits[klass.school_id, grade, span.date], opened.get(key)
            if evening is None:
                balance = _unopened(limit, {}, ())
                if at is not None and at < release_moment(span.date, limit.release):
                    planned = plans.of(klass.school_id, cohort, span.date) if span.is_night else {}
                    balance = _unopened(limit, planned, announced.of(*key))
            else:
                balance = _standing(evening, limit, at)
            release_at = evening.release_at if evening else release_moment(span.date, limit.release)
            room = _room(klass, grade, span, limit, balance, subject, release_at)
            found[key] = ClassEvening(room, balance.segments)
    return found


def _opened(class_ids: Iterable[int], dates: Iterable[dt.date]) -> dict[Key, Evening]:
    rows = Evening.objects.filter(school_class_id__in=set(class_ids), date__in=set(dates)).prefetch_related("shares")
    return {(e.school_class_id, e.grade, e.date): e for e in rows}


def _unopened(limit: Limit, planned: Mapping[str, int], announced: Iterable[tuple[str, int]]) -> _Balance:
    cap = limit.minutes or 0
    rights = rights_with(cap, rights_within(cap, planned), announced)
    return _Balance(limit.minutes, 0, sum(rights.values()), {s: (0, right) for s, right in rights.items()})


def _standing(evening: Evening, limit: Limit, at: dt.datetime | None) -> _Balance:
    over = at is None or evening.released or (evening.release_at is not None and evening.release_at <= at)
    shares = {s.subject: (s.committed, 0 if over else s.right) for s in evening.shares.all()}
    return _Balance(
        None if limit.minutes is None else evening.cap,
        evening.committed,
        evening.committed if over else evening.obligated,
        shares,
    )


def _room(
    klass: ClassNow,
    grade: int,
    span: EveningSpan,
    limit: Limit,
    balance: _Balance,
    subject: str | None,
    release_at: dt.datetime | None,
) -> Room:
    own_committed, own_right = balance.shares.get(subject or "", (0, 0))
    return Room(
        class_id=klass.id,
        class_label=klass.label,
        grade=grade,
        date=span.date,
        until=span.until,
        is_night=span.is_night,
        provisional=span.provisional,
        cap=balance.cap,
        committed=balance.committed,
        obligated=balance.obligated,
        own_right=own_right,
        own_committed=own_committed,
        clauses=limit.clauses,
        zero=limit.zero if balance.cap == 0 else "",
        release_at=release_at,
        holders=tuple((part.subject, part.kept) for part in balance.segments if part.kept and part.subject != subject),
        notice=limit.notice,
    )
