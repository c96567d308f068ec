"""What somebody may read of a school's plans: the grades, and how far the plan of one has come."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shuangjian.homework.access import can_agree_plan, can_see_plan
from shuangjian.homework.queries.plans import AgreedPlan, PlanVersion, plans_of
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import NotVisible
from shuangjian.schools.queries import SchoolFacts, classes_of_school, term_from
from shuangjian.schools.rules import ONE_DAY

if TYPE_CHECKING:
    from shuangjian.schools.models import Term


@dataclass(frozen=True)
class GradeHere:
    """A grade of a school whose plan the actor may see: its cohort and the classes that hold it."""

    grade: int
    cohort: int
    class_ids: frozenset[int]


@dataclass(frozen=True)
class GradePlan:
    """A grade's plan of the term that tomorrow lies in, or of the next; None where no term is known. `since` is the
    first date from which anything can still be agreed. `agreed` are the versions that hold, held or will hold, the
    latest first, among them `now` and what comes `later`; the `draft` is for who may agree."""

    term: "Term | None"
    since: dt.date
    may_agree: bool
    agreed: Sequence[AgreedPlan]
    now: AgreedPlan | None
    later: AgreedPlan | None
    draft: PlanVersion | None


def grades_planned(by: Actor, school: SchoolFacts, date: dt.date) -> list[GradeHere]:
    """The grades of a school on a date whose plan the actor may see. Raises NotVisible for who sees none."""
    held: dict[tuple[int, int], set[int]] = {}
    for klass in classes_of_school(school.id, date):
        for cohort, grade in klass.grades:
            held.setdefault((grade, cohort), set()).add(klass.id)
    found = [
        GradeHere(grade, cohort, frozenset(ids))
        for (grade, cohort), ids in sorted(held.items())
        if can_see_plan(by, school, cohort, ids)
    ]
    if not found:
        raise NotVisible(f"plans of {school.id}")
    return found


def plan_of_grade(by: Actor, school: SchoolFacts, cohort: int, today: dt.date) -> GradePlan:
    """How far the plan of a grade has come, for whom `grades_planned` has let see it. Three queries."""
    tomorrow = today + ONE_DAY
    term = term_from(school.path, tomorrow)
    plans = plans_of(school.id, cohort, term.year, term.number) if term else []
    may_agree = can_agree_plan(by, school.id, cohort)
    agreed = [plan for plan in plans if isinstance(plan, AgreedPlan) and plan.since < plan.until]
    return GradePlan(
        term=term,
        since=max(tomorrow, term.since) if term else tomorrow,
        may_agree=may_agree,
        agreed=agreed,
        now=next((plan for plan in agreed if plan.holds_on(today)), None),
        later=next((plan for plan in reversed(agreed) if plan.since > today), None),
        draft=next((plan for plan in plans if not isinstance(plan, AgreedPlan)), None) if may_agree else None,
    )
