"""The children behind a school's figures: for whoever plans its service, and for nobody above or beside."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from shuangjian.afterschool.access import check_can_coordinate
from shuangjian.afterschool.figures.sources import Scope, places_of, sign_ups_of
from shuangjian.afterschool.models import ClosedTerm, Programme
from shuangjian.afterschool.rules.kinds import Answer
from shuangjian.afterschool.rules.weekdays import weekdays_in
from shuangjian.kernel.actor import Actor
from shuangjian.people.queries import named_seats
from shuangjian.schools.queries import ClassNow, SchoolFacts, classes_of_school


@dataclass(frozen=True)
class Unmet:
    """A child whose need is not met: `missing` are the days it signed up for without having a place; none where the
    family needs what these hours or days do not give."""

    pupil_id: int
    name: str
    klass: ClassNow | None
    missing: tuple[int, ...]


@dataclass(frozen=True)
class ClassAnswered:
    """How many families of a class have not answered, of how many there are."""

    klass: ClassNow
    pupils: int
    unanswered: int


@dataclass(frozen=True)
class Children:
    """By class, then by name. No class where nobody was asked yet, and nothing where what was said `is_deleted`.

    `undrawn` joined, before anybody has a place.
    """

    unmet: tuple[Unmet, ...] = ()
    undrawn: int = 0
    classes: tuple[ClassAnswered, ...] = ()
    is_deleted: bool = False


def children_of(by: Actor, school: SchoolFacts, scope: Scope) -> Children:
    """Whose need is not met, and how many of each class have not answered. Six queries. Raises NotVisible, NotAllowed
    for who does not plan the service of the school."""
    check_can_coordinate(by, school.id, school.path)
    if not Programme.objects.filter(**scope.of_programmes(""), opens_at__lte=scope.at).exists():
        return Children()
    if ClosedTerm.objects.filter(**scope.of_programmes()).exists():
        return Children(is_deleted=True)
    classes = {klass.id: klass for klass in classes_of_school(school.id, scope.date)}
    seats = named_seats(school.id, scope.date)
    said = {row.pupil_id: row for row in sign_ups_of(scope)}
    placed = _placed(scope)
    is_drawn = bool(placed)
    unmet: list[Unmet] = []
    undrawn = 0
    sitting, silent = Counter[int](), Counter[int]()
    for seat in seats:
        sitting[seat.class_id] += 1
        row = said.get(seat.pupil_id)
        if row is None:
            silent[seat.class_id] += 1
            continue
        left = row.left_at is not None and row.left_at <= scope.at
        missing = tuple(day for day in weekdays_in(row.weekdays) if day not in placed[row.pk] and not left)
        if missing and not is_drawn:
            undrawn += 1
        elif missing or row.answer == Answer.NEED:
            unmet.append(Unmet(seat.pupil_id, seat.name, classes.get(seat.class_id), missing))
    order = {class_id: place for place, class_id in enumerate(classes)}
    unmet.sort(key=lambda one: order.get(one.klass.id, len(order)) if one.klass else len(order))
    return Children(
        tuple(unmet),
        undrawn,
        tuple(ClassAnswered(klass, sitting[pk], silent[pk]) for pk, klass in classes.items() if sitting[pk]),
    )


def _placed(scope: Scope) -> Mapping[int, set[int]]:
    """The days on which each sign-up has a place, or had one that it gave up. One query."""
    found: dict[int, set[int]] = defaultdict(set)
    for sign_up_id, weekday in places_of(scope).order_by().values_list("sign_up_id", "weekday"):
        found[sign_up_id].add(weekday)
    return found
