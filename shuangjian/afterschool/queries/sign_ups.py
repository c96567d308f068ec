"""What a family is asked and has said; who of a class has answered."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from shuangjian.afterschool import access
from shuangjian.afterschool.draw.menus import Blocks
from shuangjian.afterschool.models import Programme, SignUp, Unit
from shuangjian.afterschool.queries.stages import stage_of
from shuangjian.afterschool.rules.kinds import Answer, RoomNeed, Stage, UnitKind
from shuangjian.afterschool.rules.terms import ServiceTerm
from shuangjian.afterschool.rules.weekdays import weekdays_in
from shuangjian.afterschool.rules.wishes import Wishes, blocks_on, is_for
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.grade import grade_at
from shuangjian.people.queries import Seat, class_list
from shuangjian.schools.queries import ClassNow


@dataclass(frozen=True)
class Activity:
    """A unit as it is chosen: `days` are weekdays, `leader` a name or "", `minimum` 0 where none is asked."""

    number: int
    name: str
    kind: str
    about: str
    days: tuple[int, ...]
    first_grade: int
    last_grade: int
    capacity: int
    minimum: int
    room: str
    leader: str


@dataclass(frozen=True)
class Service:
    """What a school announced for a term, with everything that may be chosen. `others`: the other terms of which it is
    announced and not over; in January this one runs while families sign up for the next."""

    programme: Programme
    stage: Stage
    activities: tuple[Activity, ...]
    others: tuple[ServiceTerm, ...] = ()

    @property
    def term(self) -> ServiceTerm:
        return ServiceTerm(self.programme.year, self.programme.number)

    @cached_property
    def days(self) -> tuple[int, ...]:
        return weekdays_in(self.programme.weekdays)

    @cached_property
    def by_number(self) -> Mapping[int, Activity]:
        return {activity.number: activity for activity in self.activities}

    @cached_property
    def blocks(self) -> Blocks:
        return blocks_on(self.days, self.activities)

    def grade_of(self, cohort: int) -> int:
        """The grade of a cohort in the term."""
        return grade_at(cohort, self.programme.since)

    def for_grade(self, grade: int) -> tuple[Activity, ...]:
        return tuple(activity for activity in self.activities if is_for(activity, grade))


@dataclass(frozen=True)
class ChildsService:
    """One child's: `grade` in the term; `sign_up` is None as long as nobody has answered. `siblings` are the actor's
    other children at the same school."""

    pupil_id: int
    class_id: int
    grade: int
    service: Service
    sign_up: SignUp | None
    siblings: tuple[int, ...] = ()


@dataclass(frozen=True)
class Line:
    """A child of a class with what was said for it, None where nothing was."""

    seat: Seat
    sign_up: SignUp | None


def service_at(
    school_id: int, at: dt.datetime, term: ServiceTerm | None = None, *, told: bool = False
) -> Service | None:
    """What the school announced last and is not over, or of a term, if it is among that; `told`: of those whose results
    are out. None where there is no such. Two queries."""
    announced = _announced([school_id], at).get(school_id, [])
    among = [one for one in announced if not told or _stage(one, at) is Stage.TOLD]
    asked = [one for one in among if term == (one.year, one.number)]
    if not among:
        return None
    found = (asked or among)[-1]
    units = Unit.objects.filter(programme=found).select_related("leader").order_by("number")
    others = tuple(ServiceTerm(one.year, one.number) for one in announced if one is not found)
    return Service(found, _stage(found, at), tuple(activity_of(unit) for unit in units), others)


def service_for_child(
    by: Actor, pupil_id: int, at: dt.datetime, term: ServiceTerm | None = None
) -> ChildsService | None:
    """What one of the actor's children may choose and what was said, in a term as `service_at` finds it; None where the
    school has announced nothing. Three queries. Raises NotVisible."""
    held = access.ward_of(by, pupil_id)
    service = service_at(held.school_id or 0, at, term)
    if service is None:
        return None
    others = by.holds(Role.GUARDIAN)
    siblings = tuple(
        one.pupil_id for one in others if one.pupil_id and one.pupil_id != pupil_id and one.school_id == held.school_id
    )
    said = said_by_pupil(service.programme.pk, [pupil_id]).get(pupil_id)
    grade = service.grade_of(held.cohort or 0)
    return ChildsService(pupil_id, held.class_id or 0, grade, service, said, siblings)


def services_tonight(by: Actor, at: dt.datetime) -> dict[int, tuple[Programme, Stage, SignUp | None]]:
    """For each of the actor's children whose school has announced something: what, its stage, and what was said. Two
    queries, however many children."""
    held = [one for one in by.holds(Role.GUARDIAN) if one.pupil_id is not None]
    announced = _announced({one.school_id for one in held if one.school_id}, at)
    programmes = {school_id: each[-1] for school_id, each in announced.items()}
    if not programmes:
        return {}
    ids = [programme.pk for programme in programmes.values()]
    rows = SignUp.objects.filter(programme_id__in=ids, pupil_id__in=[one.pupil_id for one in held])
    said = {(row.programme_id, row.pupil_id): row for row in rows}
    return {
        one.pupil_id: (programme, _stage(programme, at), said.get((programme.pk, one.pupil_id)))
        for one in held
        if one.pupil_id is not None and (programme := programmes.get(one.school_id or 0)) is not None
    }


def answers_of_class(by: Actor, klass: ClassNow, programme_id: int, date: dt.date) -> list[Line]:
    """The children of a class in the order of their names, each with what was said. Two queries.

    Raises NotVisible, NotAllowed. Wishes are in the rows: whoever shows them asks `access.can_see_wishes` first.
    """
    access.check_can_see_answers(by, klass.school_id, klass.id, klass.place_path)
    seats = class_list(klass.id, date)
    said = said_by_pupil(programme_id, [seat.pupil_id for seat in seats])
    return [Line(seat, said.get(seat.pupil_id)) for seat in seats]


def said_by_pupil(programme_id: int, pupil_ids: Collection[int]) -> dict[int, SignUp]:
    """What was said for these children, by child. One query."""
    return {row.pupil_id: row for row in SignUp.objects.filter(programme_id=programme_id, pupil_id__in=pupil_ids)}


def wishes_of(row: SignUp | None) -> Wishes:
    """The list as it was handed in; an empty one where nobody joined."""
    if row is None or row.answer != Answer.JOIN:
        return Wishes()
    return Wishes(weekdays_in(row.weekdays), tuple(row.wishes), row.with_siblings)


def activity_of(unit: Unit) -> Activity:
    """A unit as it is chosen; the caller has read its leader along with it."""
    return Activity(
        unit.number,
        unit.name,
        UnitKind(unit.kind).label,
        unit.about,
        weekdays_in(unit.weekdays),
        unit.first_grade,
        unit.last_grade,
        unit.capacity,
        unit.minimum,
        RoomNeed(unit.room_need).label,
        unit.leader.name if unit.leader else unit.outside_leader,
    )


def _announced(school_ids: Iterable[int], at: dt.datetime) -> dict[int, list[Programme]]:
    """The programmes of each school that are announced and not over, the latest last, with their draws. One query."""
    rows = (
        Programme.objects.filter(school_id__in=school_ids, announced_at__lte=at, until__gt=shanghai_date(at))
        .select_related("draw")
        .defer("draw__sealed_lists", "draw__file", "draw__tutoring_file", "secret")
        .order_by("since")
    )
    found: dict[int, list[Programme]] = defaultdict(list)
    for row in rows:
        found[row.school_id].append(row)
    return found


def _stage(programme: Programme, at: dt.datetime) -> Stage:
    draw = getattr(programme, "draw", None)
    return stage_of(programme, draw.drawn_at if draw is not None else None, at)
