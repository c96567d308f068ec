"""The waiting list. It is not stored: it follows from lists, turns and what every child holds."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from shuangjian.afterschool.draw import MenuUnit, blocks_of
from shuangjian.afterschool.models import Offer, Placement, Programme, SignUp, Unit
from shuangjian.afterschool.rules.kinds import Answer, Origin
from shuangjian.afterschool.rules.waiting import Child, Standing, WaitedUnit, waiting_lists, would_take
from shuangjian.afterschool.rules.weekdays import weekdays_in, weekdays_label
from shuangjian.kernel.day import shanghai_date
from shuangjian.people.queries import seats_of
from shuangjian.schools.queries import classes_by_id

Blocks = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Waiting:
    """A programme after its draw: its units, and the children who are in it with what they hold."""

    units: dict[int, WaitedUnit]  # by number
    names: dict[int, str]
    children: dict[int, Child]  # by sign-up

    @cached_property
    def lists(self) -> dict[int, list[Child]]:
        """By unit number, those who wait for it, the next first."""
        return waiting_lists(list(self.units.values()), list(self.children.values()))


@dataclass(frozen=True)
class Wait:
    """A unit that a child would rather have: `position` of `waiting`, None where it does not wait: its family no longer
    wishes it (`stopped`), or did not take the seat when it was offered."""

    unit: WaitedUnit
    name: str
    position: int | None
    waiting: int
    stopped: bool


def blocks_in(programme: Programme, units: Iterable[Unit]) -> Blocks:
    """The blocks of weekdays of a programme, as in its draw."""
    menu = [MenuUnit(u.number, u.name, weekdays_in(u.weekdays), (), u.capacity, 0) for u in units]
    return blocks_of(weekdays_in(programme.weekdays), menu)


def waiting_in(programme: Programme) -> Waiting:
    """Who waits for what in a programme that was drawn. Four queries."""
    rows = list(Unit.objects.filter(programme=programme).order_by("number"))
    units = {row.number: _waited(row) for row in rows}
    numbers = {row.pk: row.number for row in rows}
    places = _Places(blocks_in(programme, rows), numbers)
    placements = Placement.objects.filter(Q(ended_at=None) | Q(origin=Origin.DRAW), programme=programme).order_by("pk")
    for row in placements.values_list("sign_up_id", "weekday", "unit_id", "tutoring_id", "origin", "turn", "ended_at"):
        places.add(*row)
    passed, asked = _offers(programme.pk, numbers)
    joined = SignUp.objects.filter(programme=programme, answer=Answer.JOIN, left_at=None)
    fields = ("pk", "pupil_id", "grade", "wishes", "late_wishes", "not_waiting", "opaque")
    children = {
        pk: Child(
            pk,
            pupil_id,
            grade,
            (*wishes, *late),
            places.held[pk],
            places.standings(pk, opaque),
            frozenset(passed[pk] | set(stopped)),
            pk in asked,
        )
        for pk, pupil_id, grade, wishes, late, stopped, opaque in joined.values_list(*fields)
    }
    return Waiting(units, {row.number: row.name for row in rows}, children)


def waits_of(waiting: Waiting, sign_up: SignUp) -> list[Wait]:
    """What a child would rather have than what it holds, in the order of its list."""
    child = waiting.children.get(sign_up.pk)
    if child is None:
        return []
    found = []
    for number in child.wishes:
        unit = waiting.units[number]
        if not would_take(child, unit):
            continue
        line = waiting.lists[number]
        position = next((at for at, one in enumerate(line, 1) if one.sign_up_id == child.sign_up_id), None)
        stopped = number in sign_up.not_waiting
        found.append(Wait(unit, waiting.names[number], position, len(line), stopped))
    return found


class _Places:
    """Placements as they are read: what is held now, and the turn in each block."""

    def __init__(self, blocks: Blocks, numbers: dict[int, int]) -> None:
        self.blocks = {day: block for block in blocks for day in block}
        self.numbers = numbers
        self.held: dict[int, dict[int, int | None]] = defaultdict(dict)
        self.turns: dict[int, dict[tuple[int, ...], tuple[int, bool]]] = defaultdict(dict)

    def add(
        self,
        sign_up_id: int,
        weekday: int,
        unit_id: int | None,
        tutoring_id: int | None,
        origin: str,
        turn: int | None,
        ended_at: object,
    ) -> None:
        if ended_at is None and tutoring_id is None:
            self.held[sign_up_id][weekday] = self.numbers[unit_id] if unit_id is not None else None
        block = self.blocks[weekday]
        if turn is not None and origin == Origin.DRAW:
            self.turns[sign_up_id][block] = (turn, False)
        elif turn is not None and tutoring_id is None:
            self.turns[sign_up_id].setdefault(block, (turn, True))

    def standings(self, sign_up_id: int, opaque: str) -> dict[int, Standing]:
        """By weekday. A drawn child stands at its turn, whatever became of it since."""
        found: dict[int, Standing] = {}
        for block, (turn, later) in self.turns[sign_up_id].items():
            standing = Standing(turn, later, opaque if later else "")
            found |= dict.fromkeys(block, standing)
        return found


def _offers(programme_id: int, numbers: dict[int, int]) -> tuple[dict[int, set[int]], set[int]]:
    """By sign-up the units whose seat was offered and not taken; and who has an offer that stands."""
    passed: dict[int, set[int]] = defaultdict(set)
    asked = set()
    rows = Offer.objects.filter(Q(ended_at=None) | Q(taken=False, withdrawn=False), programme_id=programme_id)
    for sign_up_id, unit_id, ended_at in rows.values_list("sign_up_id", "unit_id", "ended_at"):
        passed[sign_up_id].add(numbers[unit_id])
        if ended_at is None:
            asked.add(sign_up_id)
    return passed, asked


def _waited(unit: Unit) -> WaitedUnit:
    return WaitedUnit(
        unit.pk,
        unit.number,
        weekdays_in(unit.weekdays),
        unit.first_grade,
        unit.last_grade,
        unit.closed_at is None,
        unit.capacity - unit.taken - unit.held,
    )


@dataclass(frozen=True)
class NamedWaiter:
    """A child that waits, by name: for whoever plans the service. `until`: it is being asked, and has so long."""

    pupil_id: int
    name: str
    class_label: str
    joined_later: bool
    until: dt.datetime | None


@dataclass(frozen=True)
class UnitWaiting:
    """A unit's waiting list: `asked` are those who have an offer of it, `children` those who wait, the next first."""

    number: int
    name: str
    weekdays: tuple[int, ...]
    capacity: int
    taken: int
    held: int
    asked: tuple[NamedWaiter, ...]
    children: tuple[NamedWaiter, ...]

    @property
    def free(self) -> int:
        return self.capacity - self.taken - self.held

    @property
    def day(self) -> str:
        return weekdays_label(self.weekdays)


def waiting_by_unit(programme: Programme, at: dt.datetime) -> tuple[list[UnitWaiting], int]:
    """The waiting list of every open unit, and how many children are in the service. Eight queries, however many
    wait."""
    found = waiting_in(programme)
    offers = list(Offer.objects.filter(programme=programme, ended_at=None).select_related("sign_up").order_by("pk"))
    pupils = {child.pupil_id for line in found.lists.values() for child in line}
    pupils |= {offer.sign_up.pupil_id for offer in offers}
    seats = seats_of(pupils, shanghai_date(at))
    classes = classes_by_id({seat.class_id for seat in seats.values()}, shanghai_date(at))

    def named(pupil_id: int, joined_later: bool, until: dt.datetime | None) -> list[NamedWaiter]:
        seat = seats.get(pupil_id)
        if seat is None:
            return []
        label = classes[seat.class_id].label if seat.class_id in classes else ""
        return [NamedWaiter(pupil_id, seat.name, label, joined_later, until)]

    rows = []
    for row in Unit.objects.filter(programme=programme, closed_at=None).order_by("weekdays", "number"):
        days = weekdays_in(row.weekdays)
        line = [w for c in found.lists[row.number] for w in named(c.pupil_id, c.standings[days[0]].joined_later, None)]
        asked = [w for o in offers if o.unit_id == row.pk for w in named(o.sign_up.pupil_id, False, o.until)]
        rows.append(
            UnitWaiting(row.number, row.name, days, row.capacity, row.taken, row.held, tuple(asked), tuple(line))
        )
    return rows, len(found.children)
