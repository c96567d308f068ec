"""Tutoring in service time: a teacher's afternoon, the children a teacher thinks would be helped, and the family's yes.

Free, declined without a word, and told to nobody else. Before the closing answers change as often as one likes, and
are drawn with the rest; after the results a seat that is left is taken at once by whoever stands first.
"""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Max

from shuangjian.afterschool import access
from shuangjian.afterschool.models import Draw, Placement, Programme, SignUp, TutoringPlace, TutoringProposal
from shuangjian.afterschool.operations.placing import lock_units, move_to_tutoring, read_on, turns_on
from shuangjian.afterschool.operations.seats import give_back_tutoring, take_tutoring
from shuangjian.afterschool.queries.tutoring import stands_before
from shuangjian.afterschool.rules.after_draw_refusals import (
    no_tutoring_seat,
    not_in_service,
    proposals_stand,
    proposed_already,
    tutoring_fixed,
)
from shuangjian.afterschool.rules.kinds import Answer
from shuangjian.afterschool.rules.weekdays import weekdays_in, weekdays_label
from shuangjian.audit.operations import Request, record
from shuangjian.audit.operations import Subject as On
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput, NotVisible, Refused
from shuangjian.kernel.subject import Subject
from shuangjian.people.queries import colleague_of_school, seats_of
from shuangjian.schools.queries import ClassNow, known_school

MOST_SEATS = 20


def plan_tutoring(
    *,
    by: Actor,
    at: dt.datetime,
    programme_id: int,
    subject: str,
    weekday: int,
    capacity: int,
    leader_id: int,
    request: Request,
) -> TutoringPlace:
    """A teacher's afternoon for a few children. Raises NotVisible, NotAllowed; InvalidInput by field; Refused once
    sign-up has closed."""
    programme = Programme.objects.filter(pk=programme_id).first()
    if programme is None:
        raise NotVisible(f"programme {programme_id}")
    school = known_school(programme.school_id)
    access.check_can_coordinate(by, school.id, school.path)
    leader = colleague_of_school(leader_id, school.id, shanghai_date(at))
    errors = {}
    if subject not in set(Subject):
        errors["subject"] = "请选哪一科。"
    if weekday not in weekdays_in(programme.weekdays):
        errors["weekday"] = "请选有课后服务的一天。"
    if not 1 <= capacity <= MOST_SEATS:
        errors["capacity"] = f"请写1到{MOST_SEATS}的整数。"
    if leader is None:
        errors["leader"] = "请选一位本校的老师。"
    if errors or leader is None:
        raise InvalidInput(errors)
    with transaction.atomic():
        _lock_unsealed(programme.pk, at)
        last = TutoringPlace.objects.filter(programme=programme).aggregate(last=Max("number"))["last"]
        place = TutoringPlace.objects.create(
            programme=programme, school_id=school.id, number=(last or 0) + 1, subject=subject, weekday=weekday,
            capacity=capacity, leader=leader,
        )  # fmt: skip
        on = On("tutoring", place.pk, words_of(place), school.path, school.id)
        record(by=by, at=at, name="afterschool.plan_tutoring", on=on, after={"seats": capacity}, request=request)
    return place


def drop_tutoring(*, by: Actor, at: dt.datetime, place_id: int, request: Request) -> None:
    """Take an afternoon out again to which no child was asked. Raises NotVisible, NotAllowed, Refused."""
    place = access.get_place_to_plan(by, place_id)
    with transaction.atomic():
        _lock_unsealed(place.programme_id, at)
        if TutoringProposal.objects.filter(place=place, withdrawn_at=None).exists():
            raise Refused(proposals_stand())
        TutoringProposal.objects.filter(place=place).delete()
        on = On("tutoring", place.pk, words_of(place), place.school.place.path, place.school_id)
        record(by=by, at=at, name="afterschool.drop_tutoring", on=on, request=request)
        place.delete()


def propose_tutoring(
    *, by: Actor, at: dt.datetime, klass: ClassNow, place_id: int, pupil_id: int, request: Request
) -> TutoringProposal:
    """Ask a child of a class to an afternoon; its family reads it at once. Raises NotVisible, NotAllowed; Refused while
    the lists are sealed and not drawn, and where the child is asked already."""
    place = TutoringPlace.objects.filter(pk=place_id, school_id=klass.school_id).first()
    if place is None:
        raise NotVisible(f"tutoring {place_id}")
    access.check_can_propose(by, klass, place.subject)
    seat = seats_of([pupil_id], shanghai_date(at)).get(pupil_id)
    if seat is None or seat.class_id != klass.id:
        raise NotVisible(f"pupil {pupil_id}")
    try:
        with transaction.atomic():
            _check_not_sealed_only(place.programme_id, at)
            proposal, is_new = TutoringProposal.objects.select_for_update().get_or_create(
                place=place,
                pupil_id=pupil_id,
                defaults={"school_id": klass.school_id, "proposed_by_id": by.somebody, "proposed_at": at},
            )
            if not is_new and proposal.withdrawn_at is None:
                raise Refused(proposed_already())
            if not is_new:
                proposal.withdrawn_at = proposal.accepted = proposal.answered_at = proposal.answered_by = None
                proposal.proposed_by_id, proposal.proposed_at = by.somebody, at
                proposal.save()
            on = On("tutoring", place.pk, words_of(place), klass.place_path, klass.school_id, klass.id)
            record(by=by, at=at, name="afterschool.propose_tutoring", on=on, request=request, role=_as(by, klass.id))
    except IntegrityError as twin:
        if TutoringProposal.objects.filter(place=place, pupil_id=pupil_id, withdrawn_at=None).exists():
            raise Refused(proposed_already()) from twin
        raise
    return proposal


def withdraw_proposal(*, by: Actor, at: dt.datetime, proposal_id: int, request: Request) -> None:
    """Take a proposal back; a child that has the place keeps it. Raises NotVisible, Refused."""
    pupil_id = TutoringProposal.objects.filter(pk=proposal_id).values_list("pupil_id", flat=True).first() or 0
    seat = seats_of([pupil_id], shanghai_date(at)).get(pupil_id)
    found = access.get_proposal_to_withdraw(by, proposal_id, seat.class_id if seat else None)
    with transaction.atomic():
        _check_not_sealed_only(found.place.programme_id, at)
        if _placement(found) is not None:
            raise Refused(proposals_stand())
        TutoringProposal.objects.filter(pk=found.pk).update(withdrawn_at=at)
        class_id, path = seat.class_id if seat else None, known_school(found.school_id).path
        on = On("tutoring", found.place_id, words_of(found.place), path, found.school_id, class_id)
        record(by=by, at=at, name="afterschool.withdraw_proposal", on=on, request=request)


def answer_tutoring(*, by: Actor, at: dt.datetime, proposal_id: int, accept: bool, request: Request) -> None:
    """The family's yes or no. After the results a yes takes a seat that is left, and a no gives one back: the child
    reads that afternoon. Raises NotVisible; Refused between closing and results, and where no seat is left."""
    proposal = access.get_proposal_for_family(by, proposal_id)
    with transaction.atomic():
        if _check_not_sealed_only(proposal.place.programme_id, at):
            _take_or_leave(proposal, accept, at)
        TutoringProposal.objects.filter(pk=proposal.pk).update(accepted=accept, answered_at=at, answered_by=by.somebody)
        name = "afterschool.accept_tutoring" if accept else "afterschool.decline_tutoring"
        on = On("pupil", proposal.pupil_id, "")
        record(by=Actor(by.person_id, "家长"), at=at, name=name, on=on, request=request)


def words_of(place: TutoringPlace) -> str:
    """周三的数学辅导."""
    return f"{weekdays_label([place.weekday])}的{Subject(place.subject).label}辅导"


def _take_or_leave(proposal: TutoringProposal, accept: bool, at: dt.datetime) -> None:
    place = proposal.place
    rows = SignUp.objects.select_for_update().filter(programme_id=place.programme_id, pupil_id=proposal.pupil_id)
    sign_up = rows.filter(answer=Answer.JOIN, left_at=None).first()
    has = _placement(proposal)
    if not accept:
        if has is not None and sign_up is not None:
            Placement.objects.filter(pk=has.pk).update(ended_at=at)
            give_back_tutoring(place.pk)
            read_on(place.programme, sign_up, [place.weekday], at)
        return
    if sign_up is None:
        raise Refused(not_in_service())
    if has is not None:
        return
    lock_units(sign_up)
    left = TutoringPlace.objects.values_list("capacity", flat=True).get(pk=place.pk) - place.taken
    if left <= stands_before(proposal, sign_up.opaque) or not take_tutoring(place.pk):
        raise Refused(no_tutoring_seat())
    turn = turns_on(place.programme, sign_up, [place.weekday])[place.weekday]
    move_to_tutoring(sign_up, place.pk, place.weekday, turn, at)


def _placement(proposal: TutoringProposal) -> Placement | None:
    rows = Placement.objects.filter(pupil_id=proposal.pupil_id, tutoring_id=proposal.place_id, ended_at=None)
    return rows.first()


def _lock_unsealed(programme_id: int, at: dt.datetime) -> None:
    """Before the closing, with the programme locked: an answer is in the sealed lists, or it is refused."""
    if _check_not_sealed_only(programme_id, at):
        raise Refused(tutoring_fixed())


def _check_not_sealed_only(programme_id: int, at: dt.datetime) -> bool:
    """False before the closing, True after the results. Raises Refused in between, while nothing may change.

    The programme is held before a child of it. Whoever has a child already writes rows that name the programme, which
    a lock of its key would keep out: the two would wait for each other.
    """
    programme = Programme.objects.select_for_update(no_key=True).get(pk=programme_id)
    draw = Draw.objects.filter(programme=programme).only("drawn_at").first()
    if draw is None and (programme.closes_at is None or at < programme.closes_at):
        return False
    if draw is None or draw.drawn_at is None or programme.results_at is None or at < programme.results_at:
        raise Refused(tutoring_fixed())
    return True


def _as(by: Actor, class_id: int) -> Role | None:
    return next((h.role for h in by.holds(Role.HOMEROOM, Role.SUBJECT_TEACHER) if h.class_id == class_id), None)
