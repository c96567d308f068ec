"""Grades, stages and school systems.

A grade is an int from 1 (一年级) to 9 (九年级). A cohort (届) is the calendar year in which its pupils entered, or
would have entered, grade 1: it never changes while its grade advances every 1 September.
"""

import datetime as dt
from enum import StrEnum

FIRST_GRADE, LAST_GRADE = 1, 9
_NUMERALS = "一二三四五六七八九"


class Stage(StrEnum):
    """学段 as the caps use it: 小学 or 初中."""

    PRIMARY = "PRIMARY"
    JUNIOR = "JUNIOR"

    @property
    def label(self) -> str:
        return {"PRIMARY": "小学", "JUNIOR": "初中"}[self.value]


class System(StrEnum):
    """学制: six years of primary and three of junior, or five and four."""

    SIX_THREE = "SIX_THREE"
    FIVE_FOUR = "FIVE_FOUR"

    @property
    def label(self) -> str:
        return {"SIX_THREE": "六三学制", "FIVE_FOUR": "五四学制"}[self.value]

    @property
    def last_primary_grade(self) -> int:
        return 6 if self is System.SIX_THREE else 5


def stage_of(grade: int, system: System) -> Stage:
    """The stage of a grade under a school system.

    Raises ValueError for a grade outside 1–9.
    """
    if not FIRST_GRADE <= grade <= LAST_GRADE:
        raise ValueError(f"no such grade in compulsory education: {grade}")
    return Stage.PRIMARY if grade <= system.last_primary_grade else Stage.JUNIOR


def school_year(date: dt.date) -> int:
    """The year in which the school year of `date` began; it turns on 1 September."""
    return date.year if date.month >= 9 else date.year - 1


def grade_at(cohort: int, date: dt.date) -> int:
    """The grade a cohort is in on a date; below 1 or above 9 when it is not (or no longer) at school."""
    return school_year(date) - cohort + 1


def cohort_of(grade: int, date: dt.date) -> int:
    """The cohort that is in `grade` on a date."""
    return school_year(date) - grade + 1


def numeral(grade: int) -> str:
    """五 for 5."""
    return _NUMERALS[grade - 1]


def grade_label(grade: int) -> str:
    """五年级 for 5."""
    return f"{numeral(grade)}年级"
