"""What others have to say of announced large work: that it is in the way, that it moves, that it may come late."""

import datetime as dt

from django.db import IntegrityError, transaction

from shuangjian.audit.operations import Request, outcome_of
from shuangjian.homework.access import (
    get_announcement_to_allow,
    get_announcement_to_object_to,
    get_announcement_to_settle,
)
from shuangjian.homework.models import Announcement, Objection
from shuangjian.homework.operations.announcing import LONGEST_REASON, change, label_of, record_announcement
from shuangjian.homework.operations.planning import Ground
from shuangjian.homework.rules import AnnouncementState
from shuangjian.homework.rules.notice_refusals import (
    fixed_before_the_objection,
    no_longer_announced,
    nothing_to_allow,
    nothing_to_settle,
)
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.refusal import InvalidInput, NotAllowed, Refused


def object_to(*, by: Actor, at: dt.datetime, announcement_id: int, reason: str, request: Request) -> Announcement:
    """Say that its date is in the way, while it is a proposal: for its colleagues of the class, once a date.

    Raises NotVisible, NotAllowed, InvalidInput without a reason; Refused once it is fixed, set or withdrawn.
    """
    row = get_announcement_to_object_to(by, announcement_id)
    reason = _one_line(reason, "请用一句话写和什么冲突，老师们都看得到。")
    if outcome_of(by, request) is not None:
        return row
    ground = Ground({row.school_class_id}, at)
    try:
        with transaction.atomic():
            held = Announcement.objects.select_for_update().get(pk=row.pk)
            _check_standing(held)
            if ground.today >= held.fixes_on:
                raise Refused(fixed_before_the_objection(held.fixes_on))
            Objection.objects.create(
                school_id=held.school_id, announcement=held, date=held.date, reason=reason, said_at=at,
                said_by_id=by.somebody,
            )  # fmt: skip
            label = label_of(ground, held)
            record_announcement(by, at, "homework.object", held, label, request, {"reason": reason}, role=None)
    except IntegrityError:  # said before, by this very form or by an earlier one
        pass
    return row


def settle_announcement(
    *, by: Actor, at: dt.datetime, announcement_id: int, date: dt.date, reason: str, request: Request
) -> Announcement:
    """Move it to another date for all, with a word why: for the homeroom teacher of the class and the head of its
    grade, where it meets other large work of the class or a colleague has objected.

    Raises NotVisible, NotAllowed, InvalidInput without a reason; Refused as for its teacher, and where nothing meets.
    """
    row, homeroom = get_announcement_to_settle(by, announcement_id)
    reason = _one_line(reason, "请写一句为什么这样定，老师们都看得到。")
    if outcome_of(by, request) is not None:
        return row
    _check_standing(row)
    if not _meets(row) and not row.objections.filter(date=row.date).exists():
        raise Refused(nothing_to_settle())
    settled = {"settled_at": at, "settled_by_id": by.somebody, "settled_reason": reason}
    role = Role.HOMEROOM if homeroom else Role.GRADE_HEAD
    name = "homework.settle_announcement"
    return change(by, at, row, date, None, None, name, request, settled, {"reason": reason}, role=role)


def allow_announcement(*, by: Actor, at: dt.datetime, announcement_id: int, why: str, request: Request) -> Announcement:
    """Let it be set although it came late, with a word why: for academic affairs and the principal.

    Raises NotVisible, NotAllowed (also for one's own), InvalidInput; Refused where there is nothing (left) to allow.
    """
    row = get_announcement_to_allow(by, announcement_id)
    why = _one_line(why, "请用一句话写为什么同意，老师们都看得到。")
    if row.announced_by_id == by.person_id:
        raise NotAllowed("自己的预告，请另一位教务处老师或校长来同意。")
    if outcome_of(by, request) is not None:
        return row
    label = label_of(Ground({row.school_class_id}, at), row)
    with transaction.atomic():
        held = Announcement.objects.select_for_update().get(pk=row.pk)
        _check_standing(held)
        if held.allowed_at is not None or held.needed is None or held.days >= held.needed:
            raise Refused(nothing_to_allow())
        held.allowed_at, held.allowed_by_id = at, by.somebody
        held.save(update_fields=["allowed_at", "allowed_by"])
        record_announcement(by, at, "homework.allow_announcement", held, label, request, {"reason": why}, role=None)
    return held


def _meets(row: Announcement) -> bool:
    others = Announcement.objects.filter(
        school_class_id=row.school_class_id, grade=row.grade, state=AnnouncementState.STANDING,
        date__lte=row.last, last__gte=row.date,
    )  # fmt: skip
    return others.exclude(pk=row.pk).exists()


def _check_standing(row: Announcement) -> None:
    if row.state != AnnouncementState.STANDING or row.publication_id is not None:
        raise Refused(no_longer_announced())


def _one_line(text: str, missing: str) -> str:
    text = text.strip()
    if not text:
        raise InvalidInput({"reason": missing})
    if len(text) > LONGEST_REASON or not text.isprintable():
        raise InvalidInput({"reason": f"写一行，最多{LONGEST_REASON}个字。"})
    return text
