"""What somebody may read of classes, asked from outside a screen: the classes, their evenings, what is set on one and
what of it was lent."""

import datetime as dt
from collections.abc import Iterator

from shuangjian.homework.access import can_see_class, check_works_with_class
from shuangjian.homework.queries.assignments import Item, items_on
from shuangjian.homework.queries.evenings import ClassEvening, class_evenings
from shuangjian.homework.queries.loans import LoanSeen, loans_on
from shuangjian.kernel.actor import Actor, Role
from shuangjian.schools.access import LEADERS, OVERSIGHT
from shuangjian.schools.queries import (
    ClassNow,
    calendar_at,
    class_by_id,
    classes_below,
    classes_by_id,
    classes_of_school,
    schools_facts,
)


def classes_known_to(by: Actor, date: dt.date) -> list[ClassNow]:
    """Every class on a date that the actor works with or oversees, by id. One query for each role over a place."""
    found = {klass.id: klass for klass in _reachable(by, date) if can_see_class(by, klass)}
    return [found[pk] for pk in sorted(found)]


def evenings_between(
    by: Actor, class_id: int, since: dt.date, until: dt.date, *, on: dt.date, at: dt.datetime | None = None
) -> list[ClassEvening]:
    """The evenings of a class, as it is on a date, that begin from `since` until, exclusively, `until`: by date, grade.

    With what is kept for single subjects where a moment `at` is given. Raises NotVisible for a class that the actor
    does not work with.
    """
    klass = check_works_with_class(by, class_by_id(class_id, on))
    spans = calendar_at(klass.place_path).evenings(since, until)
    found = class_evenings(((klass, span) for span in spans), schools_facts([klass.school_id]), at=at)
    return [found[klass.id, grade, span.date] for span in spans for _, grade in klass.grades]


def items_of_evening(by: Actor, class_id: int, date: dt.date, *, on: dt.date) -> list[Item]:
    """What is published to a class for the evening beginning on a date. Raises NotVisible as above."""
    klass = check_works_with_class(by, class_by_id(class_id, on))
    return items_on([klass.id], [date])


def loans_of_evening(by: Actor, class_id: int, date: dt.date, *, on: dt.date, at: dt.datetime) -> list[LoanSeen]:
    """What was asked for, lent and settled of a class's evening beginning on a date. Raises NotVisible as above."""
    klass = check_works_with_class(by, class_by_id(class_id, on))
    return loans_on([klass.id], [date], at)


def _reachable(by: Actor, date: dt.date) -> Iterator[ClassNow]:
    own = {held.class_id for held in by.roles if held.class_id is not None and held.role is not Role.GUARDIAN}
    yield from classes_by_id(own, date).values()
    for school_id in {held.school_id for held in by.holds(*LEADERS, Role.GRADE_HEAD) if held.school_id is not None}:
        yield from classes_of_school(school_id, date)
    for path in {held.place_path for held in by.holds(*OVERSIGHT)}:
        yield from classes_below(path, date)
