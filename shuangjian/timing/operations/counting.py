"""One number a class: how many of those present had finished at the end of the homework slot."""

import datetime as dt
from typing import Any

from django.db import transaction

from shuangjian.audit.operations import Request, Subject, record
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput, NotVisible, Refused
from shuangjian.people.queries import pupils_in
from shuangjian.schools.queries import ClassNow, calendar_at
from shuangjian.timing.access import check_can_count
from shuangjian.timing.models import ClassCount
from shuangjian.timing.rules.refusals import not_counted_today


def count_class(
    *,
    by: Actor,
    at: dt.datetime,
    klass: ClassNow,
    grade: int,
    date: dt.date,
    present: int | None,
    finished: int | None,
    request: Request,
) -> None:
    """Say, or on the same day correct, how many finished; the last word of the day stands.

    Raises NotVisible for a grade that the class does not hold, NotAllowed; Refused on any other day and where no school
    is held; InvalidInput for numbers that cannot be.
    """
    check_can_count(by, klass)
    if klass.cohort_in(grade) is None:
        raise NotVisible(f"grade {grade} of {klass.id}")
    if date != shanghai_date(at) or not calendar_at(klass.place_path).day(date).is_school_day:
        raise Refused(not_counted_today())
    told = _checked(present, finished, pupils_in([klass.id], date).get(klass.id, 0))
    where: dict[str, Any] = {"school_class_id": klass.id, "grade": grade, "date": date}
    with transaction.atomic():
        before = ClassCount.objects.select_for_update().filter(**where).values("present", "finished").first()
        ClassCount.objects.update_or_create(
            **where, defaults=told | {"school_id": klass.school_id, "counted_by_id": by.somebody, "at": at}
        )
        record(
            by=by,
            at=at,
            name="timing.count_class",
            on=Subject("class", klass.id, klass.label, klass.place_path, klass.school_id, klass.id),
            before=dict(before or {}),
            after=told | {"date": date},
            request=request,
            role=next((h.role for h in by.holds(Role.SUBJECT_TEACHER, Role.HOMEROOM) if h.class_id == klass.id), None),
        )


def _checked(present: int | None, finished: int | None, pupils: int) -> dict[str, int]:
    errors = {}
    if present is None or not 1 <= present <= pupils:
        errors["present"] = f"在场几人，请写1到{pupils}的整数。"
    if finished is None or finished < 0 or (present is not None and finished > present):
        errors["finished"] = "做完几人，请写0到在场人数的整数。"
    if present is None or finished is None or errors:
        raise InvalidInput(errors)
    return {"present": present, "finished": finished}
