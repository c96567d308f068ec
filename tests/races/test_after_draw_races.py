"""Seats after the draw: two guardians, an hour that is up, a round and a family at once. None is given twice."""

import datetime as dt
import threading
import time
from contextlib import suppress

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import F

from shuangjian.afterschool.models import Offer, Placement, SignUp, TutoringPlace, TutoringProposal, Unit
from shuangjian.afterschool.operations import (
    answer_offer,
    answer_tutoring,
    change_days,
    come_back,
    join_late,
    late,
    leave_service,
    offer_freed_seats,
    placing,
    seal_lists,
)
from shuangjian.afterschool.operations import tutoring as afternoons
from shuangjian.afterschool.rules.wishes import Wishes
from shuangjian.kernel.refusal import Refused
from tests.apps.afterschool.after_draw import (
    SIX,
    UNTIL,
    counted,
    in_unit,
    leaves,
    parent,
    places,
    round_at,
    signed_up,
    told,
    unit,
)
from tests.apps.afterschool.rows import key
from tests.apps.afterschool.term import CLOSES, OPERATOR, drawn, tutoring
from tests.apps.timing.panel import guardian, known
from tests.cast import AT
from tests.races.crowd import at_once

pytestmark = pytest.mark.race
CROWD = 8


def unexpected(results):
    return [r for r in results if isinstance(r, Exception) and not isinstance(r, Refused)]


def offered(cast):
    """A seat of basketball is offered to a child with two guardians."""
    programme = told(cast)
    leaves(cast, in_unit(programme, "篮球")[0])
    round_at(programme)
    offer = Offer.objects.select_related("sign_up__pupil").get(unit__name="篮球")
    for who in ("mother", "father"):
        known(cast, who, guardian(cast, offer.sign_up.pupil))
    return programme, offer


def answering(cast, offer, who, take, at=SIX):
    by, request = cast.actor(who, at), key()
    return lambda: answer_offer(by=by, at=at, offer_id=offer.pk, take=take, request=request)


def test_of_two_guardians_who_answer_at_once_one_does(committed_cast):
    cast = committed_cast
    programme, offer = offered(cast)
    results = at_once([answering(cast, offer, who, who == "mother") for who in ("mother", "father")] * 4)
    assert unexpected(results) == []
    assert results.count(None) == 1
    offer.refresh_from_db()
    assert (places(offer.sign_up)[1] == "篮球") == offer.taken == (offer.answered_by_id == cast.people["mother"].pk)
    counted(programme)


def test_an_offer_that_runs_out_while_it_is_answered_is_taken_or_over(committed_cast):
    cast = committed_cast
    programme, offer = offered(cast)
    answer = answering(cast, offer, "mother", True, UNTIL - dt.timedelta(seconds=1))
    run_out = lambda: offer_freed_seats(by=OPERATOR, at=UNTIL, programme_id=programme.pk)  # noqa: E731
    assert unexpected(at_once([answer, run_out])) == []
    offer.refresh_from_db()
    assert offer.ended_at is not None
    assert (places(offer.sign_up).get(1) == "篮球") == offer.taken
    counted(programme)


def test_many_rounds_at_once_are_one(committed_cast):
    programme = told(committed_cast)
    leaves(committed_cast, in_unit(programme, "篮球")[0])
    act = lambda: offer_freed_seats(by=OPERATOR, at=SIX, programme_id=programme.pk)  # noqa: E731
    results = at_once([act] * CROWD)
    assert unexpected(results) == []
    assert sum(one is not None for one in results) == 1
    counted(programme)


def test_who_leaves_comes_back_and_is_asked_in_one_moment_ends_in_one_of_these(committed_cast):
    cast = committed_cast
    programme, offer = offered(cast)
    child = in_unit(programme, "篮球")[0]
    parent(cast, child.pupil, "other")
    about = {"at": SIX, "programme_id": programme.pk}

    def leaving(who, pupil_id):
        by, request = cast.actor(who, SIX), key()
        return lambda: leave_service(by=by, pupil_id=pupil_id, request=request, **about)

    def returning(who, pupil_id):
        by, request = cast.actor(who, SIX), key()
        return lambda: come_back(by=by, pupil_id=pupil_id, request=request, **about)

    acts = [
        answering(cast, offer, "mother", True),
        leaving("father", offer.sign_up.pupil_id),
        returning("father", offer.sign_up.pupil_id),
        leaving("other", child.pupil_id),
        returning("other", child.pupil_id),
        lambda: offer_freed_seats(by=OPERATOR, at=SIX + dt.timedelta(days=1), programme_id=programme.pk),
    ]
    assert unexpected(at_once(acts)) == []
    counted(programme)
    for sign_up in SignUp.objects.all():
        assert (sign_up.left_at is None) == bool(places(sign_up))


def test_a_child_that_two_guardians_let_join_at_once_joins_once(committed_cast):
    cast = committed_cast
    programme = told(cast)
    pupil = cast.pupils["左小禾"]
    known(cast, "father", guardian(cast, pupil))

    def joining(who):
        by, request = cast.actor(who), key()
        return lambda: join_late(
            by=by, at=AT, programme_id=programme.pk, pupil_id=pupil.pk, wishes=Wishes((1,), (1,)), request=request
        )

    results = at_once([joining("guardian"), joining("father")] * 3)
    assert unexpected(results) == []
    assert sum(isinstance(one, SignUp) for one in results) == 1
    assert Placement.objects.filter(pupil=pupil, ended_at=None).count() == 1


def test_of_many_who_say_yes_to_the_last_tutoring_seat_one_has_it(committed_cast):
    cast = committed_cast
    programme, sign_ups = signed_up(cast)
    drawn(programme)
    place = tutoring(cast, programme, *(one.pupil for one in sign_ups[:4]), capacity=1)
    TutoringProposal.objects.update(accepted=None, answered_at=None)
    acts = []
    for proposal in TutoringProposal.objects.select_related("pupil"):
        parent(cast, proposal.pupil)
        by, request = cast.actor(proposal.pupil.name), key()
        acts.append(
            lambda by=by, pk=proposal.pk, request=request: answer_tutoring(
                by=by, at=AT, proposal_id=pk, accept=True, request=request
            )
        )
    results = at_once(acts)
    assert unexpected(results) == []
    place.refresh_from_db()
    assert (place.taken, Placement.objects.filter(tutoring=place, ended_at=None).count()) == (1, 1)


def test_a_yes_to_tutoring_is_in_the_sealed_lists_or_refused(committed_cast):
    cast = committed_cast
    programme, (first, *_) = signed_up(cast)
    tutoring(cast, programme, first.pupil)
    TutoringProposal.objects.update(accepted=None, answered_at=None)
    parent(cast, first.pupil, "family")
    proposal = TutoringProposal.objects.get()
    at = CLOSES - dt.timedelta(milliseconds=1)
    by = cast.actor("family", at)
    answered_, sealed = at_once(
        [
            lambda: answer_tutoring(by=by, at=at, proposal_id=proposal.pk, accept=True, request=key()),
            lambda: seal_lists(by=OPERATOR, at=CLOSES, programme_id=programme.pk),
        ]
    )
    proposal.refresh_from_db()
    assert unexpected([answered_, sealed]) == []
    assert proposal.accepted == (answered_ is None or None)
    assert (sealed.tutoring_file is not None) == (answered_ is None)


def test_a_yes_to_tutoring_and_other_days_of_the_same_child_at_once_do_not_deadlock(committed_cast, monkeypatch):
    """One guardian changes the days and has the child's row; the other says yes and has the programme's, and reaches
    for the child's. What the first has written names the programme."""
    cast = committed_cast
    programme, (first, *_) = signed_up(cast)
    drawn(programme)
    tutoring(cast, programme, first.pupil)
    TutoringProposal.objects.update(accepted=None, answered_at=None)
    for who in ("mother", "father"):
        parent(cast, first.pupil, who)
    proposal, days = TutoringProposal.objects.get(), Wishes((1, 2, 3, 4, 5), ())
    SignUp.objects.exclude(pk=first.pk).update(not_waiting=[1, 2, 3, 4, 5])
    child_is_held, programme_is_held = threading.Event(), threading.Event()
    read_on, take = late.read_on, afternoons._take_or_leave

    def read_on_slowly(*arguments):
        child_is_held.set()
        programme_is_held.wait(timeout=1)  # on SQLite it cannot come about before this transaction ends
        time.sleep(0.3)  # long enough for the other to reach for the child's row
        read_on(*arguments)

    def take_then(*arguments):
        programme_is_held.set()
        take(*arguments)

    monkeypatch.setattr(late, "read_on", read_on_slowly)
    monkeypatch.setattr(afternoons, "_take_or_leave", take_then)
    mother, father = cast.actor("mother"), cast.actor("father")

    def change():
        change_days(by=father, at=AT, programme_id=programme.pk, pupil_id=first.pupil_id, wishes=days, request=key())

    def say_yes():
        assert child_is_held.wait(timeout=60)
        answer_tutoring(by=mother, at=AT, proposal_id=proposal.pk, accept=True, request=key())

    assert at_once([change, say_yes]) == [None, None]
    assert (set(places(first)), places(first)[2]) == ({1, 2, 3, 4, 5}, "MATHEMATICS")
    counted(programme)


def leaving_each_others_units(cast, monkeypatch, patience):
    """One child is offered a seat of basketball and leaves chess; the other leaves basketball, then chess. Each waits
    so long for the other to have touched a seat."""
    programme, offer = offered(cast)
    other = in_unit(programme, "篮球")[0]
    assert {"棋类"} <= set(places(offer.sign_up).values()) & set(places(other).values())
    parent(cast, other.pupil, "other")
    both, came, give_back = threading.Barrier(2), set(), placing.give_back_seat

    def give_back_slowly(unit_id):
        give_back(unit_id)
        if threading.get_ident() not in came:
            came.add(threading.get_ident())
            with suppress(threading.BrokenBarrierError):
                both.wait(timeout=patience)

    monkeypatch.setattr(placing, "give_back_seat", give_back_slowly)

    def leaving(who, pupil_id):
        by, about = cast.actor(who, SIX), {"programme_id": programme.pk, "pupil_id": pupil_id}
        return lambda: leave_service(by=by, at=SIX, request=key(), **about)

    return programme, at_once([leaving("mother", offer.sign_up.pupil_id), leaving("other", other.pupil_id)])


def test_two_who_leave_units_that_both_are_in_do_not_deadlock(committed_cast, monkeypatch):
    programme, results = leaving_each_others_units(committed_cast, monkeypatch, 0.3)
    assert results == [None, None]
    counted(programme)


def test_without_the_one_order_of_units_they_deadlock(committed_cast, monkeypatch):
    """On PostgreSQL; SQLite has one writer at a time."""
    monkeypatch.setattr(placing, "hold_units", lambda units: None)
    postgresql = connection.vendor == "postgresql"
    _, results = leaving_each_others_units(committed_cast, monkeypatch, 60 if postgresql else 0.3)
    assert any(isinstance(r, OperationalError) for r in results) == postgresql


def test_with_the_condition_removed_the_constraint_refuses(committed_cast):
    programme = told(committed_cast)
    row = unit(programme, "篮球")
    for counter in ("taken", "held"):
        with pytest.raises(IntegrityError, match="a_unit_never_gives_more_seats_than_it_has"), transaction.atomic():
            Unit.objects.filter(pk=row.pk).update(**{counter: F(counter) + 1})
    place = tutoring(committed_cast, programme)
    with pytest.raises(IntegrityError, match="tutoring_never_takes_more_than_it_can"), transaction.atomic():
        TutoringPlace.objects.filter(pk=place.pk).update(taken=F("taken") + 2)


class TestWithConditionAndConstraintBothGone:
    """In a scratch table of the test's own, the same crowd oversells: only so does holding mean something."""

    SEATS = 3

    @pytest.fixture
    def scratch(self, transactional_db):
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE scratch_unit (id integer PRIMARY KEY, capacity integer, held integer)")
            cursor.execute(f"INSERT INTO scratch_unit VALUES (1, {self.SEATS}, 0)")
        yield
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE scratch_unit")

    def crowd(self, act):
        at_once([act] * CROWD)
        with connection.cursor() as cursor:
            cursor.execute("SELECT held FROM scratch_unit")
            return cursor.fetchone()[0]

    def test_looking_and_then_writing_oversells(self, scratch):
        import threading

        looked = threading.Barrier(CROWD)

        def act():
            with connection.cursor() as cursor:
                cursor.execute("SELECT held FROM scratch_unit")
                held = cursor.fetchone()[0]
                looked.wait(timeout=60)
                if held < self.SEATS:
                    cursor.execute("UPDATE scratch_unit SET held = held + 1")

        assert self.crowd(act) > self.SEATS

    def test_the_conditional_update_does_not(self, scratch):
        def act():
            with connection.cursor() as cursor:
                cursor.execute("UPDATE scratch_unit SET held = held + 1 WHERE held < capacity")

        assert self.crowd(act) == self.SEATS
