"""Assignments and their publications: whose they are, who may read them, who takes them back."""

from django.db.models import QuerySet

from shuangjian.homework.access.classes import of_classes_known_to, teaches
from shuangjian.homework.models import Assignment, Publication, Tier
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.refusal import NotAllowed, NotVisible
from shuangjian.schools.access import LEADERS


def get_own_assignment(by: Actor, assignment_id: int) -> Assignment:
    """One's own assignment with its tiers, published or not, in one query. Raises NotVisible for another's."""
    tiers = list(
        Tier.objects.filter(assignment_id=assignment_id, assignment__author_id=by.person_id).select_related(
            "assignment"
        )
    )
    if not tiers or by.person_id is None:
        raise NotVisible(f"assignment {assignment_id}")
    assignment = tiers[0].assignment
    # What prefetch_related would have read once more.
    assignment._prefetched_objects_cache = {"tiers": tiers}  # type: ignore[attr-defined]
    return assignment


def get_assignment_for(by: Actor, assignment_id: int) -> Assignment:
    """An assignment of one's own, or one that is published to a class the actor may see. Raises NotVisible."""
    found = Assignment.objects.filter(pk=assignment_id).prefetch_related("tiers").first()
    if found is None:
        raise NotVisible(f"assignment {assignment_id}")
    if found.author_id == by.person_id:
        return found
    if not visible_publications(by).filter(assignment_id=assignment_id).exists():
        raise NotVisible(f"assignment {assignment_id}")
    return found


def visible_publications(by: Actor) -> QuerySet[Publication]:
    """The publications of classes that the actor works with or oversees."""
    return Publication.objects.filter(of_classes_known_to(by)).distinct()


def can_withdraw(by: Actor, publication: Publication) -> bool:
    """Whoever teaches the subject to the class now (an author who left has a successor), its homeroom teacher, and
    academic affairs and the principal."""
    return can_withdraw_from(by, publication.school_id, publication.school_class_id, publication.assignment.subject)


def can_withdraw_from(by: Actor, school_id: int, class_id: int, subject: str) -> bool:
    """Twin of `can_withdraw` for who only knows the class and the subject."""
    if teaches(by, class_id, subject) or any(held.class_id == class_id for held in by.holds(Role.HOMEROOM)):
        return True
    return any(held.school_id == school_id for held in by.holds(*LEADERS))


def get_publication_to_withdraw(by: Actor, publication_id: int) -> Publication:
    """Raises NotVisible where the actor may not know it, NotAllowed where it may only be read."""
    found = visible_publications(by).filter(pk=publication_id).select_related("assignment").first()
    if found is None:
        raise NotVisible(f"publication {publication_id}")
    if not can_withdraw(by, found):
        raise NotAllowed("撤回由任课教师、班主任、教务处或校长做。")
    return found
