"""What the teachers of a school set on every day of the term. Plain values, no database."""

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from shuangjian.demo.lessons import lessons
from shuangjian.demo.whole_city.faults import Fault, Planted
from shuangjian.demo.whole_city.model import LOADS, Load, band_of
from shuangjian.demo.whole_city.shapes import Shape
from shuangjian.demo.whole_city.staffing import Course
from shuangjian.homework.rules import AssignmentSpec, Form, TierSpec
from shuangjian.kernel.day import SHANGHAI

LEAST_MINUTES = 5
LOW_MINUTES = 5
GREEDY_SHARE = 0.85
WITHDRAWN_SHARE, WITHDRAWN_DAYS = 0.8, 3
REASON = "布置有误，另行安排"


@dataclass(frozen=True, slots=True)
class Set:
    """One assignment: by which teacher (position), what, when, on the evenings of which (room, grade); `ended` is when
    it was withdrawn."""

    teacher: int
    spec: AssignmentSpec
    at: dt.datetime
    evenings: tuple[tuple[int, int], ...]
    ended: dt.datetime | None = None


@dataclass(frozen=True)
class Habits:
    """What a school is used to: how much it sets (`busy`), how much each teacher does (`own`), what it does wrong."""

    busy: float
    own: tuple[float, ...]
    planted: Planted | None

    def does(self, fault: Fault, date: dt.date) -> bool:
        return self.planted is not None and self.planted.fault is fault and date >= self.planted.since


@dataclass
class Day:
    """One day of a school while it is being filled: `room` is what is left, by (room, grade)."""

    date: dt.date
    lesson: int
    ends_month: bool
    room: dict[tuple[int, int], int]
    sets: list[Set] = field(default_factory=list)


def habits_of(shape: Shape, planted: Planted | None, draw: random.Random) -> Habits:
    return Habits(draw.uniform(0.55, 1.0), tuple(draw.uniform(0.75, 1.2) for _ in range(shape.teachers)), planted)


def set_on(
    shape: Shape, courses: Sequence[Course], habits: Habits, day: Day, caps: Mapping[int, int], draw: random.Random
) -> list[Set]:
    """Fill a day: the courses in an order of their own each day, each as much as still fits. `caps` are by grade."""
    if habits.does(Fault.NOTHING_RECORDED, day.date):
        return []
    first = "MATHEMATICS" if habits.does(Fault.ONE_SUBJECT, day.date) else ""
    for course in sorted(courses, key=lambda course: (course.subject != first, draw.random())):
        load = LOADS[band_of(course.grade, shape.system)].get(course.subject)
        if load is not None and (course.subject == first or draw.random() < load.days):
            _set(course, load, habits, day, caps[course.grade], draw)
    if habits.does(Fault.ALWAYS_FULL, day.date):
        _fill_up(courses, habits, day, draw)
    if habits.does(Fault.OPTIONAL_SWOLLEN, day.date):
        _swell(courses, habits, day, draw)
    return day.sets


def _set(course: Course, load: Load, habits: Habits, day: Day, cap: int, draw: random.Random) -> None:
    """One course's homework of a day: written where the grade may have it and it fits into all its classes."""
    seats = tuple((room, course.grade) for room in course.rooms)
    spec = _lesson(course.subject, course.grade, day.lesson)
    if spec is None:
        return
    if spec.counted:
        wish = draw.uniform(*load.minutes) * habits.busy * habits.own[course.teacher]
        if habits.does(Fault.ONE_SUBJECT, day.date):
            wish = cap * GREEDY_SHARE if course.subject == "MATHEMATICS" else wish / 3
        minutes = min(round(wish), *(day.room[seat] for seat in seats))
        if minutes < min(LEAST_MINUTES, wish):
            return
        if habits.does(Fault.DECLARED_LOW, day.date):
            minutes = min(minutes, LOW_MINUTES)
        spec, counted = _of_minutes(spec, minutes)
        if counted > minutes:
            return
        for seat in seats:
            day.room[seat] -= counted
    _keep(course, spec, seats, habits, day, draw)


def _fill_up(courses: Sequence[Course], habits: Habits, day: Day, draw: random.Random) -> None:
    """Whatever is left of an evening goes to one more exercise."""
    for course in courses:
        if course.subject == "MATHEMATICS":
            for seat in ((room, course.grade) for room in course.rooms):
                if left := day.room[seat]:
                    day.room[seat] = 0
                    _keep(course, _of_minutes(EXERCISE, left)[0], (seat,), habits, day, draw)


def _swell(courses: Sequence[Course], habits: Habits, day: Day, draw: random.Random) -> None:
    """Optional work for every class, as long again as the evening."""
    for course in courses:
        if course.subject == "MATHEMATICS" and course.grade > 2:
            seats = tuple((room, course.grade) for room in course.rooms)
            _keep(course, _of_minutes(OPTIONAL, draw.randrange(45, 75, 5))[0], seats, habits, day, draw)


def _keep(
    course: Course, spec: AssignmentSpec, seats: tuple[tuple[int, int], ...], habits: Habits, day: Day,
    draw: random.Random,
) -> None:  # fmt: skip
    late = habits.does(Fault.LATE_AT_NIGHT, day.date)
    at = _at(day.date, draw.randrange(21 * 60 + 30, 23 * 60 + 50) if late else draw.randrange(10 * 60, 16 * 60 + 15))
    takes_back = day.ends_month and habits.does(Fault.WITHDRAWN_BEFORE_MONTH_END, day.date)
    ended = None
    if takes_back and spec.counted and draw.random() < WITHDRAWN_SHARE:
        ended = _at(day.date, draw.randrange(20 * 60, 22 * 60))
    day.sets.append(Set(course.teacher, spec, at, seats, ended))


@lru_cache(maxsize=200_000)
def _at(date: dt.date, minute: int) -> dt.datetime:
    return dt.datetime.combine(date, dt.time(minute // 60, minute % 60), SHANGHAI)


@lru_cache(maxsize=4096)
def _lesson(subject: str, grade: int, lesson: int) -> AssignmentSpec | None:
    choices = lessons(subject, grade)
    return choices[lesson % len(choices)] if choices else None


@lru_cache(maxsize=50_000)
def _of_minutes(spec: AssignmentSpec, minutes: int) -> tuple[AssignmentSpec, int]:
    """The same work, said to take so long (or a little less, where its tiers do not divide), and what that counts."""
    whole = spec.counted or spec.shown_minutes
    tiers = tuple(replace(tier, minutes=max(1, tier.minutes * minutes // whole)) for tier in spec.tiers)
    of_minutes = replace(spec, tiers=tiers)
    return of_minutes, of_minutes.counted


EXERCISE = AssignmentSpec(
    "MATHEMATICS", "巩固练习", "练熟", Form.WRITTEN, "练习册接着往下做，做到时间为止。", (TierSpec("", 10),)
)
OPTIONAL = AssignmentSpec(
    "MATHEMATICS",
    "提高练习",
    "想多练的同学",
    Form.WRITTEN,
    "提高卷一套，选做。",
    (TierSpec("选做", 45, required=False),),
)
