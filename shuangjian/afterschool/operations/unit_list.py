"""All units of a planned programme at once, as a program that keeps a school's activities sends them."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from shuangjian.afterschool.models import Unit
from shuangjian.afterschool.operations.planning import lock_plan, subject_of
from shuangjian.afterschool.operations.units import fill_unit
from shuangjian.afterschool.rules.units import UnitSpec, mistakes_in_unit
from shuangjian.afterschool.rules.weekdays import mask_of, weekdays_label
from shuangjian.audit.operations import Request, record
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput
from shuangjian.people.queries import staff_of_school
from shuangjian.schools.queries import SchoolFacts


@dataclass(frozen=True)
class NumberedSpec:
    """A unit that keeps the `number` it has, or, without one, a new unit."""

    number: int | None
    spec: UnitSpec


def set_units(
    *, by: Actor, at: dt.datetime, programme_id: int, units: Sequence[NumberedSpec], request: Request
) -> list[Unit]:
    """Let a programme have these units and no others; nothing is changed unless all can stand. What it offered and is
    not named any more is gone.

    Raises NotVisible, NotAllowed, Refused once it is announced, and InvalidInput with every mistake, under
    `units.<place in the list>.<field>`.
    """
    with transaction.atomic():
        row, school = lock_plan(by, programme_id)
        before = {unit.number: unit.name for unit in row.units.all()}
        if errors := _mistakes(units, before.keys(), school, at):
            raise InvalidInput(errors)
        fresh = iter(range(max(before, default=0) + 1, max(before, default=0) + 1 + len(units)))
        row.units.all().delete()
        rows = Unit.objects.bulk_create(
            fill_unit(
                Unit(programme=row, school_id=school.id, number=next(fresh) if one.number is None else one.number),
                one.spec,
            )
            for one in units
        )
        record(
            by=by,
            at=at,
            name="afterschool.set_units",
            on=subject_of(row, school),
            before={"units": len(before)},
            after={"names": [unit.name for unit in rows]},
            request=request,
        )
    return rows


def _mistakes(
    units: Sequence[NumberedSpec], known: Collection[int], school: SchoolFacts, at: dt.datetime
) -> dict[str, str]:
    staff = set(staff_of_school(school.id, shanghai_date(at)).values_list("pk", flat=True))
    numbers: set[int] = set()
    names: set[tuple[str, int]] = set()
    errors: dict[str, str] = {}
    for place, (number, spec) in enumerate((one.number, one.spec) for one in units):
        mistakes = mistakes_in_unit(spec, school.grades)
        if number is not None and (number not in known or number in numbers):
            mistakes["number"] = "没有这个编号的活动，或者写了两遍。新的活动不写编号。"
        if spec.leader_id is not None and spec.leader_id not in staff:
            mistakes["leader_id"] = "请写一位本校的老师，或者写校外的老师。"
        key = spec.name.strip(), mask_of(spec.weekdays)
        if key in names:
            mistakes.setdefault("name", f"{weekdays_label(spec.weekdays)}已经有一项“{key[0]}”，请换个名称。")
        names.add(key)
        numbers |= {number} if number is not None else set()
        errors |= {f"units.{place}.{field}": words for field, words in mistakes.items()}
    return errors
