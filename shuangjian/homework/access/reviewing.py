"""Whose work somebody reviews, checks and draws."""

import datetime as dt

from shuangjian.homework.models import SpotCheck
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.grade import grade_at
from shuangjian.kernel.refusal import NotAllowed, NotVisible
from shuangjian.schools.access import LEADERS, OVERSIGHT, belongs_to_school, can_lead_school, check_can_lead_school


def grades_checked(by: Actor, school_id: int, path: str, date: dt.date) -> frozenset[int] | None:
    """Whose week the actor checks: None for the whole school, which its leaders do; otherwise the grades, on a date,
    that the actor heads. Raises NotVisible, NotAllowed for who works there or above without checking."""
    if can_lead_school(by, school_id):
        return None
    return _grades_headed(by, school_id, path, date, "这一周的检查由年级组、教务处和校长看。")


def grades_reviewed(by: Actor, school_id: int, path: str, date: dt.date) -> frozenset[int] | None:
    """Whose work the actor reviews before families see it: None for the whole school, otherwise the grades that the
    actor heads. Raises NotVisible, NotAllowed as above."""
    if can_lead_school(by, school_id):
        return None
    return _grades_headed(by, school_id, path, date, "作业由年级组长、教务处和校长审核。")


def schools_reviewed(by: Actor, date: dt.date) -> dict[int, frozenset[int] | None]:
    """The schools at which the actor reviews anything, each with what `grades_reviewed` says of it."""
    held = by.holds(*LEADERS, Role.GRADE_HEAD)
    return {h.school_id: grades_reviewed(by, h.school_id, h.place_path, date) for h in held if h.school_id is not None}


def _grades_headed(by: Actor, school_id: int, path: str, date: dt.date, otherwise: str) -> frozenset[int]:
    heads = [held.cohort for held in by.holds(Role.GRADE_HEAD) if held.school_id == school_id]
    if heads:
        return frozenset(grade_at(cohort, date) for cohort in heads if cohort is not None)
    if belongs_to_school(by, school_id) or by.holds_over(path, *OVERSIGHT):
        raise NotAllowed(otherwise)
    raise NotVisible(f"school {school_id}")


def get_spot_check_for(by: Actor, school_id: int, path: str, check_id: int) -> SpotCheck:
    """A draw, for those who lead its school. Raises NotVisible, NotAllowed."""
    check_can_lead_school(by, school_id, path)
    found = SpotCheck.objects.filter(pk=check_id, school_id=school_id).first()
    if found is None:
        raise NotVisible(f"spot check {check_id}")
    return found


def may_weigh(by: Actor, school_id: int) -> bool:
    """What of a week is to be weighed is for those who lead the school; a head of grade is a colleague."""
    return can_lead_school(by, school_id)
