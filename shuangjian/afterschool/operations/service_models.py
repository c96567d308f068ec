"""Service models: what a bureau asks of the programmes below it, in named parts."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from shuangjian.afterschool.access import check_can_state_service
from shuangjian.afterschool.models import ModelPart, ServiceModel
from shuangjian.afterschool.rules.service_model import StatedPart
from shuangjian.afterschool.rules.stating_models import mistakes_in_parts
from shuangjian.audit.operations import Request, Subject, record
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import InvalidInput
from shuangjian.schools.operations import lock_place
from shuangjian.schools.queries import known_place

LONGEST_NAME, LONGEST_SOURCE = 40, 200


def state_service_model(
    *,
    by: Actor,
    at: dt.datetime,
    place_id: int,
    name: str,
    source: str,
    since: dt.date,
    parts: Sequence[StatedPart],
    request: Request,
) -> ServiceModel:
    """State the model of a place from a date on; the one before ends that day. Without parts it asks nothing.

    Raises NotVisible, NotAllowed, InvalidInput by field (`part-2` for the second part).
    """
    here = known_place(place_id)
    check_can_state_service(by, here.path, here.kind)
    errors = _mistakes(name, source) | mistakes_in_parts(parts)
    with transaction.atomic():
        lock_place(here.pk)
        before = ServiceModel.objects.filter(place_id=here.pk, until=None).first()
        if before is not None and since < before.since:
            errors["since"] = f"现在的一版是{before.since:%Y-%m-%d}起的，新的一版不能更早。"
        if errors:
            raise InvalidInput(errors)
        ServiceModel.objects.filter(pk__in=[before.pk] if before else []).update(until=since)
        row = ServiceModel.objects.create(
            place_id=here.pk, name=name, source=source, since=since, stated_at=at, stated_by_id=by.person_id
        )
        ModelPart.objects.bulk_create(_part(row, number, part) for number, part in enumerate(parts, 1))
        after = {"since": since, "parts": len(parts)}
        record(
            by=by,
            at=at,
            name="afterschool.state_service_model",
            on=Subject("service_model", row.pk, name, here.path),
            before={"name": before.name} if before else {},
            after=after,
            request=request,
        )
    return row


def _mistakes(name: str, source: str) -> dict[str, str]:
    errors = {}
    if not 1 <= len(name) <= LONGEST_NAME:
        errors["name"] = f"请写这个模式的名称，{LONGEST_NAME}个字以内，比如：六三三。"
    if len(source) > LONGEST_SOURCE:
        errors["source"] = f"出处请写在{LONGEST_SOURCE}个字以内。"
    return errors


def _part(row: ServiceModel, number: int, part: StatedPart) -> ModelPart:
    return ModelPart(
        service_model=row,
        number=number,
        name=part.name,
        requirement=part.requirement,
        kind=part.kind or "",
        least=part.least,
        by=part.by,
        words=part.words,
    )
