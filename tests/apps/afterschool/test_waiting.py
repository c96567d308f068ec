"""Freed seats after a draw: who is asked, what a yes, a no and silence do."""

import datetime as dt

import pytest

from shuangjian.afterschool.models import Offer, Placement, Programme, SignUp, Unit
from shuangjian.afterschool.operations import answer_offer, offer_freed_seats, rounds_due, set_waiting
from shuangjian.afterschool.queries import waiting_in, waits_of
from shuangjian.audit.models import Act
from shuangjian.kernel.refusal import InvalidInput, NotAllowed, NotVisible, Refused
from shuangjian.people.models import Enrolment
from tests.apps.afterschool.after_draw import (
    NEXT_SIX,
    SIX,
    UNTIL,
    answers,
    counted,
    in_unit,
    leaves,
    parent,
    places,
    round_at,
    told,
    unit,
)
from tests.apps.afterschool.rows import key
from tests.apps.afterschool.term import RESULTS
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def first_asked(cast: Cast) -> tuple[Programme, Offer]:
    """Somebody leaves basketball, and the next is asked."""
    programme = told(cast)
    leaves(cast, in_unit(programme, "篮球")[0])
    counted(programme)
    done = round_at(programme)
    assert done is not None
    assert done.offered == Offer.objects.count()
    return programme, Offer.objects.select_related("sign_up__pupil", "unit").get(unit__name="篮球")


def test_the_seats_of_the_draw_are_all_out_and_nothing_is_offered(cast: Cast) -> None:
    programme = told(cast)
    counted(programme)
    assert round_at(programme) == (0, 0, 0)
    assert not Act.objects.filter(name="afterschool.offer_seats").exists()


def test_a_freed_seat_is_offered_at_six_to_who_stands_next_for_two_school_days(cast: Cast) -> None:
    programme = told(cast)
    line = waiting_in(programme).lists[1]
    assert len(line) >= 1
    leaves(cast, in_unit(programme, "篮球")[0])
    assert not Offer.objects.exists()
    assert (rounds_due(SIX - MINUTE), rounds_due(SIX)) == ([], [programme.pk])
    round_at(programme)
    offer = Offer.objects.get(unit__name="篮球")
    assert (offer.sign_up_id, offer.until) == (line[0].sign_up_id, UNTIL)
    counted(programme)


def test_a_days_round_is_made_once(cast: Cast) -> None:
    programme, _ = first_asked(cast)
    before = Offer.objects.count()
    leaves(cast, in_unit(programme, "合唱")[0], SIX + MINUTE)
    assert (round_at(programme, SIX + MINUTE), rounds_due(SIX + MINUTE)) == (None, [])
    assert Offer.objects.count() <= before
    assert rounds_due(NEXT_SIX) == [programme.pk]


def test_nothing_is_offered_before_the_results_nor_by_anybody_but_the_clock(cast: Cast) -> None:
    programme = told(cast)
    assert round_at(programme, RESULTS - MINUTE) is None
    with pytest.raises(NotAllowed):
        offer_freed_seats(by=cast.actor("principal"), at=SIX, programme_id=programme.pk)


def test_a_yes_moves_the_child_and_frees_what_it_had(cast: Cast) -> None:
    programme, offer = first_asked(cast)
    before = places(offer.sign_up)
    answers(cast, offer)
    given_up = {day: "" for day, name in before.items() if name and name == before[1]}  # a club, on its other day
    assert places(offer.sign_up) == before | given_up | {1: "篮球"}
    row = Placement.objects.get(sign_up=offer.sign_up, weekday=1, ended_at=None)
    assert (row.origin, row.turn) == (
        "OFFER",
        Placement.objects.get(sign_up=offer.sign_up, weekday=1, origin="DRAW").turn,
    )
    counted(programme)
    offer.refresh_from_db()
    assert (offer.taken, offer.ended_at) == (True, NEXT_SIX - dt.timedelta(hours=1))


def test_a_no_leaves_everything_and_the_next_is_asked_the_next_day(cast: Cast) -> None:
    programme, offer = first_asked(cast)
    before = places(offer.sign_up)
    answers(cast, offer, take=False)
    assert places(offer.sign_up) == before
    assert unit(programme, "篮球").held == 0
    round_at(programme, NEXT_SIX)
    assert not Offer.objects.filter(sign_up=offer.sign_up, ended_at=None, unit=offer.unit).exists()
    counted(programme)


def test_silence_is_a_no_when_the_hour_is_past_and_an_answer_then_is_refused(cast: Cast) -> None:
    programme, offer = first_asked(cast)
    before = places(offer.sign_up)
    with pytest.raises(Refused, match="到时间了"):
        answers(cast, offer, at=UNTIL)
    assert (places(offer.sign_up), unit(programme, "篮球").held) == (before, 1)
    done = round_at(programme, UNTIL)
    assert done is not None
    assert done.expired >= 1
    counted(programme)
    offer.refresh_from_db()
    assert (offer.taken, offer.ended_at) == (False, UNTIL)


def test_an_offer_is_answered_once(cast: Cast) -> None:
    programme, offer = first_asked(cast)
    answers(cast, offer)
    for take in (True, False):
        with pytest.raises(Refused, match="已经答过"):
            answers(cast, offer, take=take)
    counted(programme)


def test_whose_child_it_is_not_knows_of_no_offer(cast: Cast) -> None:
    _, offer = first_asked(cast)
    for who in ("guardian", "chinese", "principal", "city_officer"):
        with pytest.raises(NotVisible):
            answer_offer(by=cast.actor(who), at=AT, offer_id=offer.pk, take=True, request=key())


def test_who_takes_a_seat_for_one_day_of_a_club_leaves_the_club_and_reads_on_the_other(cast: Cast) -> None:
    programme = told(cast)
    singer = in_unit(programme, "合唱")[0]
    SignUp.objects.filter(pk=singer.pk).update(wishes=[1, 2])
    leaves(cast, next(one for one in in_unit(programme, "篮球") if one.pk != singer.pk))
    SignUp.objects.exclude(pk=singer.pk).update(not_waiting=[1])
    round_at(programme)
    answers(cast, Offer.objects.select_related("sign_up__pupil").get(sign_up=singer))
    assert places(singer)[1] == "篮球"
    assert places(singer)[3] == ""
    counted(programme)


def test_a_family_that_waits_no_longer_is_not_asked_until_it_waits_again(cast: Cast) -> None:
    programme = told(cast)
    first, *_ = waiting_in(programme).lists[1]
    sign_up = SignUp.objects.select_related("pupil").get(pk=first.sign_up_id)
    parent(cast, sign_up.pupil, "family")
    about = {"programme_id": programme.pk, "pupil_id": sign_up.pupil_id, "number": 1}
    set_waiting(by=cast.actor("family"), at=AT, waits=False, request=key(), **about)  # type: ignore[arg-type]
    assert sign_up.pk not in {child.sign_up_id for child in waiting_in(programme).lists[1]}
    sign_up.refresh_from_db()
    (mine,) = [wait for wait in waits_of(waiting_in(programme), sign_up) if wait.unit.number == 1]
    assert (mine.position, mine.stopped) == (None, True)
    set_waiting(by=cast.actor("family"), at=AT, waits=True, request=key(), **about)  # type: ignore[arg-type]
    sign_up.refresh_from_db()
    (mine,) = [wait for wait in waits_of(waiting_in(programme), sign_up) if wait.unit.number == 1]
    assert (mine.position, mine.stopped) == (1, False)
    with pytest.raises(InvalidInput):
        set_waiting(by=cast.actor("family"), at=AT, waits=False, request=key(), **about | {"number": 77})  # type: ignore[arg-type]
    with pytest.raises(NotVisible):
        set_waiting(by=cast.actor("guardian"), at=AT, waits=False, request=key(), **about)  # type: ignore[arg-type]


def test_a_child_that_has_left_the_school_leaves_the_service_and_who_changed_class_stays(cast: Cast) -> None:
    programme = told(cast)
    gone, moved = in_unit(programme, "篮球")
    Enrolment.objects.filter(pupil=gone.pupil_id).update(until=SIX.date())
    Enrolment.objects.filter(pupil=moved.pupil_id).update(school_class=cast.five_two)
    done = round_at(programme)
    assert done is not None
    assert done.left_school == 1
    assert Offer.objects.filter(unit__name="篮球").count() == 1
    gone.refresh_from_db()
    assert (places(gone), gone.left_at) == ({}, SIX)
    assert places(moved)
    counted(programme)


def test_closed_units_are_waited_for_by_nobody(cast: Cast) -> None:
    programme = told(cast)
    assert Unit.objects.get(programme=programme, name="种植").closed_at is not None
    assert waiting_in(programme).lists[4] == []


def test_reading_the_waiting_list_takes_as_many_queries_however_many_wait(
    cast: Cast, django_assert_num_queries
) -> None:  # type: ignore[no-untyped-def]
    programme = told(cast)
    with django_assert_num_queries(4):
        assert waiting_in(programme).lists


def test_no_round_where_no_school_is_held_or_the_term_is_over(cast: Cast) -> None:
    programme = told(cast)
    leaves(cast, in_unit(programme, "篮球")[0])
    saturday = SIX + dt.timedelta(days=2)
    assert round_at(programme, saturday) == (0, 0, 0)
    Programme.objects.filter(pk=programme.pk).update(until=dt.date(2026, 9, 22))
    assert round_at(programme, SIX + dt.timedelta(days=4)) == (0, 0, 0)
