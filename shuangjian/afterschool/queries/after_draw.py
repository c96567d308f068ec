"""One child after the draw, as its family and its homeroom teacher see it: where it is, for what it waits, what it is
offered."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from shuangjian.afterschool import access
from shuangjian.afterschool.access import ChildSeat
from shuangjian.afterschool.models import Offer, Placement, SignUp
from shuangjian.afterschool.queries.sign_ups import Activity, Service, service_at
from shuangjian.afterschool.queries.waiting import Wait, waiting_in, waits_of
from shuangjian.afterschool.rules.kinds import READING_PLACE, Answer
from shuangjian.afterschool.rules.offering import next_round
from shuangjian.afterschool.rules.terms import ServiceTerm
from shuangjian.afterschool.rules.weekdays import weekdays_in, weekdays_label
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.subject import Subject


@dataclass(frozen=True)
class Held:
    """Where a child is on an afternoon: `number` of its unit, None for the reading place and tutoring."""

    weekday: int
    name: str
    number: int | None = None
    is_tutoring: bool = False

    @property
    def day(self) -> str:
        return weekdays_label([self.weekday])


@dataclass(frozen=True)
class Offered:
    """A seat that is offered: what a yes takes, what it leaves, and until when. `ended`: answered, run out or
    withdrawn."""

    id: int
    pupil_id: int
    name: str
    days: tuple[int, ...]
    until: dt.datetime
    ended: bool
    taken: bool
    withdrawn: bool
    instead: tuple[Held, ...]
    also_left: tuple[Held, ...]

    @property
    def day(self) -> str:
        return weekdays_label(self.days)


@dataclass(frozen=True)
class AfterDraw:
    """`sign_up` is None for a child that is not in the service now. `lost`: what it gave up since the last round, and
    may still take back."""

    seat: ChildSeat
    service: Service
    sign_up: SignUp | None
    held: tuple[Held, ...]
    waits: tuple[Wait, ...]
    offers: tuple[Offered, ...]
    lost: tuple[Held, ...]
    open_numbers: frozenset[int]

    @property
    def grade(self) -> int:
        return self.sign_up.grade if self.sign_up else self.service.grade_of(self.seat.cohort)

    @cached_property
    def more(self) -> tuple[Activity, ...]:
        """What it could wait for besides its list: open, for its grade."""
        listed = {*self.sign_up.wishes, *self.sign_up.late_wishes} if self.sign_up else set()
        choices = self.service.for_grade(self.grade)
        return tuple(a for a in choices if a.number in self.open_numbers and a.number not in listed)


def child_after_draw(by: Actor, pupil_id: int, at: dt.datetime, term: ServiceTerm | None = None) -> AfterDraw | None:
    """A child, for whoever answers for it, in the latest term whose results are out, or in `term` if it is such; None
    before any are, and where there is no service. That the next term is open already changes nothing of this one.
    Raises NotVisible."""
    seat = access.answering_for(by, pupil_id, shanghai_date(at))
    service = service_at(seat.school_id, at, term, told=True)
    if service is None:
        return None
    rows = SignUp.objects.filter(programme=service.programme, pupil_id=pupil_id)
    last = rows.filter(answer=Answer.JOIN).first()
    waiting = waiting_in(service.programme)
    sign_up = last if last is not None and last.left_at is None else None
    held = held_now(last) if last is not None else ()
    return AfterDraw(
        seat,
        service,
        sign_up,
        held,
        tuple(waits_of(waiting, sign_up)) if sign_up else (),
        offers_of(last, held) if last is not None else (),
        tuple(_held(row) for row in lost_since_round(last, at)) if last is not None else (),
        frozenset(number for number, unit in waiting.units.items() if unit.is_open),
    )


@dataclass(frozen=True)
class OfferOpen:
    """An offer that waits for an answer, for one line on a page."""

    id: int
    name: str
    until: dt.datetime


def offers_open(pupil_ids: Iterable[int], at: dt.datetime) -> dict[int, OfferOpen]:
    """What these children are offered now, by child. One query."""
    rows = Offer.objects.filter(sign_up__pupil_id__in=list(pupil_ids), ended_at=None, until__gt=at)
    found = rows.values_list("sign_up__pupil_id", "pk", "unit__name", "until")
    return {pupil_id: OfferOpen(pk, name, until) for pupil_id, pk, name, until in found}


def held_now(sign_up: SignUp) -> tuple[Held, ...]:
    """Where a child is on its afternoons, by weekday. One query."""
    rows = Placement.objects.filter(sign_up=sign_up, ended_at=None).select_related("unit", "tutoring")
    return tuple(_held(row) for row in rows.order_by("weekday"))


def offers_of(sign_up: SignUp, held: tuple[Held, ...]) -> tuple[Offered, ...]:
    """The offers that stand. One query."""
    rows = Offer.objects.filter(sign_up=sign_up, ended_at=None).select_related("unit", "sign_up")
    return tuple(offered(row, held) for row in rows)


def offered(offer: Offer, held: tuple[Held, ...]) -> Offered:
    """An offer with what its taking would leave."""
    days = weekdays_in(offer.unit.weekdays)
    instead = tuple(one for one in held if one.weekday in days)
    clubs = {one.number for one in instead if one.number is not None}
    also = tuple(one for one in held if one.weekday not in days and one.number in clubs)
    return Offered(
        offer.pk,
        offer.sign_up.pupil_id,
        offer.unit.name,
        days,
        offer.until,
        offer.ended_at is not None,
        offer.taken,
        offer.withdrawn,
        instead,
        also,
    )


def lost_since_round(sign_up: SignUp, at: dt.datetime) -> list[Placement]:
    """What a child gave up since the last round without having anything else in its stead: `come_back` gives it again.
    A club's other days, on which it has the reading place since, are among it. Two queries."""
    held = set(Placement.objects.filter(sign_up=sign_up, ended_at=None).values_list("weekday", flat=True))
    ended = Placement.objects.filter(sign_up=sign_up, ended_at__isnull=False, ended_at__gt=at - dt.timedelta(days=1))
    rows = ended.select_related("unit", "tutoring").order_by("ended_at", "pk")
    latest = {row.weekday: row for row in rows if at < next_round(row.ended_at or at)}
    lost = {day: row for day, row in latest.items() if day not in held}
    units = {(row.unit_id, row.ended_at) for row in lost.values() if row.unit_id is not None}
    clubs = {day: row for day, row in latest.items() if (row.unit_id, row.ended_at) in units}
    return [row for _, row in sorted((lost | clubs).items())]


def _held(row: Placement) -> Held:
    if row.tutoring is not None:
        return Held(row.weekday, f"{Subject(row.tutoring.subject).label}辅导", is_tutoring=True)
    return (
        Held(row.weekday, row.unit.name, row.unit.number) if row.unit is not None else Held(row.weekday, READING_PLACE)
    )
