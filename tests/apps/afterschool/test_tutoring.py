"""Tutoring: planned, proposed, answered; who knows of it; and what a yes does after the draw."""

import datetime as dt
from typing import Any

import pytest

from shuangjian.afterschool.models import Placement, Programme, SignUp, TutoringPlace, TutoringProposal
from shuangjian.afterschool.operations import (
    answer_tutoring,
    drop_tutoring,
    plan_tutoring,
    propose_tutoring,
    withdraw_proposal,
)
from shuangjian.afterschool.queries import afternoons_for_class, afternoons_planned, invitations_for
from shuangjian.kernel.refusal import InvalidInput, NotAllowed, NotVisible, Refused
from tests.apps.afterschool.after_draw import counted, in_unit, parent, places, signed_up, told
from tests.apps.afterschool.rows import key
from tests.apps.afterschool.term import ANNOUNCED, CLOSES, OPENS, answered, drawn, joins, programme_of, sealed, tutoring
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def planned(
    cast: Cast, programme: Programme, who: str = "academic", at: dt.datetime = ANNOUNCED, **more: Any
) -> TutoringPlace:
    asked: dict[str, Any] = {
        "subject": "MATHEMATICS",
        "weekday": 2,
        "capacity": 1,
        "leader_id": cast.people["maths"].pk,
    }
    return plan_tutoring(by=cast.actor(who, at), at=at, programme_id=programme.pk, request=key(), **asked | more)


def proposed(
    cast: Cast, place: TutoringPlace, pupil: Any, who: str = "maths", at: dt.datetime = OPENS
) -> TutoringProposal:
    klass = cast.class_now(cast.five_one)
    return propose_tutoring(
        by=cast.actor(who, at), at=at, klass=klass, place_id=place.pk, pupil_id=pupil.pk, request=key()
    )


def says(cast: Cast, proposal: TutoringProposal, accept: bool, who: str = "guardian", at: dt.datetime = OPENS) -> None:
    answer_tutoring(by=cast.actor(who, at), at=at, proposal_id=proposal.pk, accept=accept, request=key())


def test_the_coordinator_plans_an_afternoon_before_the_closing_and_nobody_else_does(cast: Cast) -> None:
    programme = programme_of(cast)
    first, second = planned(cast, programme), planned(cast, programme, weekday=4)
    assert (first.number, second.number) == (1, 2)
    for who, error in (
        ("maths", NotAllowed),
        ("city_officer", NotAllowed),
        ("guardian", NotVisible),
        ("stranger", NotVisible),
    ):
        with pytest.raises(error):
            planned(cast, programme, who)
    with pytest.raises(InvalidInput) as invalid:
        planned(cast, programme, subject="COOKING", weekday=6, capacity=0, leader_id=cast.people["stranger"].pk)
    assert list(invalid.value.errors) == ["subject", "weekday", "capacity", "leader"]
    with pytest.raises(Refused, match="已经截止"):
        planned(cast, programme, at=CLOSES)
    drop_tutoring(by=cast.actor("academic"), at=OPENS, place_id=second.pk, request=key())
    assert TutoringPlace.objects.get() == first


def test_an_afternoon_to_which_somebody_was_asked_stays(cast: Cast) -> None:
    place = planned(cast, programme_of(cast))
    proposal = proposed(cast, place, cast.pupils["左小禾"])
    with pytest.raises(Refused, match="已经请过"):
        drop_tutoring(by=cast.actor("academic"), at=OPENS, place_id=place.pk, request=key())
    withdraw_proposal(by=cast.actor("maths"), at=OPENS, proposal_id=proposal.pk, request=key())
    drop_tutoring(by=cast.actor("academic"), at=OPENS, place_id=place.pk, request=key())
    assert not TutoringPlace.objects.exists()


def test_who_teaches_the_class_the_subject_and_its_homeroom_teacher_propose(cast: Cast) -> None:
    place = planned(cast, programme_of(cast))
    child = cast.pupils["左小禾"]
    proposal = proposed(cast, place, child, "maths")
    with pytest.raises(Refused, match="没有再发"):
        proposed(cast, place, child, "chinese")
    withdraw_proposal(by=cast.actor("chinese"), at=OPENS, proposal_id=proposal.pk, request=key())
    again = proposed(cast, place, child, "chinese")
    assert (again.pk, again.proposed_by_id) == (proposal.pk, cast.people["chinese"].pk)
    for who, error in (
        ("english", NotAllowed),
        ("principal", NotAllowed),
        ("stranger", NotVisible),
        ("guardian", NotVisible),
    ):
        with pytest.raises(error):
            proposed(cast, place, cast.pupils["𠅤·阿依古丽"], who)
    with pytest.raises(NotVisible):  # of another class
        proposed(cast, place, cast.pupils["白䶮"])


def test_a_family_answers_freely_until_the_closing(cast: Cast) -> None:
    programme = programme_of(cast)
    proposal = proposed(cast, planned(cast, programme), cast.pupils["左小禾"])
    for accept in (True, False, True):
        says(cast, proposal, accept)
        (mine,) = invitations_for(cast.pupils["左小禾"].pk, OPENS)
        assert (mine.answer, mine.can_change, mine.joined, mine.comes) == (accept, True, False, False)
    for who in ("maths", "chinese", "academic", "village_guardian", "city_officer"):
        with pytest.raises(NotVisible):
            says(cast, proposal, False, who)
    with pytest.raises(Refused, match="不能改"):
        says(cast, proposal, False, at=CLOSES)
    proposal.refresh_from_db()
    assert proposal.accepted is True


def test_once_sealed_an_answer_is_refused_whatever_the_clock_says(cast: Cast) -> None:
    programme = programme_of(cast)
    proposal = proposed(cast, planned(cast, programme), cast.pupils["左小禾"])
    answered(cast, programme)
    sealed(programme)
    with pytest.raises(Refused, match="不能改"):
        says(cast, proposal, True, at=CLOSES - MINUTE)
    (mine,) = invitations_for(cast.pupils["左小禾"].pk, CLOSES)
    assert not mine.can_change


def drawn_with(cast: Cast, capacity: int = 2) -> tuple[Programme, TutoringPlace]:
    """Tuesday mathematics for a child who joins on Mondays and Tuesdays, one seat left."""
    programme, sign_ups = signed_up(cast)
    place = tutoring(cast, programme, sign_ups[0].pupil, capacity=capacity)
    joins(programme, cast.pupils["左小禾"], (1, 2), (3,))
    proposed(cast, place, cast.pupils["左小禾"])
    drawn(programme)
    return programme, place


def test_after_the_results_a_yes_takes_a_seat_that_is_left_and_a_no_gives_it_back(cast: Cast) -> None:
    programme, place = drawn_with(cast)
    proposal = TutoringProposal.objects.get(pupil=cast.pupils["左小禾"])
    sign_up = SignUp.objects.get(pupil=cast.pupils["左小禾"])
    before = places(sign_up)
    says(cast, proposal, True, at=AT)
    assert places(sign_up) == before | {2: "MATHEMATICS"}
    says(cast, proposal, True, at=AT)
    place.refresh_from_db()
    assert place.taken == 2
    says(cast, proposal, False, at=AT)
    assert places(sign_up) == before | {2: ""}
    place.refresh_from_db()
    assert place.taken == 1
    counted(programme)


def test_after_the_results_no_seat_is_taken_that_is_not_there(cast: Cast) -> None:
    _, place = drawn_with(cast, capacity=1)
    proposal = TutoringProposal.objects.get(pupil=cast.pupils["左小禾"])
    with pytest.raises(Refused, match="没有空的名额"):
        says(cast, proposal, True, at=AT)
    place.refresh_from_db()
    proposal.refresh_from_db()
    assert (place.taken, proposal.accepted) == (1, None)


def test_of_two_who_said_yes_the_first_in_the_lottery_gets_the_seat_that_comes_free(cast: Cast) -> None:
    programme, sign_ups = signed_up(cast)
    place = tutoring(cast, programme, *(one.pupil for one in sign_ups[:3]), capacity=1)
    drawn(programme)
    seated = Placement.objects.get(tutoring=place).sign_up
    parent(cast, seated.pupil, "first")
    says(cast, TutoringProposal.objects.get(pupil=seated.pupil_id), False, "first", at=AT)
    waiting = [one for one in sign_ups[:3] if one.pk != seated.pk]
    came = []
    for one in waiting:
        parent(cast, one.pupil, "next")
        try:
            says(cast, TutoringProposal.objects.get(pupil=one.pupil_id), True, "next", at=AT)
            came.append(one.pk)
        except Refused:
            pass
    assert len(came) == 1
    place.refresh_from_db()
    assert place.taken == 1
    counted(programme)


def test_who_is_in_a_club_leaves_it_for_tutoring_by_its_own_yes_only(cast: Cast) -> None:
    programme = told(cast)
    singer = in_unit(programme, "合唱")[0]
    place = tutoring(cast, programme, weekday=1)
    proposal = proposed(cast, place, singer.pupil, at=AT)
    parent(cast, singer.pupil, "family")
    assert places(singer)[1] == "合唱"
    says(cast, proposal, True, "family", at=AT)
    assert (places(singer)[1], places(singer)[3]) == ("MATHEMATICS", "")
    counted(programme)
    with pytest.raises(Refused, match="已经请过"):
        withdraw_proposal(by=cast.actor("maths"), at=AT, proposal_id=proposal.pk, request=key())


def test_who_is_not_in_the_service_joins_first(cast: Cast) -> None:
    programme = told(cast)
    proposal = proposed(cast, tutoring(cast, programme), cast.pupils["左小禾"], at=AT)
    with pytest.raises(Refused, match="没有参加课后服务"):
        says(cast, proposal, True, at=AT)


def test_each_who_knows_of_it_knows_as_much_as_is_theirs(cast: Cast) -> None:
    programme, place = drawn_with(cast)
    path = cast.school.place.path
    names = lambda found: {child.name for one in found for child in one.children}  # noqa: E731
    everybody = {"童0", "左小禾"}
    assert names(afternoons_planned(cast.actor("academic"), programme, path, AT)) == everybody
    assert names(afternoons_planned(cast.actor("maths"), programme, path, AT)) == {"童0"}  # who comes to the own one
    for who, error in (("chinese", NotAllowed), ("city_officer", NotAllowed), ("guardian", NotVisible)):
        with pytest.raises(error):
            afternoons_planned(cast.actor(who), programme, path, AT)
    klass = cast.class_now(cast.five_one)
    assert names(afternoons_for_class(cast.actor("chinese"), klass, programme, AT)) == everybody
    assert names(afternoons_for_class(cast.actor("maths"), klass, programme, AT)) == everybody
    TutoringProposal.objects.filter(place=place, pupil=cast.pupils["左小禾"]).update(proposed_by=cast.people["chinese"])
    assert names(afternoons_for_class(cast.actor("maths"), klass, programme, AT)) == {"童0"}
    assert afternoons_for_class(cast.actor("english"), klass, programme, AT) == []
    with pytest.raises(NotAllowed):
        afternoons_for_class(cast.actor("lower"), klass, programme, AT)
