"""Who agrees a grade's plan of a term."""

from collections.abc import Collection

from shuangjian.homework.models import TermPlan
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.refusal import NotAllowed, NotVisible
from shuangjian.schools.access import OVERSIGHT, belongs_to_school, can_lead_school
from shuangjian.schools.queries import SchoolFacts


def can_agree_plan(by: Actor, school_id: int, cohort: int) -> bool:
    """The head of the grade proposes and agrees its plan; academic affairs and the principal may."""
    return can_lead_school(by, school_id) or any(
        held.school_id == school_id and held.cohort == cohort for held in by.holds(Role.GRADE_HEAD)
    )


def can_see_plan(by: Actor, school: SchoolFacts, cohort: int, class_ids: Collection[int]) -> bool:
    """All who work with the grade, and oversight above; `class_ids` are the classes that hold the cohort."""
    if can_agree_plan(by, school.id, cohort) or by.holds_over(school.path, *OVERSIGHT):
        return True
    return any(held.class_id in class_ids for held in by.holds(Role.SUBJECT_TEACHER, Role.HOMEROOM))


def check_can_agree_plan(by: Actor, school_id: int, cohort: int) -> None:
    """Raises NotVisible for who does not work at the school, NotAllowed for who does."""
    if can_agree_plan(by, school_id, cohort):
        return
    if belongs_to_school(by, school_id):
        raise NotAllowed("年级的作业计划由年级组长、教务处或校长来定。")
    raise NotVisible(f"plan of {school_id}")


def get_plan_to_agree(by: Actor, plan_id: int) -> TermPlan:
    """Raises NotVisible and NotAllowed as above."""
    found = TermPlan.objects.filter(pk=plan_id).first()
    if found is None:
        raise NotVisible(f"plan {plan_id}")
    check_can_agree_plan(by, found.school_id, found.cohort)
    return found
