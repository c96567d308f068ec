"""到点就睡: a family ends its child's evening at bedtime; what was left counts as done."""

import datetime as dt
from collections.abc import Collection

from django.db import IntegrityError, transaction

from shuangjian.audit.operations import Request, record
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.refusal import NotVisible, Refused
from shuangjian.timing import access
from shuangjian.timing.models import Stop, StoppedWork
from shuangjian.timing.operations.membership import ON_ONESELF
from shuangjian.timing.queries.bedtimes import Ending, endings, works_to_stop
from shuangjian.timing.rules.refusals import evening_goes_on, not_bedtime, stop_stands


def ending_for(by: Actor, pupil_id: int, at: dt.datetime) -> Ending:
    """The evening that a child is in. Raises NotVisible for who is not its guardian, or where it is in none."""
    access.check_may_end(by, pupil_id)
    held = [ward for ward in by.holds(Role.GUARDIAN) if ward.pupil_id == pupil_id]
    found = endings(held, at).get(pupil_id)
    if found is None:
        raise NotVisible(f"evening of {pupil_id}")
    return found


def end_evening(
    *, by: Actor, at: dt.datetime, pupil_id: int, unfinished: Collection[int], tell_teacher: bool, request: Request
) -> bool:
    """End the evening; `unfinished` are publications of it, `tell_teacher` lets the homeroom teacher see whose evening
    it was. False where another guardian, or an earlier tap, has ended it: that stands.

    Raises NotVisible; Refused before bedtime, and on a night after which no school is held.
    """
    ending = ending_for(by, pupil_id, at)
    if ending.stopped_at is not None:
        return False
    if not ending.is_last_night:
        raise Refused(evening_goes_on(ending.span.until, ending.clauses))
    if not ending.is_open:
        raise Refused(not_bedtime(ending.bedtime, ending.clauses))
    left = [item.publication_id for item in works_to_stop(ending, at) if item.publication_id in set(unfinished)]
    try:
        with transaction.atomic():
            _write(ending, left, tell_teacher, by, at)
            record(by=Actor(by.person_id, "家长"), at=at, name="timing.end_evening", on=ON_ONESELF, request=request)
    except IntegrityError:
        return False
    return True


def _write(ending: Ending, left: list[int], tell_teacher: bool, by: Actor, at: dt.datetime) -> None:
    school_id = ending.klass.school_id
    stop = Stop.objects.create(
        school_id=school_id,
        school_class_id=ending.klass.id,
        grade=ending.grade,
        date=ending.span.date,
        pupil_id=ending.pupil_id,
        stopped_by_id=by.somebody,
        at=at,
        tell_teacher=tell_teacher,
    )
    StoppedWork.objects.bulk_create(
        StoppedWork(school_id=school_id, stop=stop, publication_id=publication_id) for publication_id in left
    )


def take_back_stop(*, by: Actor, at: dt.datetime, pupil_id: int, request: Request) -> bool:
    """The child goes on after all, or the boxes were wrong: until five in the morning. False where nothing stood.

    Raises NotVisible; Refused once the night is over.
    """
    ending = ending_for(by, pupil_id, at)
    if not ending.is_open:
        raise Refused(stop_stands())
    with transaction.atomic():
        deleted, _ = Stop.objects.filter(pupil_id=pupil_id, date=ending.span.date).delete()
        if deleted:
            record(by=Actor(by.person_id, "家长"), at=at, name="timing.take_back_stop", on=ON_ONESELF, request=request)
    return bool(deleted)
