"""Whoever may read the lists of a draw, which have no names in them: the families in it, the school, those above it."""

from collections.abc import Collection

from shuangjian.afterschool.access.programmes import can_coordinate
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.refusal import NotVisible
from shuangjian.schools.access import OVERSIGHT, belongs_to_school


def wards_of(by: Actor) -> set[int]:
    """The children whose guardian the actor is."""
    return {held.pupil_id for held in by.holds(Role.GUARDIAN) if held.pupil_id is not None}


def works_with_draw(by: Actor, school_id: int, path: str) -> bool:
    """Who reads a draw from the hour it is drawn on: the school's staff and those above. Families wait for results."""
    return belongs_to_school(by, school_id) or bool(by.holds_over(path, *OVERSIGHT))


def check_reads_draw(by: Actor, school_id: int, path: str, *, signed_up: Collection[int], told: bool) -> None:
    """`signed_up`: those of the actor's children that signed up there; `told`: results are out. Raises NotVisible."""
    if not (works_with_draw(by, school_id, path) or (told and signed_up)):
        raise NotVisible(f"the draw of school {school_id}")


def check_reads_tutoring_draw(by: Actor, school_id: int, *, in_it: Collection[int], told: bool) -> None:
    """Who accepted tutoring is known to its own family and to whoever plans the service. `in_it`: those of the actor's
    children that are. Raises NotVisible."""
    if not (can_coordinate(by, school_id) or (told and in_it)):
        raise NotVisible(f"the tutoring draw of school {school_id}")
