"""Grades, stages and school years."""

import datetime as dt

import pytest

from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.grade import Stage, System, cohort_of, grade_at, school_year, stage_of


def test_a_grade_advances_on_the_first_of_september_and_not_a_day_before():
    cohort = cohort_of(5, dt.date(2026, 9, 1))
    assert grade_at(cohort, dt.date(2027, 8, 31)) == 5
    assert grade_at(cohort, dt.date(2027, 9, 1)) == 6


def test_the_school_year_of_february_began_the_autumn_before():
    assert school_year(dt.date(2027, 2, 28)) == 2026


def test_grade_six_is_primary_under_six_three_and_junior_under_five_four():
    assert stage_of(6, System.SIX_THREE) is Stage.PRIMARY
    assert stage_of(6, System.FIVE_FOUR) is Stage.JUNIOR


@pytest.mark.parametrize("grade", [0, 10, -1])
def test_a_grade_outside_compulsory_education_is_no_grade(grade):
    with pytest.raises(ValueError, match="no such grade"):
        stage_of(grade, System.SIX_THREE)


def test_between_midnight_and_eight_the_day_in_china_is_already_the_next():
    assert shanghai_date(dt.datetime(2026, 9, 16, 16, 30, tzinfo=dt.UTC)) == dt.date(2026, 9, 17)


def test_a_moment_without_its_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        shanghai_date(dt.datetime(2026, 9, 17, 16, 20))
