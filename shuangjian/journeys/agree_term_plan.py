"""A grade's plan as it stands in the form is kept and agreed in one act: both, or neither."""

import datetime as dt

from django.db import transaction

from shuangjian.audit.operations import Request
from shuangjian.homework.operations import PlanMinutes, agree_plan, save_plan
from shuangjian.kernel.actor import Actor


def agree_term_plan(
    *, by: Actor, at: dt.datetime, plan_id: int, minutes: PlanMinutes, since: dt.date, request: Request
) -> None:
    """Raises InvalidInput, Refused, NotVisible and NotAllowed as the two operations do; nothing is kept then."""
    with transaction.atomic():
        save_plan(by=by, at=at, plan_id=plan_id, minutes=minutes)
        agree_plan(by=by, at=at, plan_id=plan_id, since=since, request=request)
