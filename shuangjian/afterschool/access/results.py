"""Who reads what a draw came to with a child's name in it. Figures and draw without names: `check_sees_service`."""

import datetime as dt

from shuangjian.afterschool.access.programmes import can_coordinate
from shuangjian.afterschool.models import Unit
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import NotAllowed, NotVisible
from shuangjian.people.access import can_see_class_list
from shuangjian.schools.access import OVERSIGHT, belongs_to_school


def leads(by: Actor, unit: Unit) -> bool:
    """Whether the unit is the actor's own, who still works at its school."""
    return by.person_id is not None and unit.leader_id == by.person_id and belongs_to_school(by, unit.school_id)


def get_unit_to_list(by: Actor, school_id: int, path: str, unit_id: int) -> Unit:
    """A unit whose children the actor may read by name: whoever plans the service, and the unit's own leader.

    Raises NotVisible; NotAllowed for the rest of the staff and for who stands above, to whom a list is a number.
    """
    unit = Unit.objects.filter(pk=unit_id, school_id=school_id).select_related("leader", "programme").first()
    knows = belongs_to_school(by, school_id) or bool(by.holds_over(path, *OVERSIGHT))
    if unit is None or not knows:
        raise NotVisible(f"unit {unit_id}")
    if not (can_coordinate(by, school_id) or leads(by, unit)):
        raise NotAllowed("活动名单由带这个活动的老师和课后服务负责人、教务处、校长看。")
    return unit


def is_told_to(by: Actor, school_id: int, at: dt.datetime, results_at: dt.datetime | None) -> bool:
    """Whoever plans the service sees what was drawn at once, everybody else when the families do."""
    return can_coordinate(by, school_id) or (results_at is not None and at >= results_at)


def can_see_class_places(by: Actor, school_id: int, class_id: int) -> bool:
    """Where the children of a class are in the afternoon: its homeroom teacher, and whoever plans the service."""
    return can_see_class_list(by, school_id, class_id) or can_coordinate(by, school_id)


def check_sees_class_places(by: Actor, school_id: int, class_id: int) -> None:
    """For who knows the class. Raises NotAllowed."""
    if not can_see_class_places(by, school_id, class_id):
        raise NotAllowed("一个班下午都在哪里，由班主任、课后服务负责人、教务处和校长看。")
