"""A child's result from stored rows: what it got, and for each wish above it why not."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.afterschool.draw import Entry, Full, MenuUnit, why
from shuangjian.afterschool.models import DrawnUnit, Offer, Placement, SignUp, Unit
from shuangjian.afterschool.queries import result_of
from shuangjian.afterschool.queries.as_drawn import drawn_units
from shuangjian.afterschool.queries.quality import drawn_from, file_of
from shuangjian.afterschool.queries.results import Outcome, stories_of, week_of
from shuangjian.afterschool.rules.kinds import Origin
from shuangjian.kernel.refusal import NotVisible
from tests.apps.afterschool.after_draw import answers, in_unit, leaves, round_at, signed_up
from tests.apps.afterschool.drawn import RESULTS_AT, Drawn, drawn_school, on, tutored
from tests.apps.afterschool.term import drawn as drawn_by_operations
from tests.apps.afterschool.term import tutoring
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db
ALL = (1, 2, 3, 4, 5, 6)


def small(cast: Cast) -> Drawn:
    """Monday has one seat in 篮球 and too few for 剪纸; 合唱团 meets on Tuesday and Thursday."""
    units = [
        MenuUnit(1, "篮球", (1,), ALL, 1, 0),
        MenuUnit(2, "剪纸", (1,), ALL, 3, 3),
        MenuUnit(3, "合唱团", (2, 4), ALL, 3, 0),
        MenuUnit(4, "足球", (4,), (5, 6), 3, 0),
    ]
    lists = [Entry(f"{n:016x}", None, grade, 0, (1, 2, 4), (1, 2, 4, 3)) for n, grade in enumerate((5, 5, 1))]
    return drawn_school(cast, units=units, lists=lists)


def outcome(cast: Cast, drawn: Drawn, who: str = "guardian", child: str = "左小禾") -> Outcome:
    return result_of(cast.actor(who), AT, cast.pupils[child].pk, drawn.programme.pk)


@pytest.mark.parametrize("seed", range(1, 9))
def test_rows_tell_of_every_child_what_the_draws_own_file_tells(cast: Cast, seed: int) -> None:
    drawn = drawn_school(cast, seed=seed, children=40)
    units, told = drawn_units(drawn.programme.pk), 0
    for pupil, entry in drawn.entries.items():
        sign_up = SignUp.objects.get(pk=drawn.sign_ups[pupil].pk)
        places = list(Placement.objects.filter(sign_up=sign_up))
        assert stories_of(drawn.programme, sign_up, places, units) == why(drawn.menu, entry, drawn.result)
        told += sum(len(day.above) for day in stories_of(drawn.programme, sign_up, places, units))
    assert told > 10


@pytest.mark.parametrize("seed", range(1, 5))
def test_every_wish_above_what_a_child_has_is_explained_and_none_twice(cast: Cast, seed: int) -> None:
    drawn = drawn_school(cast, seed=seed, children=40)
    units = drawn_units(drawn.programme.pk)
    for pupil, sign_up in drawn.sign_ups.items():
        week = week_of(drawn.programme, sign_up, list(Placement.objects.filter(pupil_id=pupil)), units)
        assert sorted(day for told in week for day in told.weekdays) == list(drawn.entries[pupil].days)
        for told in week:
            assert all(above.reason is not None for above in told.above)
            assert [above.position for above in told.above] == list(range(1, len(told.above) + 1))
            assert told.position in (None, len(told.above) + 1)


def test_more_seats_added_since_change_no_reason(cast: Cast) -> None:
    drawn = drawn_school(cast, seed=3, children=40)
    Unit.objects.update(capacity=60)
    units = drawn_units(drawn.programme.pk)
    for pupil, entry in drawn.entries.items():
        places = list(Placement.objects.filter(pupil_id=pupil))
        assert stories_of(drawn.programme, drawn.sign_ups[pupil], places, units) == why(drawn.menu, entry, drawn.result)


def test_a_family_sees_its_week_with_clubs_in_one_piece(cast: Cast) -> None:
    drawn = small(cast)
    found = outcome(cast, drawn)
    assert [told.weekdays for told in found.week] == [(1,), (2,), (4,)]
    thursday = found.week[-1]
    assert (thursday.unit and thursday.unit.name, thursday.position) == ("足球", 1)
    lower = week_of(
        drawn.programme,
        drawn.sign_ups[cast.pupils["查朵"].pk],
        list(Placement.objects.filter(pupil=cast.pupils["查朵"])),
        drawn_units(drawn.programme.pk),
    )
    assert [told.weekdays for told in lower] == [(1,), (2, 4)]
    assert (lower[1].position, [above.drawn.unit.name for above in lower[1].above]) == (2, ["足球"])


def test_a_cut_off_can_be_checked_by_counting(cast: Cast) -> None:
    drawn = small(cast)
    mondays = Placement.objects.filter(weekday=1).order_by("turn")
    assert [row.unit_id is not None for row in mondays] == [True, False, False]
    assert [row.turn for row in mondays] == [1, 2, 3]
    last = mondays[2]
    week = week_of(drawn.programme, drawn.sign_ups[last.pupil_id], list(Placement.objects.filter(pupil=last.pupil)),
                   drawn_units(drawn.programme.pk))  # fmt: skip
    assert week[0].above[0].reason == Full(1, 3)
    assert DrawnUnit.objects.get(unit__number=2).closed_takers == 2


def test_nothing_is_told_before_its_moment(cast: Cast) -> None:
    drawn = small(cast)
    pupil, guardian = cast.pupils["左小禾"].pk, cast.actor("guardian")
    with pytest.raises(NotVisible):
        result_of(guardian, RESULTS_AT - dt.timedelta(seconds=1), pupil, drawn.programme.pk)
    assert result_of(guardian, RESULTS_AT, pupil, drawn.programme.pk).week


def test_nobody_but_a_guardian_reads_a_childs_result(cast: Cast) -> None:
    drawn = small(cast)
    for who in ("village_guardian", "maths", "chinese", "academic", "principal", "county_officer"):
        with pytest.raises(NotVisible):
            outcome(cast, drawn, who)
    with pytest.raises(NotVisible):
        outcome(cast, drawn, child="白䶮")


def test_a_seat_taken_from_an_offer_says_what_the_draw_had_given(cast: Cast) -> None:
    drawn = small(cast)
    pupil = cast.pupils["左小禾"]
    before = Placement.objects.get(pupil=pupil, weekday=1)
    Placement.objects.filter(pk=before.pk).update(ended_at=on(16), unit=None, turn=2)
    Placement.objects.create(
        programme=drawn.programme, school=cast.school, sign_up=drawn.sign_ups[pupil.pk], pupil=pupil, weekday=1,
        unit=drawn.units[1], origin=Origin.OFFER, since=on(16),
    )  # fmt: skip
    DrawnUnit.objects.filter(unit=drawn.units[1]).update(last_turn=1, takers=1)
    monday = outcome(cast, drawn).week[0]
    assert (monday.unit, monday.position, monday.above) == (drawn.units[1], 1, ())
    assert monday.instead_of == "自主阅读"


def test_an_afternoon_of_tutoring_stands_in_the_week_without_reasons(cast: Cast) -> None:
    drawn = small(cast)
    tutored(cast, drawn, cast.pupils["左小禾"], 5)
    friday = outcome(cast, drawn).week[-1]
    assert (friday.weekdays, friday.unit, friday.above) == ((5,), None, ())
    assert friday.placement.tutoring is not None
    assert friday.placement.tutoring.leader == cast.people["science"]


def test_a_result_costs_the_same_however_long_the_list(cast: Cast) -> None:
    drawn = small(cast)
    longer = drawn_school(cast, seed=4, children=30, year=2025, number=2)
    counts = []
    for each in (drawn, longer):
        with CaptureQueriesContext(connection) as queries:
            outcome(cast, each)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_what_the_drawing_stores_tells_what_its_file_tells_with_tutoring_and_after_offers(cast: Cast) -> None:
    programme, sign_ups = signed_up(cast)
    tutoring(cast, programme, sign_ups[0].pupil, sign_ups[1].pupil)
    draw = drawn_by_operations(programme)
    leaver = in_unit(programme, "篮球")[0]
    leaves(cast, leaver)
    round_at(programme)
    for offer in Offer.objects.filter(ended_at=None):
        answers(cast, offer)
    menu, entries, result = drawn_from(file_of(draw.pk))
    by_name = {entry.id: entry for entry in entries}
    units, moved = drawn_units(programme.pk), 0
    for sign_up in SignUp.objects.filter(programme=programme):
        rows = list(Placement.objects.filter(sign_up=sign_up).select_related("tutoring"))
        assert stories_of(programme, sign_up, rows, units) == why(menu, by_name[sign_up.opaque], result)
        week = week_of(programme, sign_up, rows, units)
        moved += sum(told.placement.origin == Origin.OFFER and bool(told.instead_of) for told in week)
        assert [told for told in week if told.placement.origin == Origin.DRAW and told.unit and not told.position] == []
    assert Placement.objects.filter(origin=Origin.TUTORING).exists()
    assert moved
