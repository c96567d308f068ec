"""Whose figures somebody may read: a place's from above it, a school's also by who works there."""

from shuangjian.afterschool.access import check_sees_service
from shuangjian.afterschool.figures.facts import SchoolFact
from shuangjian.afterschool.figures.sources import Scope, facts_of, facts_told
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import NotVisible
from shuangjian.schools.access import check_oversees
from shuangjian.schools.queries import SchoolFacts, place_with_id
from shuangjian.schools.rules import PlaceKind


def place_overseen(by: Actor, place_id: int) -> tuple[str, str]:
    """The name and path of a place whose figures the actor may read. Raises NotVisible."""
    found = place_with_id(place_id)
    if found is None or found.kind == PlaceKind.TEACHING_POINT:
        raise NotVisible(f"place {place_id}")
    check_oversees(by, found.path)
    return found.name, found.path


def schools_covered(by: Actor, scope: Scope) -> list[SchoolFact]:
    """Every school at or below a place, for whoever oversees it. Raises NotVisible."""
    check_oversees(by, scope.path)
    return facts_told(scope)


def school_covered(by: Actor, school: SchoolFacts, scope: Scope) -> list[SchoolFact]:
    """One school alone, for its staff and from above. Raises NotVisible."""
    check_sees_service(by, school.id, school.path)
    return facts_of(scope)
