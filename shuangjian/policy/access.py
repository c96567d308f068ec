"""Who may state a school's own rules: its academic affairs and its principal, who is the first responsible person and
alone adopts their text. Whoever works there or stands above reads it."""

from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.refusal import NotAllowed
from shuangjian.schools.access import can_lead_school, check_can_lead_school, check_knows_school

__all__ = [
    "can_adopt_rules",
    "can_lead_school",
    "check_can_adopt_rules",
    "check_can_lead_school",
    "check_knows_school",
]


def can_adopt_rules(by: Actor, school_id: int) -> bool:
    return any(held.school_id == school_id for held in by.holds(Role.PRINCIPAL))


def check_can_adopt_rules(by: Actor, school_id: int, path: str) -> None:
    """404 for who does not know the school's inside, 403 for who knows it and is not its principal."""
    check_knows_school(by, school_id, path)
    if not can_adopt_rules(by, school_id):
        raise NotAllowed("本校的办法由校长采用。")
