"""What somebody may read of measured minutes, asked from outside a screen."""

import datetime as dt

from shuangjian.homework.queries.known import items_of_evening
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import NotVisible
from shuangjian.schools.access import check_can_see_school, check_oversees
from shuangjian.schools.queries import calendar_at, class_by_id, known_school, place_with_id
from shuangjian.schools.rules import PlaceKind
from shuangjian.timing.access import can_see_signals
from shuangjian.timing.queries.fitted import EveningMeasured, evenings_measured
from shuangjian.timing.queries.signals import Night, Signal, last_night, signals_below
from shuangjian.timing.rules import night_of


def evening_known_to(by: Actor, class_id: int, date: dt.date, *, at: dt.datetime) -> dict[int, EveningMeasured]:
    """What an evening of a class took, by grade; nothing while it may still be answered about. Raises NotVisible for a
    class that the actor does not work with."""
    items = items_of_evening(by, class_id, date, on=shanghai_date(at))
    klass = class_by_id(class_id, date)
    span = calendar_at(klass.place_path).evening(date) if klass else None
    if klass is None or span is None or span.until > night_of(at):
        return {}
    found = evenings_measured(items, ((class_id, grade, date) for _, grade in klass.grades))
    return {grade: measured for (_, grade, _), measured in sorted(found.items(), key=lambda one: one[0][1])}


def signals_known_below(by: Actor, place_id: int) -> tuple[Night | None, list[Signal]]:
    """Of every class below a place that the actor oversees, as of the last night. Raises NotVisible."""
    found = place_with_id(place_id)
    if found is None or found.kind == PlaceKind.TEACHING_POINT:
        raise NotVisible(f"place {place_id}")
    check_oversees(by, found.path)
    night = last_night(found.path)
    return night, signals_below(found.path, night.as_of) if night else []


def signals_known_at(by: Actor, school_id: int) -> tuple[Night | None, list[Signal]]:
    """Of the classes of a school that the actor answers for, as of the last night. Raises NotVisible."""
    school = known_school(school_id)
    check_can_see_school(by, school.id, school.path)
    night = last_night(school.path)
    found = signals_below(school.path, night.as_of) if night else []
    return night, [one for one in found if can_see_signals(by, one.klass)]
