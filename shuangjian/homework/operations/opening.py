"""Opening evenings: the row appears when somebody first asks for it, with the rights of the grade's plan."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from shuangjian.homework.models import Evening, Share
from shuangjian.homework.operations.evenings import release_due
from shuangjian.homework.queries.announcements import AnnouncedMinutes, announced_minutes
from shuangjian.homework.queries.plans import PlannedShares, planned_shares
from shuangjian.homework.rules import EveningKind, release_moment, rights_with, rights_within
from shuangjian.kernel.day import shanghai_date
from shuangjian.policy.queries import Limit, limits_for
from shuangjian.schools.operations import lock_rules
from shuangjian.schools.queries import ClassNow, SchoolFacts, calendars_at
from shuangjian.schools.rules import EveningSpan

Key = tuple[int, int, dt.date]


@dataclass(frozen=True)
class Wanted:
    """An evening that is about to be used."""

    school: SchoolFacts
    klass: ClassNow
    grade: int
    date: dt.date

    @property
    def key(self) -> Key:
        return self.klass.id, self.grade, self.date


def open_evenings(wanted: Sequence[Wanted], at: dt.datetime) -> dict[Key, Evening]:
    """The rows of these evenings by (class, grade, date), made where nobody has asked for them before, and released
    where their moment has come. A date on which school is no longer held has none.

    Runs before the transaction that uses them: an evening without minutes harms nobody.
    """
    found = _existing(wanted)
    missing = [w for w in wanted if w.key not in found]
    if missing:
        _open(missing, at)
        found = _existing(wanted)
    release_due(found.values(), at)
    return found


def _open(wanted: Sequence[Wanted], at: dt.datetime) -> None:
    """Calendar, limits and plan are read under the lock that whoever changes them holds."""
    with transaction.atomic():
        lock_rules({w.school.id for w in wanted})
        there = _existing(wanted)
        calendars = calendars_at(w.klass.place_path for w in wanted)
        missing = [
            (w, span)
            for w in wanted
            if w.key not in there and (span := calendars[w.klass.place_path].evening(w.date)) is not None
        ]
        limits = limits_for((w.school, w.grade, span) for w, span in missing)
        plans = planned_shares({w.school.id for w, _ in missing}, {span.date for _, span in missing})
        today = shanghai_date(at)
        announced = announced_minutes({w.klass.id for w, _ in missing}, {span.date for _, span in missing}, today)
        evenings, shares = [], []
        for w, span in missing:
            limit = limits[w.school.id, w.grade, w.date]
            rights = _rights(w, span, limit, plans, announced, at)
            evening = _evening(w, span, limit, rights)
            evenings.append(evening)
            shares += [
                Share(school_id=w.school.id, evening=evening, subject=subject, right=right)
                for subject, right in rights.items()
            ]
        Evening.objects.bulk_create(evenings)
        Share.objects.bulk_create(shares)


def _rights(
    w: Wanted, span: EveningSpan, limit: Limit, plans: PlannedShares, announced: AnnouncedMinutes, at: dt.datetime
) -> Mapping[str, int]:
    """What the plan keeps on a night, and on any evening what is announced for it."""
    if release_moment(w.date, limit.release) <= at:
        return {}
    planned = plans.of(w.school.id, w.klass.cohort_in(w.grade), w.date) if span.is_night else {}
    cap = limit.minutes or 0
    return rights_with(cap, rights_within(cap, planned), announced.of(w.klass.id, w.grade, w.date))


def _existing(wanted: Sequence[Wanted]) -> dict[Key, Evening]:
    rows = Evening.objects.filter(school_class_id__in={w.klass.id for w in wanted}, date__in={w.date for w in wanted})
    keys = {w.key for w in wanted}
    return {key: e for e in rows if (key := (e.school_class_id, e.grade, e.date)) in keys}


def _evening(w: Wanted, span: EveningSpan, limit: Limit, rights: Mapping[str, int]) -> Evening:
    return Evening(
        school_id=w.school.id,
        school_class_id=w.klass.id,
        grade=w.grade,
        label=w.klass.label,
        date=w.date,
        until=span.until,
        kind=EveningKind.NIGHT if span.is_night else EveningKind.BREAK,
        provisional=span.provisional,
        cap=limit.minutes or 0,
        obligated=sum(rights.values()),
        edition=limit.edition,
        release_at=release_moment(w.date, limit.release),
        released=not rights,
        notice_days=limit.notice_days,
    )
