"""Stating when work normally ends in a county or the city: what the end of after-school service is held against."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from shuangjian.audit.operations import Request, Subject, record
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import InvalidInput
from shuangjian.policy.access import check_can_state_hours
from shuangjian.policy.models import OffWorkTime
from shuangjian.policy.models.off_work import EARLIEST, LATEST
from shuangjian.policy.queries.off_work import hours_of

if TYPE_CHECKING:
    from shuangjian.schools.models import Place


def state_off_work_time(
    *,
    by: Actor,
    at: dt.datetime,
    place: "Place",
    time: dt.time,
    source: str,
    since: dt.date,
    request: Request | None = None,
) -> OffWorkTime:
    """State it from a date on, until the place says otherwise; what was said for that same date before is corrected.

    Raises InvalidInput when a field cannot be read, NotVisible or NotAllowed for who may not say it.
    """
    check_can_state_hours(by, place.kind, place.path)
    errors = {}
    if not EARLIEST <= time <= LATEST:
        errors["time"] = f"下班时间要在{EARLIEST.hour}:00到{LATEST.hour}:00之间，比如18:00。"
    if not source.strip():
        errors["source"] = "请写哪份文件里说的，比如《濮阳县机关作息时间》。"
    if errors:
        raise InvalidInput(errors)
    with transaction.atomic():
        before = hours_of([place.id], since).get(place.id)
        stated, _ = OffWorkTime.objects.update_or_create(
            place_id=place.id,
            since=since,
            defaults={"time": time, "source": source.strip(), "stated_by_id": by.person_id, "stated_at": at},
        )
        record(
            by=by,
            at=at,
            name="policy.state_off_work_time",
            on=Subject("place", place.id, place.name, place.path),
            before={"time": before and f"{before.time:%H:%M}"},
            after={"time": f"{time:%H:%M}", "since": since, "source": source.strip()},
            request=request,
        )
    return stated
