"""Rounds of sign-up: their dates, whose counts at a school, waves, and the public number."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangjian.afterschool.models import Round
from shuangjian.afterschool.operations import announce_programme, enter_public_value, pass_issue_over
from shuangjian.afterschool.queries import dates_of_school, round_at
from shuangjian.afterschool.rules.rounds import as_public_value
from shuangjian.afterschool.rules.waves import Dates, dates_of_wave, wave_of
from shuangjian.kernel.refusal import InvalidInput, NotAllowed, NotVisible, Refused
from shuangjian.schools.queries import schools_below
from tests.apps.afterschool.programmes import (
    CLOSES,
    DUE,
    OPENS,
    RESULTS,
    ROUND,
    SECRET,
    announced,
    day,
    planned,
    stated,
)
from tests.apps.afterschool.rows import key
from tests.cast import AT, Cast

DATES = Dates(OPENS, CLOSES, RESULTS)


@given(st.sets(st.integers(1, 10**6), min_size=1, max_size=60), st.integers(1, 48))
def test_waves_are_of_equal_size_but_for_one_school(schools: set[int], waves: int) -> None:
    sizes = [0] * waves
    for school in schools:
        sizes[wave_of(school, schools, waves)] += 1
    assert sum(sizes) == len(schools)
    assert max(sizes) - min(sizes) <= 1


@given(st.integers(0, 47), st.integers(0, 240))
def test_every_wave_has_as_long_to_sign_up(wave: int, gap: int) -> None:
    dates = dates_of_wave(DATES, wave, gap)
    assert dates.closes_at - dates.opens_at == CLOSES - OPENS
    assert dates.opens_at - OPENS == dt.timedelta(minutes=wave * gap)


@pytest.mark.parametrize(
    ("typed", "value"), [("  03 07 ", "03 07"), ("e\u0301", "é"), ("\u300003\u3000", "03"), ("3" * 80, "3" * 80)]
)
def test_a_public_number_is_taken_in_one_form(typed: str, value: str) -> None:
    assert as_public_value(typed) == value


@pytest.mark.parametrize("typed", ["", " \u3000", "3" * 81, "3\n7", "3\x007"])
def test_what_is_no_public_number_is_not_taken(typed: str) -> None:
    with pytest.raises(ValueError, match="no public number"):
        as_public_value(typed)


@pytest.mark.django_db
class TestStating:
    @pytest.mark.parametrize(
        ("who", "place", "error"),
        [
            ("county_officer", "city", NotVisible),
            ("other_county_officer", "county", NotVisible),
            ("principal", "county", NotVisible),
            ("guardian", "city", NotVisible),
            ("central_officer", "central", NotAllowed),
            ("city_officer", "central", NotAllowed),
        ],
    )
    def test_only_the_bureau_of_a_county_or_the_city_states_one(
        self, cast: Cast, who: str, place: str, error: type[Exception]
    ) -> None:
        with pytest.raises(error):
            stated(cast, by=who, place_id=getattr(cast, place).pk)

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"dates": replace(DATES, opens_at=AT)}, "opens_at"),
            ({"dates": replace(DATES, closes_at=OPENS)}, "closes_at"),
            ({"dates": replace(DATES, results_at=DUE)}, "results_at"),
            ({"waves": 0}, "waves"),
            ({"waves": 49}, "waves"),
            ({"gap_minutes": 241}, "gap_minutes"),
            ({"public": replace(ROUND.public, source="")}, "public_source"),
            ({"public": replace(ROUND.public, where="")}, "public_where"),
            ({"public": replace(ROUND.public, issue="第137期")}, "public_issue"),
            ({"public": replace(ROUND.public, wait_days=0)}, "public_wait_days"),
            ({"public": replace(ROUND.public, due=CLOSES)}, "public_due_at"),
            ({"waves": 4, "gap_minutes": 30}, "public_due_at"),  # the last wave closes as the number comes out
        ],
    )
    def test_what_cannot_stand_is_said_beside_its_field(self, cast: Cast, wrong: dict[str, Any], field: str) -> None:
        with pytest.raises(InvalidInput) as invalid:
            stated(cast, **wrong)
        assert field in invalid.value.errors
        assert not Round.objects.exists()

    def test_it_is_stated_anew_until_a_school_has_announced(self, cast: Cast) -> None:
        first = stated(cast)
        assert stated(cast, waves=3, gap_minutes=20).pk == first.pk
        stated(cast)
        row = planned(cast)
        announce_programme(by=cast.actor("coordinator"), at=AT, programme_id=row.pk, secret=SECRET, request=key())
        with pytest.raises(Refused) as refused:
            stated(cast, waves=3, gap_minutes=20)
        assert [r.code for r in refused.value.refusals] == ["ROUND_IN_USE"]

    def test_the_nearest_place_counts(self, cast: Cast) -> None:
        stated(cast)
        own = stated(cast, by="county_officer", place_id=cast.county.pk, public=replace(ROUND.public, source="福彩3D"))
        found = round_at(cast.school.place.path, 2026, 1)
        assert found == own
        elsewhere = round_at(cast.village.place.path, 2026, 1)
        assert elsewhere is not None
        assert elsewhere.place_id == cast.city.pk
        assert round_at(cast.school.place.path, 2026, 2) is None

    def test_schools_open_in_waves_by_their_number(self, cast: Cast) -> None:
        row = stated(cast, waves=2, gap_minutes=30)
        opens = [
            dates_of_school(row, pk, cast.city.path).opens_at
            for pk in sorted(schools_below(cast.city.path).values_list("pk", flat=True))
        ]
        assert opens == [OPENS, day(21, 18, 30), OPENS]


@pytest.mark.django_db
class TestTheNumber:
    def enter(
        self, cast: Cast, row: Round, typed: str = " 03 07 ", who: str = "city_officer", at: dt.datetime = DUE
    ) -> Round:
        return enter_public_value(by=cast.actor(who), at=at, round_id=row.pk, typed=typed, request=key())

    def test_it_is_entered_once_it_is_out_and_never_again(self, cast: Cast) -> None:
        row = stated(cast)
        with pytest.raises(Refused) as refused:
            self.enter(cast, row, at=DUE - dt.timedelta(seconds=1))
        assert [r.code for r in refused.value.refusals] == ["NUMBER_NOT_OUT"]
        assert self.enter(cast, row).public_value == "03 07"
        with pytest.raises(Refused) as refused:
            self.enter(cast, row, "04 08")
        assert [r.code for r in refused.value.refusals] == ["NUMBER_STANDS"]
        row.refresh_from_db()
        assert (row.public_value, row.value_entered_at) == ("03 07", DUE)

    def pass_over(self, cast: Cast, row: Round, at: dt.datetime, passed: int = 0, who: str = "city_officer") -> Round:
        by = cast.actor(who)
        return pass_issue_over(by=by, at=at, round_id=row.pk, passed=passed, request=key())

    def test_what_did_not_come_out_in_its_days_is_passed_over_for_exactly_the_next_issue(self, cast: Cast) -> None:
        row, days = stated(cast), dt.timedelta(days=5)
        early = (DUE + days - dt.timedelta(seconds=1), DUE + 2 * days - dt.timedelta(seconds=1))
        for passed in range(2):
            with pytest.raises(Refused) as refused:
                self.pass_over(cast, row, early[passed], passed)
            assert [r.code for r in refused.value.refusals] == ["ISSUE_AWAITED"]
            row = self.pass_over(cast, row, DUE + (passed + 1) * days, passed)
        assert (row.public_name, row.issues_passed) == ("双色球第2026137期往后第2期", 2)
        assert row.awaited_until == DUE + 3 * days
        assert self.enter(cast, row, at=DUE + 2 * days).public_value == "03 07"
        with pytest.raises(Refused) as refused:
            self.pass_over(cast, row, DUE + 3 * days, 2)
        assert [r.code for r in refused.value.refusals] == ["NUMBER_STANDS"]

    def test_an_old_page_passes_nothing_over_and_enters_nothing(self, cast: Cast) -> None:
        row, then = stated(cast), DUE + dt.timedelta(days=12)
        self.pass_over(cast, row, then)
        with pytest.raises(Refused) as refused:
            self.pass_over(cast, row, then)
        assert [r.code for r in refused.value.refusals] == ["ANOTHER_ISSUE_COUNTS"]
        with pytest.raises(Refused) as refused:
            enter_public_value(
                by=cast.actor("city_officer"), at=then, round_id=row.pk, typed="1", request=key(), passed=0
            )
        assert [r.code for r in refused.value.refusals] == ["ANOTHER_ISSUE_COUNTS"]
        with pytest.raises(Refused) as refused:
            self.pass_over(cast, row, then, 10**17)
        assert [r.code for r in refused.value.refusals] == ["ANOTHER_ISSUE_COUNTS"]
        row.refresh_from_db()
        assert (row.issues_passed, row.public_value) == (1, "")

    def test_nobody_below_passes_one_over(self, cast: Cast) -> None:
        row = stated(cast)
        for who in ("county_officer", "coordinator", "principal", "guardian"):
            with pytest.raises(NotVisible):
                self.pass_over(cast, row, DUE + dt.timedelta(days=5), who=who)

    def test_nobody_below_enters_it(self, cast: Cast) -> None:
        row = stated(cast)
        for who in ("county_officer", "coordinator", "principal", "guardian"):
            with pytest.raises(NotVisible):
                self.enter(cast, row, who=who)

    def test_an_empty_one_is_not_taken(self, cast: Cast) -> None:
        row = stated(cast)
        with pytest.raises(InvalidInput):
            self.enter(cast, row, " ")

    def test_the_dates_of_an_announced_programme_are_those_of_its_wave(self, cast: Cast) -> None:
        assert announced(cast).opens_at == OPENS
