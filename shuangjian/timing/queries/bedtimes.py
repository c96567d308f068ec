"""到点就睡: whether a child's evening can be ended now, and which were."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from shuangjian.homework.queries import Item, items_on
from shuangjian.kernel.actor import Actor, Held, Role
from shuangjian.kernel.day import SHANGHAI
from shuangjian.kernel.grade import grade_at
from shuangjian.kernel.refusal import Clause
from shuangjian.policy.queries import bedtime, clauses_of
from shuangjian.schools.queries import ClassNow, SchoolFacts, calendars_at, classes_by_id, schools_facts
from shuangjian.schools.rules import EveningSpan
from shuangjian.timing.models import Stop
from shuangjian.timing.rules import ends_tonight, is_bedtime, night_of

EARLIEST = dt.time(19)  # before it no grade's bedtime has come, and nothing is read
BEDTIME_FIRST = "homework/bedtime_first"


@dataclass(frozen=True)
class Ending:
    """The evening that a child is in at a moment. `is_open`: the hour has come and school is held next morning, so that
    it can be ended. `stopped_at` where it was."""

    pupil_id: int
    klass: ClassNow
    grade: int
    span: EveningSpan
    bedtime: dt.time
    clauses: tuple[Clause, ...]
    is_last_night: bool
    is_open: bool
    stopped_at: dt.datetime | None = None

    @property
    def is_shown(self) -> bool:
        return self.is_open or self.stopped_at is not None


def endings_tonight(by: Actor, at: dt.datetime) -> dict[int, Ending]:
    """The evenings of a guardian's children that can be ended now, or were, by child; nothing by day. Six queries at
    most, however many children."""
    by_day = night_of(at) == at.astimezone(SHANGHAI).date() and at.astimezone(SHANGHAI).time() < EARLIEST
    found = {} if by_day else endings(by.holds(Role.GUARDIAN), at)
    return {pupil: ending for pupil, ending in found.items() if ending.is_shown}


def endings(wards: Iterable[Held], at: dt.datetime) -> dict[int, Ending]:
    """The evening that each of these children is in at a moment; nothing for a child whose class has none."""
    wards, night = list(wards), night_of(at)
    classes = classes_by_id({held.class_id for held in wards if held.class_id is not None}, night)
    schools = schools_facts({klass.school_id for klass in classes.values()})
    calendars = calendars_at({klass.place_path for klass in classes.values()})
    found = {}
    for held in wards:
        klass, pupil = classes.get(held.class_id or 0), held.pupil_id
        if klass is None or pupil is None or held.cohort is None:
            continue
        span, grade = calendars[klass.place_path].evening_holding(night), grade_at(held.cohort, night)
        if span is not None and klass.cohort_in(grade) is not None:
            found[pupil] = _ending(pupil, klass, grade, span, schools[klass.school_id], at)
    dates = {ending.span.date for ending in found.values()}
    stopped = Stop.objects.filter(pupil_id__in=found, date__in=dates).values_list("pupil_id", "date", "at")
    when = {(pupil, date): moment for pupil, date, moment in stopped}
    return {pupil: _with(ending, when.get((pupil, ending.span.date))) for pupil, ending in found.items()}


def works_to_stop(ending: Ending, at: dt.datetime) -> list[Item]:
    """The written work of the evening, as families see it at a moment."""
    items = items_on([ending.klass.id], [ending.span.date], shown_at=at)
    return [item for item in items if item.grade == ending.grade and item.form.counts]


@dataclass(frozen=True)
class StopSeen:
    """An evening as it was ended; `works` were not finished. `told`: the homeroom teacher sees whose it is."""

    at: dt.datetime
    told: bool
    works: tuple[tuple[str, str], ...]


def stop_of(pupil_id: int, date: dt.date) -> StopSeen | None:
    """How a child's evening was ended, if it was. For the child's guardians. Two queries."""
    stop = Stop.objects.filter(pupil_id=pupil_id, date=date).prefetch_related("works__publication__assignment").first()
    return None if stop is None else StopSeen(stop.at, stop.tell_teacher, works_left(stop))


def works_left(stop: Stop) -> tuple[tuple[str, str], ...]:
    """(subject, unit) of what was not finished; from a prefetch."""
    works = sorted((work.publication for work in stop.works.all()), key=lambda publication: publication.pk)
    return tuple((publication.assignment.get_subject_display(), publication.assignment.unit) for publication in works)


def _ending(pupil: int, klass: ClassNow, grade: int, span: EveningSpan, school: SchoolFacts, at: dt.datetime) -> Ending:
    night = night_of(at)
    to_bed, clauses = bedtime(school, grade, night)
    is_last = ends_tonight(span.until, night)
    why = (*clauses_of(BEDTIME_FIRST, school, grade, night)[:1], *clauses[:1])
    return Ending(pupil, klass, grade, span, to_bed, why, is_last, is_open=is_last and is_bedtime(at, night, to_bed))


def _with(ending: Ending, stopped_at: dt.datetime | None) -> Ending:
    return ending if stopped_at is None else replace(ending, stopped_at=stopped_at)
