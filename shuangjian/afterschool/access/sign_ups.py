"""Whose answer to the service one may give and read.

A child's guardians and carers both answer: it is a matter of the child's afternoons, as with being fetched, and no
consent to the use of data. At school the child's present homeroom teacher and whoever plans the service see who joins
on which days; the wishes of a family that answered itself only whoever plans the service.
"""

from shuangjian.afterschool.access.programmes import can_coordinate
from shuangjian.kernel.actor import Actor, Held, Role
from shuangjian.kernel.refusal import NotAllowed, NotVisible
from shuangjian.schools.access import OVERSIGHT, belongs_to_school


def ward_of(by: Actor, pupil_id: int) -> Held:
    """The child as its guardian or carer holds it: school, class, cohort. Raises NotVisible."""
    for held in by.holds(Role.GUARDIAN):
        if held.pupil_id == pupil_id and held.school_id is not None and held.cohort is not None:
            return held
    raise NotVisible(f"pupil {pupil_id}")


def can_see_answers(by: Actor, school_id: int, class_id: int) -> bool:
    """Who of a class joins, and on which days; to enter it from paper."""
    return can_coordinate(by, school_id) or any(held.class_id == class_id for held in by.holds(Role.HOMEROOM))


def check_can_see_answers(by: Actor, school_id: int, class_id: int, path: str) -> None:
    """404 for who does not know the class's inside, 403 for who works at the school or above it."""
    if can_see_answers(by, school_id, class_id):
        return
    if belongs_to_school(by, school_id) or by.holds_over(path, *OVERSIGHT):
        raise NotAllowed("一个班谁参加课后服务，由班主任、课后服务负责人、教务处和校长看。")
    raise NotVisible(f"class {class_id}")


def can_see_wishes(by: Actor, school_id: int, on_paper: bool) -> bool:
    """What a child wished for: whoever plans the service; the homeroom teacher, what came on paper."""
    return on_paper or can_coordinate(by, school_id)
