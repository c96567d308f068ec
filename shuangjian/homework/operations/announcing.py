"""Announcing large work for a class of one's own, changing what was announced, taking it back."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from shuangjian.audit.operations import Request, outcome_of, record
from shuangjian.audit.operations import Subject as On
from shuangjian.homework.access import get_announcement_to_change
from shuangjian.homework.models import Announcement
from shuangjian.homework.operations.planning import Ground, Target, seat
from shuangjian.homework.operations.twins import first_of_twins
from shuangjian.homework.operations.weighing_dates import Weighed, weigh_dates
from shuangjian.homework.queries.announcements import dates_of
from shuangjian.homework.rules import (
    KINDS_OF_LARGE,
    LONGEST_TIER_MINUTES,
    MOST_EVENINGS,
    AnnouncementState,
    Large,
    is_enough,
    may_become,
)
from shuangjian.homework.rules.notice_refusals import (
    already_fixed,
    announced_already,
    no_longer_announced,
)
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.refusal import InvalidInput, Refused
from shuangjian.kernel.subject import Subject

LONGEST_TITLE, LONGEST_REASON = 80, 200


def announce(
    *,
    by: Actor,
    at: dt.datetime,
    class_id: int,
    grade: int,
    subject: str,
    kind: str,
    title: str,
    date: dt.date,
    evenings: int = 1,
    minutes: int,
    counts: bool = True,
    reason: str = "",
    request: Request,
) -> Announcement:
    """Announce large work for the evening of a date and those that follow, so many minutes on each. With a `reason` it
    may come later than the school asks; it then waits until academic affairs allows it.

    The same request again is told its first announcement. Raises NotVisible; InvalidInput by field; Refused with every
    reason.
    """
    ground = Ground({class_id}, at)
    _check_input(subject, kind, title, minutes, evenings, reason)
    seated = seat(by, ground, subject, Target(class_id, grade, (date,)))
    if seated.klass is None or seated.refusals:
        raise Refused(*seated.refusals)
    done = outcome_of(by, request)
    if done is not None:
        return Announcement.objects.get(pk=done["announcement"])
    weighed = weigh_dates(ground, seated.klass, grade, date, evenings, minutes, counts=counts)
    if weighed.refusals or (weighed.too_late and not reason.strip()):
        raise Refused(*weighed.refusals, *([weighed.too_late] if weighed.too_late else []))
    row = Announcement(
        school_id=seated.klass.school_id, school_class_id=class_id, grade=grade, subject=subject, kind=kind,
        title=title.strip(), counts=counts, reason=reason.strip(), announced_at=at, announced_by_id=by.somebody,
    )  # fmt: skip
    _follow(row, weighed)

    def act() -> None:
        row.save(force_insert=True)
        record_announcement(by, at, "homework.announce", row, seated.label, request, {"reason": row.reason})

    return _once(by, request, row, seated.label, act)


def change_announcement(
    *, by: Actor, at: dt.datetime, announcement_id: int, date: dt.date, evenings: int, minutes: int, request: Request
) -> Announcement:
    """Give it other dates or minutes: freely while it is a proposal, later or less once it is fixed.

    Raises NotVisible, NotAllowed, InvalidInput; Refused where it has been set or withdrawn, or may not change so.
    """
    row = get_announcement_to_change(by, announcement_id)
    return change(by, at, row, date, evenings, minutes, "homework.change_announcement", request, {}, {})


def withdraw_announcement(*, by: Actor, at: dt.datetime, announcement_id: int, request: Request) -> Announcement:
    """Take it back, at any time before it is set. Raises NotVisible, NotAllowed; Refused where it has been set."""
    row = get_announcement_to_change(by, announcement_id)
    if outcome_of(by, request) is not None:
        return row
    label = label_of(Ground({row.school_class_id}, at), row)

    def act() -> None:
        standing = Announcement.objects.filter(pk=row.pk, state=AnnouncementState.STANDING, publication=None)
        if not standing.update(state=AnnouncementState.WITHDRAWN):
            raise Refused(no_longer_announced())
        record_announcement(by, at, "homework.withdraw_announcement", row, label, request, {})

    return _once(by, request, row, label, act)


def change(
    by: Actor,
    at: dt.datetime,
    row: Announcement,
    date: dt.date,
    evenings: int | None,
    minutes: int | None,
    name: str,
    request: Request,
    also: dict[str, Any],
    after: dict[str, Any],
    role: Role = Role.SUBJECT_TEACHER,
) -> Announcement:
    """Move a row under its lock, `also` setting other fields of it; as many evenings and minutes as before where None
    are given. What it is held to is read from the row that is held."""
    if outcome_of(by, request) is not None:
        return row
    ground = Ground({row.school_class_id}, at)
    klass, label = ground.classes.get(row.school_class_id), label_of(ground, row)
    if klass is None:
        raise Refused(no_longer_announced())
    lasts = row.evenings if evenings is None else evenings
    each = row.minutes if minutes is None else minutes
    _check_input(row.subject, row.kind, row.title, each, lasts, "")
    weighed = weigh_dates(ground, klass, row.grade, date, lasts, each, counts=row.counts)

    def act() -> None:
        held = Announcement.objects.select_for_update().get(pk=row.pk)
        before, fixed = dates_of(held), ground.today >= held.fixes_on
        if held.state != AnnouncementState.STANDING or held.publication_id is not None:
            raise Refused(no_longer_announced())
        if not may_become(before, weighed.dates, fixed=fixed):
            raise Refused(already_fixed(held.fixes_on))
        late = not is_enough(_days(held, weighed), weighed.needed, bool(held.allowed_at or held.reason))
        if weighed.refusals or (late and weighed.too_late):
            raise Refused(*weighed.refusals, *([weighed.too_late] if late and weighed.too_late else []))
        _follow(held, weighed, fixed=fixed)
        for field, value in also.items():
            setattr(held, field, value)
        held.save()
        told = {"date": before.date, "minutes": before.minutes}
        record_announcement(by, at, name, held, label, request, after, told, role)

    _once(by, request, row, label, act)
    row.refresh_from_db()
    return row


def _once(by: Actor, request: Request, row: Announcement, label: str, act: Callable[[], None]) -> Announcement:
    """A twin of the request tells its own; another work of the subject on the same evening refuses."""
    done = first_of_twins(by, request, act, lambda: announced_already(label, row.subject, row.date))
    return Announcement.objects.get(pk=done["announcement"]) if done else row


def record_announcement(
    by: Actor,
    at: dt.datetime,
    name: str,
    row: Announcement,
    label: str,
    request: Request,
    after: dict[str, Any],
    before: dict[str, Any] | None = None,
    role: Role | None = Role.SUBJECT_TEACHER,
) -> None:
    """Add an act on an announcement: which work, on which dates."""
    held = next((h for h in by.roles if h.school_id == row.school_id), None)
    path = held.place_path if held else "/"
    record(
        by=by,
        at=at,
        name=name,
        on=On("announcement", row.pk, row.title, path, row.school_id, row.school_class_id),
        before=before,
        after={
            "class": label,
            "subject": Subject(row.subject).label,
            "kind": Large(row.kind).label,
            "date": row.date,
            "last": row.last,
            "minutes": row.minutes,
            "days": row.days,
        }
        | after,
        request=request,
        outcome={"announcement": row.pk},
        role=role,
    )


def label_of(ground: Ground, row: Announcement) -> str:
    klass = ground.classes.get(row.school_class_id)
    return klass.label if klass else "一个班"


def _days(row: Announcement, weighed: Weighed) -> int:
    """The notice that a row has on other dates: what it had, if they come no sooner; counted anew where they do."""
    return max(row.days, weighed.days) if weighed.dates.date >= row.date else weighed.days


def _follow(row: Announcement, weighed: Weighed, *, fixed: bool = False) -> None:
    """Write dates into a row. What is fixed stays so."""
    row.days = _days(row, weighed) if row.pk else weighed.days
    row.date, row.last, row.minutes = weighed.dates.date, weighed.dates.last, weighed.dates.minutes
    row.evenings = weighed.evenings
    row.needed, row.provisional = weighed.needed, weighed.provisional
    row.fixes_on = row.fixes_on if fixed else weighed.fixes_on


def _check_input(subject: str, kind: str, title: str, minutes: int, evenings: int, reason: str) -> None:
    errors: dict[str, str] = {}
    if subject not in set(Subject):
        errors["subject"] = "请选一个学科。"
    if kind not in set(KINDS_OF_LARGE):
        errors["kind"] = "请选大作文、试卷或项目。"
    if not title.strip() or len(title.strip()) > LONGEST_TITLE or not title.isprintable():
        errors["title"] = f"请写单元或题目，一行，最多{LONGEST_TITLE}个字。"
    if not 1 <= minutes <= LONGEST_TIER_MINUTES:
        errors["minutes"] = f"每晚的分钟要在1到{LONGEST_TIER_MINUTES}之间。"
    if not 1 <= evenings <= MOST_EVENINGS:
        errors["evenings"] = f"晚数要在1到{MOST_EVENINGS}之间。"
    if len(reason.strip()) > LONGEST_REASON or not reason.isprintable():
        errors["reason"] = f"写一行，最多{LONGEST_REASON}个字。"
    if errors:
        raise InvalidInput(errors)
