"""Freed seats: offered once a day to who stands next, and answered by the family. No child is moved without a yes."""

import datetime as dt
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from shuangjian.afterschool import access
from shuangjian.afterschool.models import Draw, Offer, Programme, SignUp, Unit
from shuangjian.afterschool.operations.placing import leave_days, lock_units, move_to_unit
from shuangjian.afterschool.operations.seats import hold_seat, hold_units, release_seat, take_held_seat
from shuangjian.afterschool.queries.waiting import waiting_in
from shuangjian.afterschool.rules.after_draw_refusals import offer_over
from shuangjian.afterschool.rules.kinds import Answer
from shuangjian.afterschool.rules.offering import moment_of_round, open_until
from shuangjian.afterschool.rules.waiting import seats_to_offer
from shuangjian.afterschool.rules.weekdays import weekdays_in
from shuangjian.audit.operations import Request, Subject, record
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput, NotAllowed, Refused
from shuangjian.people.queries import seats_of
from shuangjian.schools.queries import calendar_at, school_facts


class Round(NamedTuple):
    """What a day's round came to."""

    offered: int
    expired: int
    left_school: int


def rounds_due(at: dt.datetime) -> list[int]:
    """The programmes whose round of the day is still to be made: told, running, on a day after 18:00."""
    date = shanghai_date(at)
    if at < moment_of_round(date):
        return []
    rows = Programme.objects.filter(
        Q(offered_on=None) | Q(offered_on__lt=date),
        results_at__lte=at,
        until__gt=date,
        draw__drawn_at__isnull=False,
    )
    return list(rows.order_by("pk").values_list("pk", flat=True))


def offer_freed_seats(*, by: Actor, at: dt.datetime, programme_id: int) -> Round | None:
    """The round of a day: children who have left the school leave the service, offers whose time is up end, and every
    free seat is offered to who stands next. None where the day's round was made before, or no school is held.

    Raises NotAllowed for anybody but an operator.
    """
    if not by.is_operator:
        raise NotAllowed("空出来的名额每天18:00由系统按次序来问。")
    date = shanghai_date(at)
    with transaction.atomic():
        if not _claim_round(programme_id, date, at):
            return None
        programme = Programme.objects.get(pk=programme_id)
        # Whoever answers, leaves or joins meanwhile waits for the round, or the round for them.
        joined = SignUp.objects.filter(programme=programme, answer=Answer.JOIN, left_at=None)
        sign_ups = {row.pk: row for row in joined.select_for_update().order_by("pk")}
        hold_units(Unit.objects.filter(programme=programme))  # who has left and comes back has none of these sign-ups
        gone = _leave_with_school(sign_ups, date, at)
        expired = _expire(programme, at)
        offered = _offer(programme, at, date)
        school = school_facts(programme.school_id)
        done = Round(offered, expired, gone)
        if any(done):
            on = Subject("programme", programme.pk, school.name, school.path, school.id)
            record(by=by, at=at, name="afterschool.offer_seats", on=on, after=done._asdict())
    return done


def answer_offer(*, by: Actor, at: dt.datetime, offer_id: int, take: bool, request: Request) -> None:
    """Take an offered seat, or leave it to the next. Taken, the child leaves what it has on the unit's days.

    Raises NotVisible; Refused where somebody of the family was faster or the hour is past.
    """
    offer = access.get_offer_for(by, offer_id)
    with transaction.atomic():
        sign_up = SignUp.objects.select_for_update().get(pk=offer.sign_up_id)
        standing = Offer.objects.filter(pk=offer.pk, ended_at=None, until__gt=at)
        if not standing.update(ended_at=at, taken=take, answered_by=by.somebody):
            raise Refused(offer_over(offer.until if at >= offer.until else None))
        if take:
            lock_units(sign_up, offer.unit_id)
            if not take_held_seat(offer.unit_id):
                raise Refused(offer_over())
            move_to_unit(sign_up, offer.unit, weekdays_in(offer.unit.weekdays), at)
        else:
            release_seat(offer.unit_id)
        name = "afterschool.take_seat" if take else "afterschool.leave_seat"
        _record(by, at, name, sign_up, request)


def set_waiting(
    *, by: Actor, at: dt.datetime, programme_id: int, pupil_id: int, number: int, waits: bool, request: Request
) -> None:
    """Wait for a unit of one's list no longer, or again. An offer that stands is answered, not waited for.

    Raises NotVisible; InvalidInput for a unit that is not on the list.
    """
    access.ward_of(by, pupil_id)
    with transaction.atomic():
        sign_up = access.get_sign_up_for(by, programme_id, pupil_id, lock=True)
        if number not in (*sign_up.wishes, *sign_up.late_wishes):
            raise InvalidInput({"unit": "这个活动不在孩子的志愿里。"})
        others = [each for each in sign_up.not_waiting if each != number]
        sign_up.not_waiting = others if waits else [*others, number]
        sign_up.save(update_fields=["not_waiting"])
        name = "afterschool.wait_again" if waits else "afterschool.stop_waiting"
        _record(by, at, name, sign_up, request)


def _claim_round(programme_id: int, date: dt.date, at: dt.datetime) -> bool:
    """Whether the day's round is ours to make. The update asks columns of its own row alone: PostgreSQL looks at those
    again after waiting for another's, and not at what was joined."""
    if not Draw.objects.filter(programme_id=programme_id, drawn_at__isnull=False).exists():
        return False
    due = Programme.objects.filter(Q(offered_on=None) | Q(offered_on__lt=date), pk=programme_id, results_at__lte=at)
    return bool(due.update(offered_on=date))


def _leave_with_school(sign_ups: dict[int, SignUp], date: dt.date, at: dt.datetime) -> int:
    """Children who sit in no class of the school any more; who moved to another class of it stays where it is."""
    seats = seats_of({row.pupil_id for row in sign_ups.values()}, date)
    gone = []
    for row in sign_ups.values():
        seat = seats.get(row.pupil_id)
        if seat is None or seat.school_id != row.school_id:
            leave_days(row, range(1, 6), at)
            gone.append(row.pk)
    return SignUp.objects.filter(pk__in=gone).update(left_at=at)


def _expire(programme: Programme, at: dt.datetime) -> int:
    over = Offer.objects.filter(programme=programme, ended_at=None, until__lte=at).order_by("pk")
    ended = 0
    for offer in over:
        if Offer.objects.filter(pk=offer.pk, ended_at=None).update(ended_at=at):
            release_seat(offer.unit_id)
            ended += 1
    return ended


def _offer(programme: Programme, at: dt.datetime, date: dt.date) -> int:
    """Offers stand for so many school days; where not so many are left of the programme, or no school is held today,
    none are made."""
    calendar = calendar_at(school_facts(programme.school_id).path)
    until = open_until(date, calendar.school_day_after) if calendar.day(date).is_school_day else None
    if until is None or shanghai_date(until) >= programme.until:
        return 0
    waiting = waiting_in(programme)
    free = {number: unit.free for number, unit in waiting.units.items()}
    offers = [
        Offer(
            programme=programme,
            school_id=programme.school_id,
            sign_up_id=child.sign_up_id,
            unit_id=waiting.units[number].id,
            offered_at=at,
            until=until,
        )
        for child, number in seats_to_offer(waiting.lists, free)
        if hold_seat(waiting.units[number].id)
    ]
    Offer.objects.bulk_create(offers)
    return len(offers)


def _record(by: Actor, at: dt.datetime, name: str, sign_up: SignUp, request: Request) -> None:
    on = Subject("pupil", sign_up.pupil_id, "")
    record(by=Actor(by.person_id, "家长"), at=at, name=name, on=on, request=request)
