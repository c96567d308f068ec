"""Who may see and set homework. Homework names no pupil, yet only those it concerns may read it."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Q, QuerySet

from shuangjian.homework.models import (
    Announcement,
    Appeal,
    Assignment,
    Evening,
    Loan,
    MinutesRuling,
    Publication,
    SpotCheck,
    TermPlan,
    Tier,
)
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.grade import grade_at
from shuangjian.kernel.refusal import NotAllowed, NotVisible
from shuangjian.schools.access import LEADERS, OVERSIGHT, belongs_to_school, can_lead_school, check_can_lead_school
from shuangjian.schools.queries import ClassNow, SchoolFacts, class_by_id


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


def can_agree_plan(by: Actor, school_id: int, cohort: int) -> bool:
    """The head of the grade proposes and agrees its plan; academic affairs and the principal may."""
    return can_lead_school(by, school_id) or any(
        held.school_id == school_id and held.cohort == cohort for held in by.holds(Role.GRADE_HEAD)
    )


def can_see_plan(by: Actor, school: SchoolFacts, cohort: int, class_ids: Collection[int]) -> bool:
    """All who work with the grade, and oversight above; `class_ids` are the classes that hold the cohort."""
    if can_agree_plan(by, school.id, cohort) or by.holds_over(school.path, *OVERSIGHT):
        return True
    return any(held.class_id in class_ids for held in by.holds(Role.SUBJECT_TEACHER, Role.HOMEROOM))


def check_can_agree_plan(by: Actor, school_id: int, cohort: int) -> None:
    """Raises NotVisible for who does not work at the school, NotAllowed for who does."""
    if can_agree_plan(by, school_id, cohort):
        return
    if belongs_to_school(by, school_id):
        raise NotAllowed("年级的作业计划由年级组长、教务处或校长来定。")
    raise NotVisible(f"plan of {school_id}")


def get_plan_to_agree(by: Actor, plan_id: int) -> TermPlan:
    """Raises NotVisible and NotAllowed as above."""
    found = TermPlan.objects.filter(pk=plan_id).first()
    if found is None:
        raise NotVisible(f"plan {plan_id}")
    check_can_agree_plan(by, found.school_id, found.cohort)
    return found


def can_settle(by: Actor, klass: ClassNow) -> bool:
    """The homeroom teacher of the class, and the head of its grade."""
    if any(held.class_id == klass.id for held in by.holds(Role.HOMEROOM)):
        return True
    return any(
        held.school_id == klass.school_id and held.cohort in dict(klass.grades) for held in by.holds(Role.GRADE_HEAD)
    )


def get_loan_to_answer(by: Actor, loan_id: int) -> Loan:
    """For who teaches the lending subject to the class now. Raises NotVisible, NotAllowed."""
    loan = get_loan_for(by, loan_id)
    if not teaches(by, loan.evening.school_class_id, loan.lender):
        raise NotAllowed("借不借由被借的那一科的老师说。")
    return loan


def get_loan_to_take_back(by: Actor, loan_id: int) -> Loan:
    """For who teaches the borrowing subject to the class now. Raises NotVisible, NotAllowed."""
    loan = get_loan_for(by, loan_id)
    if not teaches(by, loan.evening.school_class_id, loan.borrower):
        raise NotAllowed("问的那一科的老师可以不借了。")
    return loan


def get_loan_for(by: Actor, loan_id: int) -> Loan:
    """A loan of a class that the actor works with or oversees. Raises NotVisible."""
    evenings = Evening.objects.filter(_of_classes_known_to(by)).values("pk")
    loan = Loan.objects.filter(pk=loan_id, evening__in=evenings).select_related("evening").first()
    if loan is None:
        raise NotVisible(f"loan {loan_id}")
    return loan


def can_announce(by: Actor) -> bool:
    """Whoever teaches a class announces large work for it."""
    return bool(by.holds(Role.SUBJECT_TEACHER))


def can_change_announcement(by: Actor, class_id: int, subject: str) -> bool:
    """Whoever teaches the subject to the class now: an author who left has a successor."""
    return teaches(by, class_id, subject)


def can_object_to(by: Actor, klass: ClassNow, author_id: int) -> bool:
    """The colleagues of the class: who teaches it, its homeroom teacher and the head of its grade; not its author."""
    if by.person_id == author_id:
        return False
    taught = any(held.class_id == klass.id for held in by.holds(Role.SUBJECT_TEACHER))
    return taught or can_settle(by, klass)


def get_announcement_to_change(by: Actor, announcement_id: int) -> Announcement:
    """Raises NotVisible, NotAllowed."""
    row, _ = _announcement_known_to(by, announcement_id)
    if not can_change_announcement(by, row.school_class_id, row.subject):
        raise NotAllowed("预告由教这一科的老师来改。")
    return row


def get_announcement_to_object_to(by: Actor, announcement_id: int) -> Announcement:
    """Raises NotVisible, NotAllowed."""
    row, klass = _announcement_known_to(by, announcement_id)
    if not can_object_to(by, klass, row.announced_by_id):
        raise NotAllowed("有没有冲突，由教这个班的其他老师、班主任和年级组长说。")
    return row


def get_announcement_to_settle(by: Actor, announcement_id: int) -> tuple[Announcement, bool]:
    """The row, and whether the actor is homeroom teacher of its class. Raises NotVisible, NotAllowed."""
    row, klass = _announcement_known_to(by, announcement_id)
    if not can_settle(by, klass):
        raise NotAllowed("两份大作业碰在一起，由班主任或年级组长来定。")
    return row, any(held.class_id == klass.id for held in by.holds(Role.HOMEROOM))


def get_announcement_to_allow(by: Actor, announcement_id: int) -> Announcement:
    """Raises NotVisible, NotAllowed."""
    row, _ = _announcement_known_to(by, announcement_id)
    if not can_lead_school(by, row.school_id):
        raise NotAllowed("来不及预告够天数的，由教务处或校长同意。")
    return row


def _announcement_known_to(by: Actor, announcement_id: int) -> tuple[Announcement, ClassNow]:
    row = Announcement.objects.filter(_of_classes_known_to(by), pk=announcement_id).first()
    klass = None if row is None else class_by_id(row.school_class_id, shanghai_date(row.announced_at))
    if row is None or klass is None:
        raise NotVisible(f"announcement {announcement_id}")
    return row, klass


def get_appeal_for(by: Actor, appeal_id: int) -> Appeal:
    """An appeal of one's own, or of a school that one leads. Raises NotVisible."""
    found = Appeal.objects.filter(pk=appeal_id).select_related("appealed_by", "answered_by").first()
    if found is None or not (found.appealed_by_id == by.person_id or can_lead_school(by, found.school_id)):
        raise NotVisible(f"appeal {appeal_id}")
    return found


def get_appeal_to_answer(by: Actor, appeal_id: int) -> tuple[Appeal, str]:
    """An appeal, for those who lead its school, and the path of that school. Raises NotVisible, NotAllowed."""
    found = Appeal.objects.filter(pk=appeal_id).select_related("school__place").first()
    if found is None:
        raise NotVisible(f"appeal {appeal_id}")
    path = found.school.place.path
    check_can_lead_school(by, found.school_id, path)
    return found, path


def get_ruling_for(by: Actor, ruling_id: int) -> MinutesRuling:
    """What the actor asked to have set, or was asked at a school that the actor leads. Raises NotVisible."""
    told = ("asked_by", "answered_by", "assignment")
    found = MinutesRuling.objects.filter(pk=ruling_id).select_related(*told).first()
    if found is None or not (found.asked_by_id == by.person_id or can_lead_school(by, found.school_id)):
        raise NotVisible(f"ruling {ruling_id}")
    return found


def get_ruling_to_answer(by: Actor, ruling_id: int) -> tuple[MinutesRuling, str]:
    """What a teacher asked to have set, for those who lead the school, and its path. Raises NotVisible, NotAllowed."""
    found = MinutesRuling.objects.filter(pk=ruling_id).select_related("school__place", "assignment").first()
    if found is None:
        raise NotVisible(f"ruling {ruling_id}")
    path = found.school.place.path
    check_can_lead_school(by, found.school_id, path)
    return found, path


def grades_checked(by: Actor, school_id: int, path: str, date: dt.date) -> frozenset[int] | None:
    """Whose week the actor checks: None for the whole school, which its leaders do; otherwise the grades, on a date,
    that the actor heads. Raises NotVisible, NotAllowed for who works there or above without checking."""
    if can_lead_school(by, school_id):
        return None
    return _grades_headed(by, school_id, path, date, "这一周的检查由年级组、教务处和校长看。")


def grades_reviewed(by: Actor, school_id: int, path: str, date: dt.date) -> frozenset[int] | None:
    """Whose work the actor reviews before families see it: None for the whole school, otherwise the grades that the
    actor heads. Raises NotVisible, NotAllowed as above."""
    if can_lead_school(by, school_id):
        return None
    return _grades_headed(by, school_id, path, date, "作业由年级组长、教务处和校长审核。")


def schools_reviewed(by: Actor, date: dt.date) -> dict[int, frozenset[int] | None]:
    """The schools at which the actor reviews anything, each with what `grades_reviewed` says of it."""
    held = by.holds(*LEADERS, Role.GRADE_HEAD)
    return {h.school_id: grades_reviewed(by, h.school_id, h.place_path, date) for h in held if h.school_id is not None}


def _grades_headed(by: Actor, school_id: int, path: str, date: dt.date, otherwise: str) -> frozenset[int]:
    heads = [held.cohort for held in by.holds(Role.GRADE_HEAD) if held.school_id == school_id]
    if heads:
        return frozenset(grade_at(cohort, date) for cohort in heads if cohort is not None)
    if belongs_to_school(by, school_id) or by.holds_over(path, *OVERSIGHT):
        raise NotAllowed(otherwise)
    raise NotVisible(f"school {school_id}")


def get_spot_check_for(by: Actor, school_id: int, path: str, check_id: int) -> SpotCheck:
    """A draw, for those who lead its school. Raises NotVisible, NotAllowed."""
    check_can_lead_school(by, school_id, path)
    found = SpotCheck.objects.filter(pk=check_id, school_id=school_id).first()
    if found is None:
        raise NotVisible(f"spot check {check_id}")
    return found


def may_weigh(by: Actor, school_id: int) -> bool:
    """What of a week is to be weighed is for those who lead the school; a head of grade is a colleague."""
    return can_lead_school(by, school_id)


def check_reads_reports(by: Actor, school_id: int, path: str) -> None:
    """The monthly reports of a school: its leaders, and who oversees it. Raises NotVisible, NotAllowed."""
    if can_lead_school(by, school_id) or by.holds_over(path, *OVERSIGHT):
        return
    if belongs_to_school(by, school_id):
        raise NotAllowed("月报由校长和教务处看。")
    raise NotVisible(f"school {school_id}")


def reads_unsigned_reports(by: Actor, school_id: int) -> bool:
    """Oversight reads a report once it is signed; before that it is the school's own."""
    return can_lead_school(by, school_id)


def can_sign_report(by: Actor, school_id: int) -> bool:
    """The principal, who is the first responsible person, and nobody for the principal."""
    return any(held.school_id == school_id for held in by.holds(Role.PRINCIPAL))


def check_can_sign_report(by: Actor, school_id: int, path: str) -> None:
    """Raises NotVisible, NotAllowed."""
    check_reads_reports(by, school_id, path)
    if not can_sign_report(by, school_id):
        raise NotAllowed("月报由校长本人签。")
