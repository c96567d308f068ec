"""Lists are sealed once, drawn once, and all of what a draw came to is stored, or nothing."""

import datetime as dt

import pytest

from shuangjian.afterschool.draw import Entry, check_file, receipt, verify_draw
from shuangjian.afterschool.models import Credit, Draw, DrawnUnit, Placement, Programme, SignUp, TutoringProposal, Unit
from shuangjian.afterschool.operations import draw_programme, seal_lists
from shuangjian.afterschool.rules.sealed_lists import unpacked
from shuangjian.audit.models import Act
from shuangjian.kernel.refusal import NotAllowed, NotVisible, Refused
from shuangjian.people.models import Guardianship, Pupil
from tests.apps.afterschool.term import (
    CLOSES,
    DRAWN,
    OPERATOR,
    SEALED,
    answered,
    children,
    drawn,
    joins,
    programme_of,
    sealed,
    tutoring,
)
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def lists(draw: Draw) -> list[dict]:
    return unpacked(bytes(draw.sealed_lists))["lists"]


def file_of(draw: Draw) -> dict:
    return unpacked(bytes(draw.file))


def test_lists_are_sealed_from_the_closing_on_and_once(cast: Cast) -> None:
    programme = programme_of(cast)
    answered(cast, programme)
    with pytest.raises(Refused) as refused:
        sealed(programme, CLOSES - dt.timedelta(seconds=1))
    assert [r.code for r in refused.value.refusals] == ["SIGN_UP_NOT_CLOSED"]
    first = sealed(programme, CLOSES)
    assert (first.joined, len(first.sealed_digest)) == (8, 64)
    joins(programme, cast.pupils["左小禾"])
    again = sealed(programme, SEALED)
    assert (again.pk, again.sealed_at, again.sealed_digest) == (first.pk, CLOSES, first.sealed_digest)
    assert Act.objects.filter(name="afterschool.seal_lists").count() == 1


def test_only_those_who_join_and_are_still_at_the_school_are_in_the_lists(cast: Cast) -> None:
    programme = programme_of(cast)
    here, no, left, gone, moved, late = children(cast, 6)
    mine = joins(programme, here, (3, 1), (5, 1))
    joins(programme, no, (), (), answer="NO")
    joins(programme, left, left_at=CLOSES)
    joins(programme, gone)
    joins(programme, moved)
    joins(programme, late, is_late=True)
    Pupil.objects.filter(pk=gone.pk).update(left_on=CLOSES.date())
    Pupil.objects.filter(pk=moved.pk).update(school=cast.village)
    assert lists(sealed(programme)) == [
        {"id": mine.opaque, "family": None, "grade": 5, "band": 0, "days": [1, 3], "wishes": [5, 1]}
    ]


def test_brothers_and_sisters_stand_together_where_both_asked_for_it(cast: Cast) -> None:
    programme, guardian = programme_of(cast), cast.people["guardian"]
    pupils = children(cast, 4)
    signed = [joins(programme, pupil, with_siblings=number < 3) for number, pupil in enumerate(pupils)]
    for pupil in (pupils[0], pupils[1], pupils[3]):
        Guardianship.objects.create(
            guardian=guardian, pupil=pupil, school=cast.school, relation="MOTHER", notice="n", consented_at=SEALED,
            since=SEALED.date(),
        )  # fmt: skip
    family = {row["id"]: row["family"] for row in lists(sealed(programme))}
    together, too, *apart = [family[one.opaque] for one in signed]
    assert together == too
    assert len(together) == 16
    assert apart == [None, None]


def test_a_band_comes_from_the_credit_that_a_child_carries(cast: Cast) -> None:
    programme = programme_of(cast)
    pupils = children(cast, 4)
    signed = [joins(programme, pupil) for pupil in pupils]
    for pupil, value in zip(pupils, (150_000, 149_999, -150_000), strict=False):
        Credit.objects.create(school=cast.school, pupil=pupil, value=value)
    band = {row["id"]: row["band"] for row in lists(sealed(programme))}
    assert [band[one.opaque] for one in signed] == [1, 0, -1, 0]


def test_everything_that_a_draw_came_to_is_stored_and_agrees_with_its_file(cast: Cast) -> None:
    programme = programme_of(cast)
    signed = answered(cast, programme)
    draw = drawn(programme)
    file = file_of(draw)
    assert check_file(file, commitment=programme.commitment, sealed=draw.sealed_digest) == []
    assert verify_draw.problems(file, programme.commitment, draw.sealed_digest) == []
    places = {row["id"]: row for row in file["result"]["places"]}
    for one in signed:
        told = {(p.weekday, p.unit.number if p.unit else None) for p in placements(one)}
        assert told == {(int(day), number) for day, number in places[one.opaque]["units"].items()}
        assert {p.turn for p in placements(one)} == set(places[one.opaque]["turns"].values())
        assert Credit.objects.get(pupil=one.pupil_id).value == places[one.opaque]["credit"]
    for unit in Unit.objects.filter(programme=programme):
        seats = Placement.objects.filter(unit=unit).values("pupil").distinct().count()
        row = DrawnUnit.objects.get(unit=unit)
        assert (unit.taken, row.takers, unit.closed_at is not None) == (seats, seats, row.closed_round is not None)
        if row.closed_round is None:
            assert unit.minimum <= seats <= unit.capacity
    assert Unit.objects.get(number=4).closed_at == DRAWN
    assert draw.mean_open is not None
    assert Act.objects.filter(name="afterschool.draw_programme").count() == 1


def placements(sign_up: SignUp) -> list[Placement]:
    return list(Placement.objects.filter(sign_up=sign_up).select_related("unit"))


def test_a_second_draw_tells_the_first(cast: Cast) -> None:
    programme = programme_of(cast)
    answered(cast, programme)
    first, again = drawn(programme), drawn(programme, DRAWN + dt.timedelta(hours=1))
    assert (again.drawn_at, again.digest) == (first.drawn_at, first.digest)
    assert Act.objects.filter(name="afterschool.draw_programme").count() == 1


def test_nothing_is_drawn_before_it_is_sealed_and_the_number_is_out(cast: Cast) -> None:
    programme = programme_of(cast, value="")
    answered(cast, programme)
    for code in ("LISTS_NOT_SEALED", "NO_PUBLIC_VALUE"):
        with pytest.raises(Refused) as refused:
            draw_programme(by=OPERATOR, at=DRAWN, programme_id=programme.pk)
        assert [r.code for r in refused.value.refusals] == [code]
        sealed(programme)
    assert not Placement.objects.exists()


def test_a_menu_that_is_not_the_announced_one_is_not_drawn(cast: Cast) -> None:
    programme = programme_of(cast)
    answered(cast, programme)
    Unit.objects.filter(number=1).update(capacity=9)
    with pytest.raises(Refused) as refused:
        drawn(programme)
    assert [r.code for r in refused.value.refusals] == ["NOT_AS_COMMITTED"]
    assert not Draw.objects.exclude(drawn_at=None).exists()


def test_lists_that_were_touched_after_the_sealing_are_not_drawn(cast: Cast) -> None:
    programme = programme_of(cast)
    answered(cast, programme)
    draw = sealed(programme)
    other = programme_of(cast, cast.village)
    Draw.objects.filter(pk=draw.pk).update(sealed_lists=sealed(other).sealed_lists)
    with pytest.raises(Refused) as refused:
        drawn(programme)
    assert [r.code for r in refused.value.refusals] == ["NOT_AS_COMMITTED"]


def test_a_change_after_the_sealing_changes_nothing_in_the_draw(cast: Cast) -> None:
    programme = programme_of(cast)
    signed = answered(cast, programme)
    sealed(programme)
    SignUp.objects.filter(pk=signed[0].pk).update(weekdays=1, wishes=[])
    draw = drawn(programme)
    assert {p.weekday for p in placements(signed[0])} == {1, 2, 3}
    assert verify_draw.problems(file_of(draw), programme.commitment, draw.sealed_digest) == []


def test_who_left_between_sealing_and_draw_gives_the_seat_back(cast: Cast) -> None:
    programme = programme_of(cast)
    stays, leaves = (joins(programme, pupil, (1,), (1,)) for pupil in children(cast, 2))
    sealed(programme)
    SignUp.objects.filter(pk=leaves.pk).update(left_at=SEALED)
    drawn(programme)
    assert Unit.objects.get(number=1).taken == 1
    assert DrawnUnit.objects.get(unit__number=1).takers == 2
    assert [p.ended_at for one in (stays, leaves) for p in placements(one)] == [None, DRAWN]


def test_a_programme_that_nobody_joins_is_drawn_too(cast: Cast) -> None:
    programme = programme_of(cast)
    draw = drawn(programme)
    assert (draw.joined, Placement.objects.count(), draw.mean_open) == (0, 0, 800_000)
    assert Unit.objects.filter(closed_at=None).count() == 0


def test_who_is_tutored_is_on_no_list_of_that_day(cast: Cast) -> None:
    programme = programme_of(cast)
    one, other, third = children(cast, 3)
    signed = [joins(programme, pupil, (1, 2, 3), (2, 3, 1)) for pupil in (one, other)]
    only = joins(programme, third, (2,), (3,))
    tutoring(cast, programme, one, third, capacity=2)
    draw = drawn(programme)
    file, told = file_of(draw), {row["id"]: row for row in file_of(draw)["lists"]}
    assert told[signed[0].opaque]["days"] == [1, 3]
    assert told[signed[0].opaque]["wishes"] == [2, 1]
    assert told[signed[1].opaque]["days"] == [1, 2, 3]
    assert only.opaque not in told
    assert [(p.unit_id, p.origin) for p in placements(only)] == [(None, "TUTORING")]
    assert sorted((p.weekday, p.tutoring_id is not None) for p in placements(signed[0])) == [
        (1, False), (2, True), (3, False),
    ]  # fmt: skip
    assert unpacked(bytes(draw.sealed_lists))["tutored"] == {}
    assert SignUp.objects.get(pk=signed[0].pk).receipt == receipt(Entry.from_json(told[signed[0].opaque]))
    of_tutoring = unpacked(bytes(draw.tutoring_file))
    assert verify_draw.problems(of_tutoring) == []
    assert not {row["id"] for row in of_tutoring["lists"]} & {s.opaque for s in SignUp.objects.all()}
    assert verify_draw.problems(file, programme.commitment, draw.sealed_digest) == []


def test_more_who_accepted_than_seats_are_drawn_and_the_rest_keep_their_lists(cast: Cast) -> None:
    programme = programme_of(cast)
    pupils = children(cast, 3)
    for pupil in pupils:
        joins(programme, pupil, (1, 2), (3,))
    place = tutoring(cast, programme, *pupils, capacity=2)
    drawn(programme)
    place.refresh_from_db()
    assert (place.taken, Placement.objects.filter(tutoring=place).count()) == (2, 2)
    assert Placement.objects.filter(weekday=2, tutoring=None).count() == 1


def test_a_declined_or_withdrawn_proposal_is_nothing(cast: Cast) -> None:
    programme = programme_of(cast)
    one, other = children(cast, 2)
    for pupil in (one, other):
        joins(programme, pupil)
    place = tutoring(cast, programme, one, other)
    TutoringProposal.objects.filter(place=place, pupil=one).update(accepted=False)
    TutoringProposal.objects.filter(place=place, pupil=other).update(withdrawn_at=CLOSES)
    assert drawn(programme).tutoring_file is None


def test_who_plans_the_service_seals_and_draws_and_nobody_else(cast: Cast) -> None:
    programme = programme_of(cast)
    for who, error in (("maths", NotAllowed), ("county_officer", NotAllowed), ("guardian", NotVisible),
                       ("stranger", NotVisible)):  # fmt: skip
        for act in (seal_lists, draw_programme):
            with pytest.raises(error):
                act(by=cast.actor(who), at=SEALED, programme_id=programme.pk)
    seal_lists(by=cast.actor("academic"), at=SEALED, programme_id=programme.pk)
    assert draw_programme(by=cast.actor("principal"), at=DRAWN, programme_id=programme.pk).drawn_at == DRAWN
    with pytest.raises(NotVisible):
        seal_lists(by=OPERATOR, at=SEALED, programme_id=programme.pk + 1)


def test_the_next_terms_credit_is_added_to_what_was_carried(cast: Cast) -> None:
    programme = programme_of(cast)
    (pupil,) = children(cast, 1)
    joins(programme, pupil)
    Credit.objects.create(school=cast.school, pupil=pupil, value=-950_000)
    drawn(programme)
    assert Credit.objects.get(pupil=pupil).value == -1_000_000  # everything was open: 800 000 less a whole, clipped
    assert Programme.objects.count() == 1
