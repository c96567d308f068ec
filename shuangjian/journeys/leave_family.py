"""A guardian leaves a child's page: what was answered about the child goes with the tie."""

import datetime as dt

from django.db import transaction

from shuangjian.kernel.actor import Actor
from shuangjian.people.operations import leave_family_page
from shuangjian.timing.operations import forget_child


def leave_family(*, by: Actor, at: dt.datetime, pupil_id: int) -> None:
    """Both or neither. Raises NotVisible for who is not the child's guardian."""
    with transaction.atomic():
        forget_child(by=by, at=at, pupil_id=pupil_id)
        leave_family_page(by=by, at=at, pupil_id=pupil_id)
