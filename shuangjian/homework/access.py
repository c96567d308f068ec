"""Who may see and set homework. Homework names no pupil, yet only those it concerns may read it."""

import datetime as dt

from django.db.models import Q, QuerySet

from shuangjian.homework.models import Assignment, Evening, Publication, Tier
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.refusal import NotAllowed, NotVisible
from shuangjian.schools.access import LEADERS, OVERSIGHT
from shuangjian.schools.queries import ClassNow


def teaches(by: Actor, class_id: int, subject: str) -> bool:
    """Whether the actor teaches the subject to the class now."""
    return any(held.class_id == class_id and held.subject == subject for held in by.holds(Role.SUBJECT_TEACHER))


def can_see_class(by: Actor, klass: ClassNow) -> bool:
    """The evening of a class: its teachers and homeroom, the head of its grade, the school's leaders, oversight above,
    and the guardians of its pupils."""
    if by.holds_over(klass.place_path, *OVERSIGHT):
        return True
    for held in by.roles:
        if held.class_id == klass.id:
            return True
        if held.school_id != klass.school_id:
            continue
        if held.role in LEADERS or (held.role is Role.GRADE_HEAD and held.cohort in dict(klass.grades)):
            return True
    return False


def check_can_see_class(by: Actor, klass: ClassNow | None) -> ClassNow:
    if klass is None or not can_see_class(by, klass):
        raise NotVisible("class")
    return klass


def check_works_with_class(by: Actor, klass: ClassNow | None) -> ClassNow:
    """The desk of a class is for those who work with it or oversee it; its families have a page of their own.

    Raises NotVisible.
    """
    staff = Actor(by.person_id, by.name, tuple(held for held in by.roles if held.role is not Role.GUARDIAN))
    return check_can_see_class(staff, klass)


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
    return Publication.objects.filter(_of_classes_known_to(by)).distinct()


def visible_to(by: Actor, date: dt.date) -> QuerySet[Evening]:
    """The evenings beginning on a date that the actor may read (without a guardian's)."""
    return Evening.objects.filter(_of_classes_known_to(by), date=date).distinct()


def _of_classes_known_to(by: Actor) -> Q:
    """Rows of the classes that the actor works with or oversees; SQL twin of `can_see_class`, without guardians."""
    classes = [held.class_id for held in by.roles if held.class_id is not None and held.role is not Role.GUARDIAN]
    schools = [held.school_id for held in by.holds(*LEADERS)]
    where = Q(school_class_id__in=classes) | Q(school_id__in=schools)
    for held in by.holds(*OVERSIGHT):
        where |= Q(school__place__path__startswith=held.place_path)
    for held in by.holds(Role.GRADE_HEAD):
        where |= Q(school_id=held.school_id, school_class__cohorts__cohort=held.cohort)
    return where


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


def can_replace_sheet(by: Actor, class_id: int) -> bool:
    """The homeroom teacher replaces the address of the class's sheet."""
    return any(held.class_id == class_id for held in by.holds(Role.HOMEROOM))
