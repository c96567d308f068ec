"""Who announces large work, who objects, who settles and allows."""

from shuangjian.homework.access.classes import can_settle, of_classes_known_to, teaches
from shuangjian.homework.models import Announcement
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import NotAllowed, NotVisible
from shuangjian.schools.access import can_lead_school
from shuangjian.schools.queries import ClassNow, class_by_id


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
    row = Announcement.objects.filter(of_classes_known_to(by), pk=announcement_id).first()
    klass = None if row is None else class_by_id(row.school_class_id, shanghai_date(row.announced_at))
    if row is None or klass is None:
        raise NotVisible(f"announcement {announcement_id}")
    return row, klass
