"""Who is where in the afternoon, by name: a unit's list, the reading place's, a class's week.

A list tells of tutoring to nobody: a child that is tutored is simply not on that day's lists, like one that does not
come that day. Only a class's page says it, apart from its table and not in print, to those who know of it anyway.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shuangjian.afterschool.access import (
    check_can_coordinate,
    check_sees_class_places,
    get_unit_to_list,
    is_told_to,
    leads,
)
from shuangjian.afterschool.models import Placement, Programme, TutoringPlace, Unit
from shuangjian.afterschool.rules.kinds import READING_PLACE
from shuangjian.afterschool.rules.weekdays import weekdays_in, weekdays_label
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.day import shanghai_date
from shuangjian.people.queries import class_list, named
from shuangjian.schools.queries import ClassNow, SchoolFacts, classes_of_school


@dataclass(frozen=True)
class OfClass:
    """Children of a class, by name."""

    label: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class UnitList:
    """Who is in a unit now, class by class; nobody yet where it `is_told` to who asks only later."""

    unit: Unit
    days: str
    is_told: bool
    classes: tuple[OfClass, ...]

    @property
    def n(self) -> int:
        return sum(len(each.names) for each in self.classes)


@dataclass(frozen=True)
class ReadingDay:
    """Who is in the reading place on a weekday, class by class."""

    day: str
    classes: tuple[OfClass, ...]

    @property
    def n(self) -> int:
        return sum(len(each.names) for each in self.classes)


@dataclass(frozen=True)
class ClassPlaces:
    """A class's afternoons. `rows`: a child's name and where it is by weekday, "" where it is on no list that day.
    `tutored`: (day, words, name), for the eyes of who plans them."""

    days: tuple[int, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    tutored: tuple[tuple[str, str, str], ...]

    @property
    def heads(self) -> list[str]:
        return [weekdays_label([day]) for day in self.days]

    @property
    def coming(self) -> list[int]:
        """How many are on a list, by weekday."""
        return [sum(bool(cells[n]) for _, cells in self.rows) for n in range(len(self.days))]


@dataclass(frozen=True)
class UnitLed:
    """A unit that one leads: 周一篮球."""

    id: int
    school_id: int
    label: str


def unit_list(by: Actor, at: dt.datetime, school: SchoolFacts, unit_id: int) -> UnitList:
    """For whoever plans the service and the unit's leader. Four queries. Raises NotVisible, NotAllowed."""
    unit = get_unit_to_list(by, school.id, school.path, unit_id)
    is_told = is_told_to(by, school.id, at, unit.programme.results_at)
    held = Placement.objects.filter(unit=unit, ended_at=None).values_list("pupil_id", flat=True)
    classes = _by_class(school.id, held, shanghai_date(at)) if is_told else ()
    return UnitList(unit, weekdays_label(weekdays_in(unit.weekdays)), is_told, classes)


def reading_lists(by: Actor, at: dt.datetime, school: SchoolFacts, programme: Programme) -> list[ReadingDay]:
    """For whoever plans the service. Raises NotVisible, NotAllowed."""
    check_can_coordinate(by, school.id, school.path)
    rows = Placement.objects.filter(programme=programme, unit=None, tutoring=None, ended_at=None)
    by_day: dict[int, set[int]] = defaultdict(set)
    for day, pupil in rows.values_list("weekday", "pupil_id"):
        by_day[day].add(pupil)
    date = shanghai_date(at)
    everybody = named(set().union(*by_day.values()), date)
    classes = classes_of_school(school.id, date)
    return [
        ReadingDay(
            weekdays_label([day]),
            _grouped(classes, ((one.class_id, one.name) for one in everybody if one.pupil_id in by_day[day])),
        )
        for day in weekdays_in(programme.weekdays)
    ]


def class_places(by: Actor, at: dt.datetime, klass: ClassNow, programme: Programme) -> ClassPlaces | None:
    """For the homeroom teacher and whoever plans the service; None while it is not told to who asks. Three queries.
    Raises NotAllowed."""
    check_sees_class_places(by, klass.school_id, klass.id)
    if not is_told_to(by, klass.school_id, at, programme.results_at):
        return None
    days = weekdays_in(programme.weekdays)
    pupils = class_list(klass.id, shanghai_date(at))
    where: dict[tuple[int, int], str] = {}
    tutored: dict[int, list[tuple[int, TutoringPlace]]] = defaultdict(list)
    held = Placement.objects.filter(
        programme=programme, ended_at=None, pupil_id__in=[pupil.pupil_id for pupil in pupils]
    )
    for row in held.select_related("unit", "tutoring__leader"):
        if row.tutoring is not None:
            tutored[row.pupil_id].append((row.weekday, row.tutoring))
        else:
            where[row.pupil_id, row.weekday] = row.unit.name if row.unit else READING_PLACE
    rows = tuple((pupil.name, tuple(where.get((pupil.pupil_id, day), "") for day in days)) for pupil in pupils)
    beside = sorted(
        (day, f"{place.get_subject_display()}，{place.leader.name}老师", pupil.name)
        for pupil in pupils
        for day, place in tutored[pupil.pupil_id]
    )
    return ClassPlaces(days, rows, tuple((weekdays_label([day]), words, name) for day, words, name in beside))


def units_led(by: Actor, at: dt.datetime) -> list[UnitLed]:
    """The actor's own units that came about, whose families have been told, until their term ends. One query."""
    own = Unit.objects.filter(leader_id=by.person_id or 0, closed_at=None, programme__draw__drawn_at__isnull=False)
    running = own.filter(programme__results_at__lte=at, programme__until__gt=shanghai_date(at))
    return [
        UnitLed(unit.pk, unit.school_id, f"{weekdays_label(weekdays_in(unit.weekdays))}{unit.name}")
        for unit in running.order_by("weekdays", "number")
        if leads(by, unit)
    ]


def _by_class(school_id: int, pupils: Iterable[int], date: dt.date) -> tuple[OfClass, ...]:
    return _grouped(classes_of_school(school_id, date), ((one.class_id, one.name) for one in named(pupils, date)))


def _grouped(classes: Sequence[ClassNow], pupils: Iterable[tuple[int, str]]) -> tuple[OfClass, ...]:
    names: dict[int, list[str]] = defaultdict(list)
    for class_id, name in pupils:
        names[class_id].append(name)
    return tuple(OfClass(klass.label, tuple(names[klass.id])) for klass in classes if klass.id in names)
