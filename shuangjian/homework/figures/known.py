"""What somebody may read of a school's figures: a week's check and a month's report, and of what rows either is."""

import datetime as dt
from typing import Any

from shuangjian.homework.access import check_reads_reports, grades_checked, may_weigh, reads_unsigned_reports
from shuangjian.homework.figures.definition import Figure
from shuangjian.homework.figures.measure import FIGURES
from shuangjian.homework.figures.sources import Scope, scope_of
from shuangjian.homework.queries.reports import Month
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import NotAllowed, NotVisible
from shuangjian.schools.queries import SchoolFacts
from shuangjian.schools.rules import ONE_DAY

WEEK = dt.timedelta(days=7)


def week_checked(by: Actor, school: SchoolFacts, monday: dt.date, *, today: dt.date, grade: int | None = None) -> Scope:
    """A week of the grades that the actor checks, or of one of them; a week in progress ends today.

    Raises NotVisible, also for a grade that is not the actor's to check, and NotAllowed.
    """
    grades = grades_checked(by, school.id, school.path, monday)
    if grade is not None:
        if grade not in (school.grades if grades is None else grades):
            raise NotVisible(f"grade {grade}")
        grades = frozenset({grade})
    return scope_of(school, monday, max(min(monday + WEEK, today + ONE_DAY), monday), grades)


def figures_checked(by: Actor, school_id: int) -> list[Figure[Any]]:
    """The figures of a week that the actor may see."""
    return [figure for figure in FIGURES if not figure.weighed or may_weigh(by, school_id)]


def month_reported(school: SchoolFacts, month: Month, *, today: dt.date) -> Scope:
    """A month of a school, through today where it is not over. Raises NotVisible for one that has not begun."""
    if month.since > today:
        raise NotVisible(f"month {month}")
    return scope_of(school, month.since, min(month.until, today + ONE_DAY))


def check_reads_report(by: Actor, school: SchoolFacts, *, signed: bool) -> None:
    """Raises NotVisible; NotAllowed for who may read it once it is signed."""
    check_reads_reports(by, school.id, school.path)
    if not signed and not reads_unsigned_reports(by, school.id):
        raise NotAllowed("这个月的月报校长还没有签。签了以后这里能看到。")
