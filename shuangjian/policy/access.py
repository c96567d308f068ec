"""Who may state a school's own rules: its academic affairs and its principal, who is the first responsible person and
alone adopts their text. Whoever works there or stands above reads it. When work ends in a place, its bureau says."""

from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.refusal import NotAllowed
from shuangjian.schools.access import can_lead_school, check_can_lead_school, check_knows_school, check_oversees
from shuangjian.schools.rules import PlaceKind

__all__ = [
    "can_adopt_rules",
    "can_lead_school",
    "check_can_adopt_rules",
    "check_can_lead_school",
    "check_can_state_hours",
    "check_knows_school",
]


def can_adopt_rules(by: Actor, school_id: int) -> bool:
    return any(held.school_id == school_id for held in by.holds(Role.PRINCIPAL))


def check_can_adopt_rules(by: Actor, school_id: int, path: str) -> None:
    """404 for who does not know the school's inside, 403 for who knows it and is not its principal."""
    check_knows_school(by, school_id, path)
    if not can_adopt_rules(by, school_id):
        raise NotAllowed("本校的办法由校长采用。")


def check_can_state_hours(by: Actor, kind: str, path: str) -> None:
    """A county's or the city's officers. 404 for who does not oversee the place, 403 for who does and is neither."""
    check_oversees(by, path)
    officers = by.holds_over(path, Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.OPERATOR)
    if kind not in (PlaceKind.COUNTY, PlaceKind.CITY) or not officers:
        raise NotAllowed("几点下班由县区或市教育局按当地的文件写明。")
