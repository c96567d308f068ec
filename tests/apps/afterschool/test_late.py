"""Joining after the draw, other days, leaving, and taking that back."""

import datetime as dt
import json
from typing import Any

import pytest

from shuangjian.afterschool.models import Draw, Offer, Placement, Programme, SignUp
from shuangjian.afterschool.operations import answer_offer, change_days, come_back, join_late, leave_service
from shuangjian.afterschool.queries import waiting_in
from shuangjian.afterschool.rules.sealed_lists import unpacked
from shuangjian.afterschool.rules.wishes import Wishes
from shuangjian.kernel.refusal import InvalidInput, NotVisible, Refused
from tests.apps.afterschool.after_draw import (
    NEXT_SIX,
    SIX,
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
from tests.apps.afterschool.term import CLOSES, RESULTS, joins, programme_of
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def joining(cast: Cast, programme: Programme, who: str = "guardian", **more: Any) -> SignUp:
    asked: dict[str, Any] = {"days": (1, 2), "wishes": (1, 3), "pupil_id": cast.pupils["左小禾"].pk, "at": AT} | more
    by, wishes = cast.actor(who, asked["at"]), Wishes(asked.pop("days"), asked.pop("wishes"))
    return join_late(by=by, programme_id=programme.pk, wishes=wishes, request=key(), **asked)


def changing(cast: Cast, sign_up: SignUp, who: str, **more: Any) -> None:
    asked: dict[str, Any] = {"days": (1, 2), "wishes": (), "at": AT} | more
    by, child = cast.actor(who, asked["at"]), {"programme_id": sign_up.programme_id, "pupil_id": sign_up.pupil_id}
    change_days(by=by, at=asked["at"], wishes=Wishes(asked["days"], asked["wishes"]), request=key(), **child)


def returning(cast: Cast, sign_up: SignUp, at: dt.datetime = AT) -> None:
    by = cast.actor(sign_up.pupil.name, at)
    come_back(by=by, at=at, programme_id=sign_up.programme_id, pupil_id=sign_up.pupil_id, request=key())


def test_who_joins_late_has_the_reading_place_at_once_and_waits(cast: Cast) -> None:
    programme = told(cast)
    sign_up = joining(cast, programme)
    assert places(sign_up) == {1: "", 2: ""}
    assert (sign_up.is_late, sign_up.receipt, sign_up.on_paper, sign_up.grade) == (True, "", False, 5)
    lists = waiting_in(programme).lists
    assert all(sign_up.pk in {child.sign_up_id for child in lists[number]} for number in (1, 3))
    counted(programme)


def test_a_late_number_stands_behind_the_turn_that_its_key_follows(cast: Cast) -> None:
    programme = told(cast)
    sign_up = joining(cast, programme)
    file = unpacked(bytes(Draw.objects.get(programme=programme).file or b""))
    behind = Placement.objects.get(sign_up=sign_up, weekday=1).turn
    turns = sorted(place["turns"]["1"] for place in file["result"]["places"] if "1" in place["turns"])
    assert behind in {0, *turns}
    line = waiting_in(programme).lists[1]
    at = [child.sign_up_id for child in line].index(sign_up.pk)
    assert all(child.standings[1].turn <= (behind or 0) for child in line[:at])
    assert all(child.standings[1].turn > (behind or 0) for child in line[at + 1 :])


def test_when_within_the_day_somebody_joined_changes_nothing(cast: Cast) -> None:
    programme = told(cast)
    first, second = in_unit(programme, "篮球")[:2]
    joining(cast, programme, at=SIX - MINUTE)
    leaves(cast, first)
    early = waiting_in(programme).lists[1]
    leaves(cast, second, SIX - MINUTE)
    assert [c.sign_up_id for c in waiting_in(programme).lists[1]] == [
        c.sign_up_id for c in early if c.sign_up_id != second.pk
    ]


def test_the_homeroom_teacher_enters_from_paper_for_the_class_and_for_no_other(cast: Cast) -> None:
    programme = told(cast)
    sign_up = joining(cast, programme, "chinese")
    assert (sign_up.on_paper, sign_up.said_by_id) == (True, cast.people["chinese"].pk)
    for who in ("chinese", "maths", "guardian", "city_officer", "stranger"):
        with pytest.raises(NotVisible):
            joining(cast, programme, who, pupil_id=cast.pupils["白䶮"].pk)


def test_a_child_that_said_no_may_join_after_all(cast: Cast) -> None:
    programme = told(cast)
    said = joins(programme, cast.pupils["左小禾"], (), (), answer="NO")
    assert joining(cast, programme).pk == said.pk
    assert places(said) == {1: "", 2: ""}
    with pytest.raises(Refused, match="已经在课后服务里"):
        joining(cast, programme)


def test_nothing_is_joined_before_the_results_or_after_the_term(cast: Cast) -> None:
    programme = programme_of(cast)
    with pytest.raises(Refused, match="等抽签"):
        joining(cast, programme, at=CLOSES)
    Programme.objects.all().delete()
    programme = told(cast)
    with pytest.raises(Refused, match="等抽签"):
        joining(cast, programme, at=RESULTS - MINUTE)
    Programme.objects.update(until=AT.date())
    with pytest.raises(Refused, match="已经结束"):
        joining(cast, programme)


UNREADABLE: list[tuple[str, dict[str, Any]]] = [
    ("days", {"days": ()}),
    ("days", {"days": (6,)}),
    ("wishes", {"wishes": (4,)}),  # closed by the draw
    ("wishes", {"wishes": (1, 1)}),
    ("wishes", {"wishes": (99,)}),
]


@pytest.mark.parametrize(("field", "asked"), UNREADABLE)
def test_what_cannot_be_is_said_by_field(cast: Cast, field: str, asked: dict[str, Any]) -> None:
    programme = told(cast)
    with pytest.raises(InvalidInput) as invalid:
        joining(cast, programme, **asked)
    assert list(invalid.value.errors) == [field]


def test_a_programme_of_another_school_is_not_there(cast: Cast) -> None:
    programme = programme_of(cast, cast.other_school)
    with pytest.raises(NotVisible):
        joining(cast, programme)


def test_leaving_frees_the_seats_takes_back_the_offer_and_has_no_other_consequence(cast: Cast) -> None:
    programme = told(cast)
    leaves(cast, in_unit(programme, "篮球")[0])
    round_at(programme)
    offer = Offer.objects.select_related("sign_up__pupil").get(unit__name="篮球")
    leaves(cast, offer.sign_up, SIX + MINUTE)
    assert Offer.objects.get(pk=offer.pk).withdrawn
    assert places(offer.sign_up) == {}
    counted(programme)
    parent(cast, offer.sign_up.pupil, "another")
    with pytest.raises(Refused, match="收回") as over:
        answer_offer(by=cast.actor("another", SIX), at=SIX + MINUTE, offer_id=offer.pk, take=True, request=key())
    assert over.value.refusals[0].code == "OFFER_OVER"
    counted(programme)
    with pytest.raises(Refused, match="没有参加"):
        leaves(cast, offer.sign_up, SIX + MINUTE)


def test_a_withdrawn_offer_is_made_again_to_who_came_back(cast: Cast) -> None:
    programme = told(cast)
    leaves(cast, in_unit(programme, "篮球")[0])
    round_at(programme)
    offer = Offer.objects.select_related("sign_up__pupil").get(unit__name="篮球")
    leaves(cast, offer.sign_up, SIX + MINUTE)
    returning(cast, offer.sign_up, SIX + 2 * MINUTE)
    round_at(programme, NEXT_SIX)
    assert Offer.objects.get(unit__name="篮球", ended_at=None).sign_up_id == offer.sign_up_id
    counted(programme)


def test_who_comes_back_before_six_finds_everything_as_it_was(cast: Cast) -> None:
    programme = told(cast)
    for sign_up in SignUp.objects.filter(programme=programme).select_related("pupil"):
        before = list(Placement.objects.filter(sign_up=sign_up).order_by("pk").values())
        leaves(cast, sign_up)
        assert places(sign_up) == {}
        returning(cast, sign_up, SIX - MINUTE)
        assert list(Placement.objects.filter(sign_up=sign_up).order_by("pk").values()) == before
        sign_up.refresh_from_db()
        assert sign_up.left_at is None
    counted(programme)


def test_from_six_on_a_seat_does_not_come_back(cast: Cast) -> None:
    programme = told(cast)
    sign_up = in_unit(programme, "篮球")[0]
    leaves(cast, sign_up)
    with pytest.raises(Refused, match="收不回来"):
        returning(cast, sign_up, SIX)
    sign_up.refresh_from_db()
    assert sign_up.left_at is not None
    again = join_late(
        by=cast.actor(sign_up.pupil.name, SIX), at=SIX, programme_id=programme.pk, pupil_id=sign_up.pupil_id,
        wishes=Wishes((1,)), request=key(),
    )  # fmt: skip
    assert (again.pk, again.is_late, places(again)) == (sign_up.pk, False, {1: ""})


def test_a_seat_given_to_another_in_the_meantime_does_not_come_back(cast: Cast) -> None:
    programme = told(cast)
    sign_up = in_unit(programme, "篮球")[0]
    leaves(cast, sign_up)
    row = unit(programme, "篮球")
    row.held, row.taken = 0, row.capacity
    row.save()
    with pytest.raises(Refused, match="收不回来"):
        returning(cast, sign_up)
    assert places(sign_up) == {}


def test_a_day_more_is_a_reading_place_and_a_day_less_a_free_seat(cast: Cast) -> None:
    programme = told(cast)
    singer = in_unit(programme, "合唱")[0]
    parent(cast, singer.pupil)
    days = set(places(singer))
    changing(cast, singer, singer.pupil.name, days=days - {3} | {4})
    assert places(singer) == {1: "", 4: ""} | {day: name for day, name in places(singer).items() if day == 2}
    counted(programme)
    returning(cast, singer)
    assert {day: name for day, name in places(singer).items() if day in (1, 3)} == {1: "合唱", 3: "合唱"}
    counted(programme)


def test_what_was_sealed_stays_and_new_wishes_stand_behind_it(cast: Cast) -> None:
    programme = told(cast)
    sign_up = in_unit(programme, "篮球")[0]
    parent(cast, sign_up.pupil)
    sealed = (list(sign_up.wishes), sign_up.weekdays)
    more = tuple(number for number in (3, 5) if number not in sign_up.wishes)
    changing(cast, sign_up, sign_up.pupil.name, days=(1, 2, 3), wishes=more)
    sign_up.refresh_from_db()
    assert ((list(sign_up.wishes), sign_up.weekdays), tuple(sign_up.late_wishes)) == (sealed, more)
    assert waiting_in(programme).children[sign_up.pk].wishes == (*sealed[0], *more)


def test_a_seat_held_by_a_later_wish_stays_on_the_list(cast: Cast) -> None:
    programme = told(cast)
    sign_up = joining(cast, programme, days=(1,), wishes=())
    changing(cast, sign_up, "guardian", days=(1,), wishes=(1,))
    SignUp.objects.exclude(pk=sign_up.pk).update(not_waiting=[1])
    leaves(cast, in_unit(programme, "篮球")[0])
    round_at(programme)
    parent(cast, sign_up.pupil)
    answers(cast, Offer.objects.select_related("sign_up__pupil").get(sign_up=sign_up))
    assert places(sign_up) == {1: "篮球"}
    changing(cast, sign_up, "guardian", days=(1,), wishes=(), at=NEXT_SIX)
    sign_up.refresh_from_db()
    assert sign_up.late_wishes == [1]
    counted(programme)


def test_leaving_asks_no_reason_and_is_nobody_elses_to_do(cast: Cast) -> None:
    programme = told(cast)
    sign_up = joining(cast, programme)
    for who in ("maths", "city_officer", "stranger", "village_guardian"):
        with pytest.raises(NotVisible):
            leave_service(
                by=cast.actor(who), at=AT, programme_id=programme.pk, pupil_id=sign_up.pupil_id, request=key()
            )
    assert json.dumps(places(sign_up)) == json.dumps({1: "", 2: ""})
