"""Who works with a class, who may read its evenings, and who settles what its colleagues do not."""

import datetime as dt

from django.db.models import Q, QuerySet

from shuangjian.homework.models import Evening
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.refusal import NotVisible
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


def visible_to(by: Actor, date: dt.date) -> QuerySet[Evening]:
    """The evenings beginning on a date that the actor may read (without a guardian's)."""
    return Evening.objects.filter(of_classes_known_to(by), date=date).distinct()


def of_classes_known_to(by: Actor) -> Q:
    """Rows of the classes that the actor works with or oversees; SQL twin of `can_see_class`, without guardians."""
    classes = [held.class_id for held in by.roles if held.class_id is not None and held.role is not Role.GUARDIAN]
    schools = [held.school_id for held in by.holds(*LEADERS)]
    where = Q(school_class_id__in=classes) | Q(school_id__in=schools)
    for held in by.holds(*OVERSIGHT):
        where |= Q(school__place__path__startswith=held.place_path)
    for held in by.holds(Role.GRADE_HEAD):
        where |= Q(school_id=held.school_id, school_class__cohorts__cohort=held.cohort)
    return where


def can_replace_sheet(by: Actor, class_id: int) -> bool:
    """The homeroom teacher replaces the address of the class's sheet."""
    return any(held.class_id == class_id for held in by.holds(Role.HOMEROOM))


def can_settle(by: Actor, klass: ClassNow) -> bool:
    """The homeroom teacher of the class, and the head of its grade."""
    if any(held.class_id == klass.id for held in by.holds(Role.HOMEROOM)):
        return True
    return any(
        held.school_id == klass.school_id and held.cohort in dict(klass.grades) for held in by.holds(Role.GRADE_HEAD)
    )
