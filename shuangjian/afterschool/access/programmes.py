"""Whoever plans the service of a school: its coordinator and its leaders. The staff and the bureaus above read it."""

from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.refusal import NotAllowed, NotVisible
from shuangjian.schools.access import OVERSIGHT, belongs_to_school, can_lead_school


def can_coordinate(by: Actor, school_id: int) -> bool:
    """The coordinator of the school, its academic affairs and principal; an operator."""
    return can_lead_school(by, school_id) or any(held.school_id == school_id for held in by.holds(Role.COORDINATOR))


def check_can_coordinate(by: Actor, school_id: int, path: str) -> None:
    """404 for who does not know the school's inside, 403 for who works there or above without planning the service."""
    if can_coordinate(by, school_id):
        return
    if belongs_to_school(by, school_id) or by.holds_over(path, *OVERSIGHT):
        raise NotAllowed("只有本校课后服务负责人、教务处和校长可以做这件事。")
    raise NotVisible(path)


def check_sees_service(by: Actor, school_id: int, path: str) -> None:
    """The school's staff, and whoever stands above it: programme, figures and draw, of no child. Raises NotVisible."""
    if not (belongs_to_school(by, school_id) or by.holds_over(path, *OVERSIGHT)):
        raise NotVisible(path)
