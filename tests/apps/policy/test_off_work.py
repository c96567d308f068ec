"""When work ends where a school lies: said by its county or city, dated, with the document that states it."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.audit.models import Act
from shuangjian.kernel.refusal import InvalidInput, NotAllowed, NotVisible
from shuangjian.policy.models import OffWorkTime
from shuangjian.policy.operations import state_off_work_time
from shuangjian.policy.queries import off_work_time, off_work_times
from tests.cast import AT, TODAY, Cast

pytestmark = pytest.mark.django_db

SOURCE = "《华龙区机关作息时间》"
OCTOBER = dt.date(2026, 10, 1)


def state(cast: Cast, who: str = "county_officer", **values: Any) -> OffWorkTime:
    asked = {"place": cast.county, "time": dt.time(18, 30), "source": SOURCE, "since": TODAY} | values
    return state_off_work_time(by=cast.actor(who), at=AT, **asked)


def found(cast: Cast, date: dt.date = TODAY) -> str:
    stated = off_work_time(cast.facts(), date)
    return "" if stated is None else f"{stated[0]:%H:%M} {stated[1].label}"


def test_nobody_has_said_it_until_somebody_says_it(cast: Cast) -> None:
    assert found(cast) == ""
    state(cast)
    assert found(cast) == "18:30 《华龙区机关作息时间》"
    assert found(cast, TODAY - dt.timedelta(1)) == ""


def test_the_nearest_place_that_has_said_it_decides(cast: Cast) -> None:
    state(cast, "city_officer", place=cast.city, time=dt.time(18), source="市里的作息时间")
    assert found(cast).startswith("18:00")
    state(cast)
    assert found(cast).startswith("18:30")
    assert off_work_time(cast.facts(cast.village), TODAY)[0] == dt.time(18)  # type: ignore[index]


def test_winter_follows_summer_on_its_day(cast: Cast) -> None:
    state(cast)
    state(cast, time=dt.time(18), since=OCTOBER)
    assert found(cast, OCTOBER - dt.timedelta(1)).startswith("18:30")
    assert found(cast, OCTOBER).startswith("18:00")


def test_what_was_said_for_a_date_is_corrected_and_the_record_keeps_both(cast: Cast) -> None:
    state(cast)
    state(cast, time=dt.time(17, 30))
    assert OffWorkTime.objects.count() == 1
    acts = Act.objects.filter(name="policy.state_off_work_time").order_by("pk")
    assert [(act.before["time"], act.after["time"]) for act in acts] == [(None, "18:30"), ("18:30", "17:30")]


@pytest.mark.parametrize("time", [dt.time(14, 59), dt.time(21, 1)])
def test_an_hour_at_which_nobody_goes_home_is_a_slip_of_the_pen(cast: Cast, time: dt.time) -> None:
    with pytest.raises(InvalidInput) as caught:
        state(cast, time=time, source=" ")
    assert set(caught.value.errors) == {"time", "source"}


@pytest.mark.parametrize(
    ("who", "error"),
    [
        ("principal", NotVisible),
        ("maths", NotVisible),
        ("guardian", NotVisible),
        ("central_officer", NotVisible),
        ("other_county_officer", NotVisible),
    ],
)
def test_a_countys_hours_are_not_for_others_to_say(cast: Cast, who: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        state(cast, who)
    assert not OffWorkTime.objects.exists()


def test_a_county_does_not_speak_for_the_city_and_a_central_school_for_nobody(cast: Cast) -> None:
    with pytest.raises(NotVisible):
        state(cast, place=cast.city)
    with pytest.raises(NotAllowed):
        state(cast, "central_officer", place=cast.central)
    with pytest.raises(NotAllowed):
        state(cast, place=cast.school.place)


def test_many_schools_are_asked_in_one_query(cast: Cast) -> None:
    state(cast, "city_officer", place=cast.city)
    schools = [cast.facts(), cast.facts(cast.village), cast.facts(cast.other_school)]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(off_work_times(schools, TODAY)) == 3
    assert len(queries) == 1
