"""Giving out and replacing the address of a class's evening sheet."""

import datetime as dt
from collections.abc import Callable, Iterable

from django.db import transaction

from shuangjian.audit.operations import CHANGED, Subject, record
from shuangjian.homework.access import can_replace_sheet
from shuangjian.homework.models import SheetAddress
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import NotAllowed
from shuangjian.schools.queries import ClassNow

TOKEN_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
TOKEN_LENGTH = 20  # 98 bits: cannot be guessed, can still be typed from paper


def new_token(choose: Callable[[str], str]) -> str:
    """An address such as `7k3f-qx2m-9wtb-h4cn-p8vd`."""
    signs = "".join(choose(TOKEN_ALPHABET) for _ in range(TOKEN_LENGTH))
    return "-".join(signs[i : i + 4] for i in range(0, TOKEN_LENGTH, 4))


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


def replace_sheet_address(*, by: Actor, at: dt.datetime, klass: ClassNow, choose: Callable[[str], str]) -> str:
    """Make the present address void and give out another. For the homeroom teacher."""
    if not can_replace_sheet(by, klass.id):
        raise NotAllowed("作业单的地址由班主任更换。")
    token = new_token(choose)
    with transaction.atomic():
        SheetAddress.objects.filter(school_class_id=klass.id, replaced_at=None).update(replaced_at=at)
        SheetAddress.objects.create(school_id=klass.school_id, school_class_id=klass.id, token=token, issued_at=at)
        record(
            by=by,
            at=at,
            name="homework.replace_sheet_address",
            on=Subject("class", klass.id, klass.label, klass.place_path, klass.school_id, klass.id),
            after={"address": CHANGED},
        )
    return token
