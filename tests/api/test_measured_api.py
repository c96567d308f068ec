"""Measured minutes and signals, told to a program as the desks tell them."""

import datetime as dt
from typing import Any

import pytest

from shuangjian.kernel.day import SHANGHAI
from shuangjian.kernel.subject import Subject
from shuangjian.timing.rules import SignalKind
from tests.api.callers import caller
from tests.apps.timing.measured import WEDNESDAY, asked, fit, night, set_on, signal
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db


def on_saturday(real: dt.datetime) -> dt.datetime:
    """The clock of a site in the night before a Sunday with lessons, when Friday's evening is asked about."""
    return dt.datetime(2026, 9, 19, 21, tzinfo=SHANGHAI)


def at_closing(real: dt.datetime) -> dt.datetime:
    """Five in the morning after it."""
    return dt.datetime(2026, 9, 20, 5, tzinfo=SHANGHAI)


def test_an_evening_that_is_over_tells_what_it_took_and_how_many_answered(cast: Cast) -> None:
    fit(work := set_on(cast))
    fit(set_on(cast, WEDNESDAY, 15, who="english", subject=Subject.ENGLISH), 16.0, 13.5, 19.0, declared=15)
    asked(cast.five_one, answered=True)
    asked(cast.five_one)
    path = f"/classes/{cast.five_one.pk}/evenings/{WEDNESDAY}/measured"
    (grade,) = caller(cast, "maths").get(path).json()["grades"]
    works = {one["assignment_id"]: one for one in grade.pop("works")}
    assert grade == {
        "grade": 5, "asked": 2, "answered": 1, "counted": 35,
        "measured": {"minutes": 43, "low": 37, "high": 51, "verdict": "MORE"},
    }  # fmt: skip
    assert works.pop(work.pk)["measured"] == {"minutes": 27, "low": 23, "high": 32, "verdict": "MORE"}
    (english,) = works.values()
    assert english["measured"] == {"minutes": 15, "low": 14, "high": 19, "verdict": "SAME"}


def test_what_is_known_too_little_is_null_and_tonight_has_nothing(cast: Cast) -> None:
    fit(set_on(cast), reports=2)
    program = caller(cast, "maths")
    (grade,) = program.get(f"/classes/{cast.five_one.pk}/evenings/{WEDNESDAY}/measured").json()["grades"]
    assert (grade["measured"], grade["works"][0]["measured"]) == (None, None)
    assert program.get(f"/classes/{cast.five_one.pk}/evenings/{TODAY}/measured").json()["grades"] == []


def test_of_a_friday_nothing_is_told_while_its_questions_are_open(cast: Cast, settings: Any) -> None:
    asked(cast.five_one, date=TODAY + dt.timedelta(days=1))
    path = f"/classes/{cast.five_one.pk}/evenings/{TODAY + dt.timedelta(days=1)}/measured"
    for clock, told in (("on_saturday", []), ("at_closing", [{"asked": 1, "answered": 0}])):
        settings.SHUANGJIAN_CLOCK = f"tests.api.test_measured_api.{clock}"
        grades = caller(cast, "maths").get(path).json()["grades"]
        assert [{key: one[key] for key in ("asked", "answered")} for one in grades] == told


def test_signals_are_told_to_those_who_answer_for_the_classes(cast: Cast) -> None:
    school, place = f"/schools/{cast.school.pk}/signals", f"/places/{cast.city.pk}/signals"
    assert caller(cast, "principal").get(school).json() == {"since": None, "as_of": None, "signals": []}
    night()
    signal(cast.five_two)
    signal(cast.one_one, grade=1, kind=SignalKind.UNLISTED, subject=Subject.CHINESE, seen=4, evenings=12, p=None)
    told = caller(cast, "principal").get(school).json()
    assert (told["since"], told["as_of"]) == ("2026-09-03", "2026-09-16")
    assert [(s["kind"], s["label"]) for s in told["signals"]] == [("UNLISTED", "一（1）班"), ("OVER", "五（2）班")]
    assert "p" not in told["signals"][0]
    assert [s["label"] for s in caller(cast, "grade_head").get(school).json()["signals"]] == ["五（2）班"]
    assert len(caller(cast, "city_officer").get(place).json()["signals"]) == 2
    assert caller(cast, "other_county_officer").get(place).status_code == 404
