"""Giving out and replacing the address of a class's evening sheet."""

import datetime as dt
from collections.abc import Callable, Iterable

from django.db import transaction

from shuangjian.audit.operations import CHANGED, Request, Subject, outcome_of, record
from shuangjian.homework.access import can_replace_sheet
from shuangjian.homework.models import SheetAddress
from shuangjian.homework.rules import TOKEN_ALPHABET, TOKEN_LENGTH, grouped
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import NotAllowed
from shuangjian.schools.queries import ClassNow


def new_token(choose: Callable[[str], str]) -> str:
    """An address such as `7k3f-qx2m-9wtb-h4cn-p8vd`."""
    return grouped("".join(choose(TOKEN_ALPHABET) for _ in range(TOKEN_LENGTH)))


def ensure_sheet_addresses(*, at: dt.datetime, classes: Iterable[tuple[int, int]], choose: Callable[[str], str]) -> int:
    """Give every (school, class) without an address one; returns how many were given."""
    wanted = {class_id: school_id for school_id, class_id in classes}
    have = set(
        SheetAddress.objects.filter(school_class_id__in=wanted, replaced_at=None).values_list(
            "school_class_id", flat=True
        )
    )
    new = [
        SheetAddress(school_id=school_id, school_class_id=class_id, token=new_token(choose), issued_at=at)
        for class_id, school_id in wanted.items()
        if class_id not in have
    ]
    SheetAddress.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def replace_sheet_address(
    *,
    by: Actor,
    at: dt.datetime,
    klass: ClassNow,
    old: str,
    choose: Callable[[str], str],
    request: Request | None = None,
) -> str | None:
    """Make the address `old` void and give out another; None when `old` had been replaced already, by this request or
    another. For the homeroom teacher."""
    if not can_replace_sheet(by, klass.id):
        raise NotAllowed("作业单的地址由班主任更换。")
    if request and outcome_of(by, request) is not None:
        return None
    token = new_token(choose)
    with transaction.atomic():
        standing = SheetAddress.objects.filter(school_class_id=klass.id, token=old, replaced_at=None)
        if not standing.update(replaced_at=at):
            return None
        SheetAddress.objects.create(school_id=klass.school_id, school_class_id=klass.id, token=token, issued_at=at)
        record(
            by=by,
            at=at,
            name="homework.replace_sheet_address",
            on=Subject("class", klass.id, klass.label, klass.place_path, klass.school_id, klass.id),
            after={"address": CHANGED},
            request=request,
        )
    return token
