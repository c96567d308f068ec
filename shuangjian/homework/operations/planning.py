"""What publishing needs to know before its transaction opens: classes, evenings, limits, refusals already certain."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from shuangjian.homework.access import can_see_class, teaches
from shuangjian.homework.models import Publication
from shuangjian.homework.operations.noticing import say_notice
from shuangjian.homework.operations.opening import Key, Wanted
from shuangjian.homework.queries.evenings import ClassEvening, class_evenings
from shuangjian.homework.rules import AssignmentSpec, Room, over_evenings, weigh
from shuangjian.homework.rules.notice_refusals import Advice
from shuangjian.homework.rules.refusals import already_published, no_class, no_evening, not_teaching
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import NotVisible, Refusal
from shuangjian.schools.access import belongs_to_school
from shuangjian.schools.queries import ClassNow, SchoolFacts, calendars_at, classes_by_id, schools_facts
from shuangjian.schools.rules import Calendar, EveningSpan

LOOK_AHEAD_DAYS = 21
LATER_EVENINGS = 6
Freed = dict[Key, int]


@dataclass(frozen=True)
class Target:
    """One grade of a class, and the evenings that begin on these dates."""

    class_id: int
    grade: int
    dates: tuple[dt.date, ...]


@dataclass
class Planned:
    """A target with all that is known about it. Empty `refusals` means that it is to be tried."""

    target: Target
    label: str
    klass: ClassNow | None = None
    spans: list[EveningSpan] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)
    evenings: list[ClassEvening] = field(default_factory=list)
    minutes: list[int] = field(default_factory=list)
    refusals: tuple[Refusal, ...] = ()
    advice: Advice | None = None

    @property
    def rooms(self) -> list[Room]:
        return [evening.room for evening in self.evenings]


class Ground:
    """The classes, schools and calendars that a plan stands on at a moment, each read once, when something asks for
    it."""

    def __init__(self, class_ids: Iterable[int], at: dt.datetime) -> None:
        self.at, self.today = at, shanghai_date(at)
        self._class_ids = set(class_ids)

    @cached_property
    def classes(self) -> dict[int, ClassNow]:
        return classes_by_id(self._class_ids, self.today)

    @cached_property
    def schools(self) -> dict[int, SchoolFacts]:
        return schools_facts({c.school_id for c in self.classes.values()})

    @cached_property
    def calendars(self) -> dict[str, Calendar]:
        return calendars_at({c.place_path for c in self.classes.values()})

    def calendar(self, klass: ClassNow) -> Calendar:
        return self.calendars[klass.place_path]

    def later_rooms(self, klass: ClassNow, grade: int, after: dt.date, subject: str) -> list[Room]:
        """Evenings of a class after a date (and not before today) that might take what another cannot."""
        first = max(after + dt.timedelta(days=1), self.today)
        spans = self.calendar(klass).evenings(first, first + dt.timedelta(days=LOOK_AHEAD_DAYS))[:LATER_EVENINGS]
        found = class_evenings([(klass, span) for span in spans], self.schools, subject, at=self.at)
        return [found[klass.id, grade, span.date].room for span in spans]


def plan(
    *,
    by: Actor,
    ground: Ground,
    spec: AssignmentSpec,
    targets: Sequence[Target],
    assignment_id: int | None = None,
    freed: Freed | None = None,
    instead_of: int | None = None,
) -> list[Planned]:
    """Weigh an assignment against every target, in the order in which rows will be touched: the evenings it is for,
    the minutes each would count, and all reasons against.

    `freed` are minutes that an amendment gives back before it takes its own, `instead_of` the assignment it amends.
    Raises NotVisible for a class of a school where the actor does not work.
    """
    planned = [seat(by, ground, spec.subject, target) for target in in_order(targets)]
    _refuse_published(planned, assignment_id)
    live = [p for p in planned if p.klass is not None and not p.refusals]
    for p in live:
        _find_evenings(ground, p)
    live = [p for p in live if not p.refusals]
    evenings = _evenings(ground, spec.subject, live)
    for p in live:
        assert p.klass is not None
        p.minutes = over_evenings(spec.counted, len(p.spans))
        school = ground.schools[p.klass.school_id]
        p.wanted = [Wanted(school, p.klass, p.target.grade, span.date) for span in p.spans]
        p.evenings = [evenings[w.key] for w in p.wanted]
        p.refusals = _refusals(ground, spec, p, freed or {})
    say_notice(ground, spec, live, instead_of)
    return planned


def in_order(targets: Sequence[Target]) -> list[Target]:
    """The one order in which evenings are touched."""
    return sorted(targets, key=lambda t: (t.class_id, t.grade))


def _evenings(ground: Ground, subject: str, live: Sequence[Planned]) -> dict[Key, ClassEvening]:
    """The evenings of all targets, read at once."""
    wanted = {(p.klass.id, span.date): (p.klass, span) for p in live if p.klass for span in p.spans}
    return class_evenings(wanted.values(), ground.schools, subject, at=ground.at)


def _refusals(ground: Ground, spec: AssignmentSpec, planned: Planned, freed: Freed) -> tuple[Refusal, ...]:
    """Every reason on every evening; later evenings are looked up only when something does not fit."""
    assert planned.klass is not None
    found: list[Refusal] = []
    for room, minutes in zip(planned.rooms, planned.minutes, strict=True):
        room = room.after_giving_back(freed.get((room.class_id, room.grade, room.date), 0))
        if not weigh(spec, minutes, room, today=ground.today):
            continue
        others: list[Room] = []
        if len(planned.spans) == 1:
            others = ground.later_rooms(planned.klass, room.grade, room.date, spec.subject)
        found += weigh(spec, minutes, room, today=ground.today, others=others)
    return tuple(found)


def seat(by: Actor, ground: Ground, subject: str, target: Target) -> Planned:
    """Whether the actor teaches the subject there now. Raises NotVisible for a class of another school."""
    klass = ground.classes.get(target.class_id)
    if klass is None:
        if not any(held.class_id == target.class_id for held in by.roles):
            raise NotVisible(f"class {target.class_id}")
        return Planned(target, "这个班", refusals=(no_class("这个班"),))
    if not teaches(by, klass.id, subject):
        if not (can_see_class(by, klass) or belongs_to_school(by, klass.school_id)):
            raise NotVisible(f"class {klass.id}")
        return Planned(target, klass.label, klass, refusals=(not_teaching(klass.label, subject),))
    if klass.cohort_in(target.grade) is None:
        return Planned(target, klass.label, klass, refusals=(no_class(f"{klass.label}的这个年级"),))
    return Planned(target, klass.label, klass)


def _find_evenings(ground: Ground, planned: Planned) -> None:
    assert planned.klass is not None
    calendar = ground.calendar(planned.klass)
    for date in sorted(set(planned.target.dates)):
        span = calendar.evening(date)
        if span is not None:
            planned.spans.append(span)
            continue
        around = calendar.evening_holding(date)
        instead = around.date if around and around.until > ground.today else None
        planned.refusals += (no_evening(date, calendar.day(date).reason, instead),)


def _refuse_published(planned: Sequence[Planned], assignment_id: int | None) -> None:
    if assignment_id is None:
        return
    before = set(Publication.objects.filter(assignment_id=assignment_id).values_list("school_class_id", "grade"))
    for p in planned:
        if (p.target.class_id, p.target.grade) in before:
            p.refusals = (already_published(p.label),)
