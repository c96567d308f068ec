"""The school calendar: evenings, make-up workdays, closures, and a year nobody has published yet."""

import datetime as dt

import chinese_calendar
import pytest

from shuangjian.kernel.day import DayKind, Period, SchoolDay
from shuangjian.schools.days_off import official
from shuangjian.schools.rules import Calendar, class_label

D = dt.date
AUTUMN = Period(D(2026, 9, 1), D(2027, 1, 23))
SPRING = Period(D(2027, 2, 22), D(2027, 7, 3))


def calendar(local=None):
    return Calendar((AUTUMN, SPRING), local or {})


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_our_official_days_are_those_of_an_independent_table(year):
    stated = official(year)
    date = D(year, 1, 1)
    while date.year == year:
        work = chinese_calendar.is_workday(date)
        ours = date in stated.make_up or (date.weekday() < 5 and date not in stated.days_off)
        assert ours == work, date
        date += dt.timedelta(days=1)


def test_a_sunday_that_makes_up_for_a_holiday_is_a_school_day_with_an_evening_of_its_own():
    sunday = calendar().evening(D(2026, 9, 20))
    assert calendar().day(D(2026, 9, 20)).kind is DayKind.MAKE_UP_DAY
    assert sunday.is_night
    assert sunday.until == D(2026, 9, 21)


def test_the_friday_before_it_begins_a_break_of_one_day():
    friday = calendar().evening(D(2026, 9, 18))
    assert not friday.is_night
    assert friday.until == D(2026, 9, 20)


def test_a_saturday_lies_in_the_evening_that_began_on_friday():
    assert calendar().evening_holding(D(2026, 9, 12)).date == D(2026, 9, 11)
    assert calendar().evening(D(2026, 9, 12)) is None


def test_the_national_day_holiday_is_one_evening():
    span = calendar().evening(D(2026, 9, 30))
    assert (span.until, span.is_night, span.is_vacation) == (D(2026, 10, 8), False, False)


def test_the_last_evening_of_a_term_is_a_vacation():
    span = calendar().evening(D(2027, 1, 22))
    assert span.is_vacation
    assert span.until == D(2027, 2, 22)


def test_the_last_evening_before_an_unknown_next_term_is_a_vacation_too():
    assert Calendar((AUTUMN,), {}).evening(D(2027, 1, 22)).is_vacation


def test_a_weekday_of_an_unpublished_year_is_provisional_and_says_why():
    day = calendar().day(D(2027, 1, 4))
    assert day.kind is DayKind.PROVISIONAL
    assert "还没有公布" in day.reason
    assert day.is_school_day


def test_a_weekend_of_an_unpublished_year_is_a_weekend():
    assert calendar().day(D(2027, 1, 9)).kind is DayKind.WEEKEND


def test_an_evening_that_reaches_into_the_unpublished_year_is_provisional():
    assert calendar().evening(D(2026, 12, 31)).provisional
    assert not calendar().evening(D(2026, 12, 30)).provisional


def test_a_local_closure_lengthens_the_evening_before_it():
    snow = {D(2026, 11, 25): SchoolDay(D(2026, 11, 25), DayKind.CLOSURE, "暴雪停课")}
    span = calendar(snow).evening(D(2026, 11, 24))
    assert (span.is_night, span.until) == (False, D(2026, 11, 26))
    assert calendar(snow).evening(D(2026, 11, 25)) is None


def test_a_day_outside_every_term_holds_no_school():
    assert calendar().day(D(2026, 8, 31)).kind is DayKind.OUT_OF_TERM
    assert calendar().evening_holding(D(2026, 8, 20)) is None


def test_a_class_is_called_as_schools_call_it():
    assert class_label([5], 3) == "五（3）班"
    assert class_label([3, 4], 1, "东台教学点") == "东台教学点三、四年级复式班"
    assert class_label([1, 2], 2) == "一、二年级复式班（2）"
