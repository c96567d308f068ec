"""Who may see and set what of places and the calendar."""

from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.refusal import NotAllowed, NotVisible

OVERSIGHT = (Role.CENTRAL_SCHOOL, Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.OPERATOR)
LEADERS = (Role.ACADEMIC_AFFAIRS, Role.PRINCIPAL)
STAFF = (*LEADERS, Role.COORDINATOR, Role.GRADE_HEAD, Role.HOMEROOM, Role.SUBJECT_TEACHER)


def can_see_place(by: Actor, path: str) -> bool:
    """Oversight below its place, and a school's leaders their school: overviews with figures."""
    return bool(by.holds_over(path, *OVERSIGHT, *LEADERS))


def check_can_see_place(by: Actor, path: str) -> None:
    if not can_see_place(by, path):
        raise NotVisible(path)


def can_see_school(by: Actor, school_id: int, path: str) -> bool:
    """The school's week: whoever sees the place, and the heads of its grades."""
    return can_see_place(by, path) or any(held.school_id == school_id for held in by.holds(Role.GRADE_HEAD))


def check_can_see_school(by: Actor, school_id: int, path: str) -> None:
    if not can_see_school(by, school_id, path):
        raise NotVisible(path)


def check_oversees(by: Actor, path: str) -> None:
    """The bureau's view of a place: for those who oversee it, not for those who work in it."""
    if not by.holds_over(path, *OVERSIGHT):
        raise NotVisible(path)


def belongs_to_school(by: Actor, school_id: int) -> bool:
    """Whether the actor works at the school."""
    return any(held.school_id == school_id for held in by.holds(*STAFF))


def check_knows_school(by: Actor, school_id: int, path: str) -> None:
    """What a school's whole staff may read, and whoever stands above it."""
    if not (belongs_to_school(by, school_id) or by.holds_over(path, *OVERSIGHT)):
        raise NotVisible(path)


def can_lead_school(by: Actor, school_id: int) -> bool:
    """Academic affairs and the principal; an operator."""
    return by.is_operator or any(held.school_id == school_id for held in by.holds(*LEADERS))


def check_can_lead_school(by: Actor, school_id: int, path: str) -> None:
    """404 for who does not know the school's inside, 403 for who works there or above without leading it."""
    if can_lead_school(by, school_id):
        return
    if belongs_to_school(by, school_id) or by.holds_over(path, *OVERSIGHT):
        raise NotAllowed("只有本校教务处和校长可以做这件事。")
    raise NotVisible(path)
