"""Joining after the draw, coming on other days, leaving, and taking that back. Free, at once, without a reason.

Whoever joins has the reading place at once and waits for its wishes. What was sealed is left as it was: which
afternoons a child comes to is said by its placements, and wishes that come later stand behind the others.
"""

import datetime as dt

from django.conf import settings
from django.db import IntegrityError, transaction

from shuangjian.afterschool import access
from shuangjian.afterschool.access import ChildSeat
from shuangjian.afterschool.models import Placement, Programme, SignUp, Unit
from shuangjian.afterschool.operations.placing import held_by, leave_days, lock_units, read_on
from shuangjian.afterschool.operations.seats import take_seat, take_tutoring
from shuangjian.afterschool.queries.after_draw import lost_since_round
from shuangjian.afterschool.rules.after_draw_refusals import (
    joined_already,
    not_drawn_yet,
    not_in_service,
    nothing_to_undo,
    service_over,
)
from shuangjian.afterschool.rules.kinds import Answer, Origin
from shuangjian.afterschool.rules.naming import naming_key, pupil_opaque
from shuangjian.afterschool.rules.weekdays import mask_of, weekdays_in
from shuangjian.afterschool.rules.wishes import NOTICE, Wishes
from shuangjian.audit.operations import Request, Subject, record
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.grade import grade_at
from shuangjian.kernel.refusal import InvalidInput, NotVisible, Refused
from shuangjian.schools.queries import known_school

FROM_PAPER = {
    "afterschool.join_late": "afterschool.join_late_from_paper",
    "afterschool.change_days": "afterschool.change_days_from_paper",
    "afterschool.leave_service": "afterschool.leave_service_from_paper",
    "afterschool.come_back": "afterschool.come_back_from_paper",
}


def join_late(
    *, by: Actor, at: dt.datetime, programme_id: int, pupil_id: int, wishes: Wishes, request: Request
) -> SignUp:
    """A child joins on these days, or comes back after having left. Raises NotVisible; Refused before the results,
    after the term, and where it is in the service; InvalidInput by field."""
    seat, programme = _child(by, at, programme_id, pupil_id)
    grade = grade_at(seat.cohort, programme.since)
    _check(programme, grade, wishes, "还没有勾哪几天，请至少勾一天。")
    try:
        with transaction.atomic():
            rows = SignUp.objects.select_for_update()
            sign_up = rows.filter(programme=programme, pupil_id=pupil_id).first()
            if sign_up is not None and sign_up.answer == Answer.JOIN and sign_up.left_at is None:
                raise Refused(joined_already())
            sign_up = _joined(sign_up or _new(programme, seat), grade, wishes)
            sign_up.said_by_id, sign_up.said_at, sign_up.on_paper = by.somebody, at, seat.on_paper
            sign_up.save()
            read_on(programme, sign_up, wishes.days, at)
            _record(by, at, "afterschool.join_late", seat, request)
    except IntegrityError:
        if SignUp.objects.filter(programme=programme, pupil_id=pupil_id, answer=Answer.JOIN, left_at=None).exists():
            raise Refused(joined_already()) from None  # another of the family was faster
        raise
    return sign_up


def change_days(
    *, by: Actor, at: dt.datetime, programme_id: int, pupil_id: int, wishes: Wishes, request: Request
) -> None:
    """A child comes on these days from now on. The units wished for beyond those of its list it waits for too, in this
    order, behind the list. Raises as `join_late`; Refused where it is not in the service."""
    seat, programme = _child(by, at, programme_id, pupil_id)
    with transaction.atomic():
        sign_up = _standing(by, programme, pupil_id)
        _check(programme, sign_up.grade, wishes, "还没有勾哪几天。都不来了，请按“退出”。")
        held = held_by(sign_up)
        has = [row.unit.number for row in held.values() if row.unit is not None]
        kept = [number for number in sign_up.late_wishes if number in has and number not in wishes.units]
        sign_up.late_wishes = [*kept, *(number for number in wishes.units if number not in sign_up.wishes)]
        sign_up.save(update_fields=["late_wishes"])
        leave_days(sign_up, set(held) - set(wishes.days), at)
        read_on(programme, sign_up, set(wishes.days) - set(held), at)
        _record(by, at, "afterschool.change_days", seat, request)


def leave_service(*, by: Actor, at: dt.datetime, programme_id: int, pupil_id: int, request: Request) -> None:
    """A child leaves. Its seats are offered in the day's round, not before. Raises NotVisible, Refused."""
    seat, programme = _child(by, at, programme_id, pupil_id)
    with transaction.atomic():
        sign_up = _standing(by, programme, pupil_id)
        leave_days(sign_up, range(1, 6), at)
        sign_up.left_at = at
        sign_up.save(update_fields=["left_at"])
        _record(by, at, "afterschool.leave_service", seat, request)


def come_back(*, by: Actor, at: dt.datetime, programme_id: int, pupil_id: int, request: Request) -> None:
    """Take back what was left since the last round: as if nothing had been pressed. Raises NotVisible; Refused once the
    seats have gone out."""
    seat, programme = _child(by, at, programme_id, pupil_id)
    with transaction.atomic():
        sign_up = access.get_sign_up_for(by, programme.pk, pupil_id, lock=True)
        lost = lost_since_round(sign_up, at)
        if not lost:
            raise Refused(nothing_to_undo())
        lock_units(sign_up, *(row.unit_id for row in lost if row.unit_id is not None))
        for row in {row.unit_id or -(row.tutoring_id or 0): row for row in lost}.values():
            if row.unit_id is not None and not take_seat(row.unit_id):
                raise Refused(nothing_to_undo())
            if row.tutoring_id is not None and not take_tutoring(row.tutoring_id):
                raise Refused(nothing_to_undo())
        others = Placement.objects.filter(sign_up=sign_up, ended_at=None, unit=None, origin=Origin.LATE)
        others.filter(weekday__in=[row.weekday for row in lost], since__in=[row.ended_at for row in lost]).delete()
        Placement.objects.filter(pk__in=[row.pk for row in lost]).update(ended_at=None)
        sign_up.left_at = None
        sign_up.save(update_fields=["left_at"])
        _record(by, at, "afterschool.come_back", seat, request)


def _child(by: Actor, at: dt.datetime, programme_id: int, pupil_id: int) -> tuple[ChildSeat, Programme]:
    seat = access.answering_for(by, pupil_id, shanghai_date(at))
    programme = Programme.objects.filter(pk=programme_id, school_id=seat.school_id).select_related("draw").first()
    if programme is None or programme.announced_at is None:
        raise NotVisible(f"programme {programme_id}")
    draw = getattr(programme, "draw", None)
    if draw is None or draw.drawn_at is None or programme.results_at is None or at < programme.results_at:
        raise Refused(not_drawn_yet(programme.results_at))
    if shanghai_date(at) >= programme.until:
        raise Refused(service_over())
    return seat, programme


def _check(programme: Programme, grade: int, wishes: Wishes, no_days: str) -> None:
    errors = {}
    if not wishes.days:
        errors["days"] = no_days
    elif not set(wishes.days) <= set(weekdays_in(programme.weekdays)):
        errors["days"] = "勾的日子里有一天没有课后服务，请看看再勾。"
    numbers = Unit.objects.filter(programme=programme, closed_at=None, first_grade__lte=grade, last_grade__gte=grade)
    named = set(wishes.units)
    if not named <= set(numbers.values_list("number", flat=True)) or len(named) < len(wishes.units):
        errors["wishes"] = "候补的活动里，有一个这个年级不能去、没有开，或者写了两次，请去掉。"
    if errors:
        raise InvalidInput(errors)


def _new(programme: Programme, seat: ChildSeat) -> SignUp:
    key = naming_key(settings.ROSTER_KEY, programme.secret)
    opaque = pupil_opaque(key, seat.pupil_id)
    return SignUp(programme=programme, school_id=seat.school_id, pupil_id=seat.pupil_id, opaque=opaque, is_late=True)


def _joined(sign_up: SignUp, grade: int, wishes: Wishes) -> SignUp:
    """A list that was in the draw stays as it was sealed; any other is what was said last."""
    if sign_up.answer == Answer.JOIN and not sign_up.is_late:
        sign_up.late_wishes = [number for number in wishes.units if number not in sign_up.wishes]
    else:
        sign_up.answer, sign_up.grade, sign_up.is_late, sign_up.notice = Answer.JOIN, grade, True, NOTICE
        sign_up.weekdays, sign_up.wishes, sign_up.late_wishes = mask_of(wishes.days), list(wishes.units), []
        sign_up.receipt, sign_up.with_siblings = "", False
    sign_up.left_at = None
    return sign_up


def _standing(by: Actor, programme: Programme, pupil_id: int) -> SignUp:
    """The sign-up of a child that is in the service, locked."""
    rows = SignUp.objects.select_for_update().filter(programme=programme, pupil_id=pupil_id)
    sign_up = rows.filter(answer=Answer.JOIN, left_at=None).first()
    if sign_up is None:
        raise Refused(not_in_service())
    return sign_up


def _record(by: Actor, at: dt.datetime, name: str, seat: ChildSeat, request: Request) -> None:
    """What a family does for itself is on no list of the school's; what was entered from paper is on the class's."""
    if seat.on_paper:
        on = Subject("class", seat.class_id, "", known_school(seat.school_id).path, seat.school_id, seat.class_id)
        record(by=by, at=at, name=FROM_PAPER[name], on=on, request=request)
    else:
        on = Subject("pupil", seat.pupil_id, "")
        record(by=Actor(by.person_id, "家长"), at=at, name=name, on=on, request=request)
