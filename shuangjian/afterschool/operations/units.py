"""Units of a programme: added, changed and removed until it is announced; more seats once it is drawn."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Max

from shuangjian.afterschool.models import Draw, Programme, Unit
from shuangjian.afterschool.operations.planning import lock_plan, lock_programme, subject_of
from shuangjian.afterschool.rules.planning_refusals import not_drawn_yet, unit_was_closed
from shuangjian.afterschool.rules.units import MOST_SEATS, UnitSpec, mistakes_in_unit
from shuangjian.afterschool.rules.weekdays import mask_of, weekdays_label
from shuangjian.audit.operations import Request, record
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput, NotVisible, Refused
from shuangjian.people.queries import staff_of_school
from shuangjian.schools.queries import SchoolFacts


def add_units(
    *, by: Actor, at: dt.datetime, programme_id: int, specs: Sequence[UnitSpec], request: Request
) -> list[Unit]:
    """Add units, all or none. Raises NotVisible, NotAllowed, Refused once it is announced; InvalidInput with the first
    mistake under each field, or, for several units, under `lines`."""
    with transaction.atomic():
        row, school = lock_plan(by, programme_id)
        taken, staff = {(u.name, u.weekdays) for u in row.units.all()}, _staff(school, at)
        for spec in specs:
            _check(spec, school, staff, taken)
            taken.add((spec.name.strip(), mask_of(spec.weekdays)))
        last = row.units.aggregate(last=Max("number"))["last"] or 0
        units = Unit.objects.bulk_create(
            fill_unit(Unit(programme=row, school_id=school.id, number=number), spec)
            for number, spec in enumerate(specs, last + 1)
        )
        record(
            by=by,
            at=at,
            name="afterschool.add_units",
            on=subject_of(row, school),
            after={"names": [unit.name for unit in units]},
            request=request,
        )
    return units


def change_unit(
    *, by: Actor, at: dt.datetime, programme_id: int, number: int, spec: UnitSpec, request: Request
) -> Unit:
    """Change a unit. Raises NotVisible, NotAllowed, InvalidInput by field, Refused once it is announced."""
    with transaction.atomic():
        row, school = lock_plan(by, programme_id)
        unit = _unit(row, number)
        others = {(u.name, u.weekdays) for u in row.units.exclude(pk=unit.pk)}
        _check(spec, school, _staff(school, at), others)
        before = _in_words(unit)
        fill_unit(unit, spec).save()
        record(
            by=by,
            at=at,
            name="afterschool.change_unit",
            on=subject_of(row, school),
            before=before,
            after=_in_words(unit),
            request=request,
        )
    return unit


def remove_unit(*, by: Actor, at: dt.datetime, programme_id: int, number: int, request: Request) -> str:
    """Take a unit out; returns its name. Raises NotVisible, NotAllowed, Refused once it is announced."""
    with transaction.atomic():
        row, school = lock_plan(by, programme_id)
        unit = _unit(row, number)
        unit.delete()
        on = subject_of(row, school)
        record(by=by, at=at, name="afterschool.remove_unit", on=on, before={"name": unit.name}, request=request)
    return unit.name


def raise_capacity(*, by: Actor, at: dt.datetime, programme_id: int, number: int, more: int, request: Request) -> Unit:
    """Give a unit more seats after the draw: whoever waits is offered them in the order of the draw, and nobody loses
    one. Raises NotVisible, NotAllowed, InvalidInput, Refused before the draw and for a unit that the draw closed."""
    with transaction.atomic():
        row, school = lock_programme(by, programme_id)
        unit = _unit(row, number)
        if not Draw.objects.filter(programme=row, drawn_at__isnull=False).exists():
            raise Refused(not_drawn_yet())
        if unit.closed_at is not None:
            raise Refused(unit_was_closed(unit.name))
        if not 1 <= more <= MOST_SEATS - unit.capacity:
            raise InvalidInput({"more": "请写要加几个名额，比如5。"})
        Unit.objects.filter(pk=unit.pk).update(capacity=F("capacity") + more)
        record(
            by=by,
            at=at,
            name="afterschool.raise_capacity",
            on=subject_of(row, school),
            before={"name": unit.name, "capacity": unit.capacity},
            after={"capacity": unit.capacity + more},
            request=request,
        )
    unit.refresh_from_db()
    return unit


def _unit(row: Programme, number: int) -> Unit:
    unit = row.units.select_for_update().filter(number=number).first()
    if unit is None:
        raise NotVisible(f"unit {number}")
    return unit


def _staff(school: SchoolFacts, at: dt.datetime) -> set[int]:
    return set(staff_of_school(school.id, shanghai_date(at)).values_list("pk", flat=True))


def _check(spec: UnitSpec, school: SchoolFacts, staff: set[int], taken: set[tuple[str, int]]) -> None:
    errors = mistakes_in_unit(spec, school.grades)
    if not errors and (spec.name.strip(), mask_of(spec.weekdays)) in taken:
        errors["name"] = f"{weekdays_label(spec.weekdays)}已经有一项“{spec.name.strip()}”，请换个名称，比如加上年级。"
    if spec.leader_id is not None and spec.leader_id not in staff:
        errors["leader"] = "请选一位本校的老师，或者写校外的老师。"
    if errors:
        raise InvalidInput(errors)


def fill_unit(unit: Unit, spec: UnitSpec) -> Unit:
    """The unit as its specification says it; not saved."""
    unit.kind, unit.name, unit.about = spec.kind, spec.name.strip(), spec.about.strip()
    unit.weekdays, unit.first_grade, unit.last_grade = mask_of(spec.weekdays), spec.first_grade, spec.last_grade
    unit.capacity, unit.minimum, unit.room_need = spec.capacity, spec.minimum, spec.room_need
    unit.leader_id, unit.outside_leader = spec.leader_id, spec.outside_leader.strip()
    return unit


def _in_words(unit: Unit) -> dict[str, object]:
    """What the record keeps of a unit: all but who leads it."""
    return {
        "name": unit.name,
        "weekdays": unit.weekdays,
        "grades": [unit.first_grade, unit.last_grade],
        "capacity": unit.capacity,
        "minimum": unit.minimum,
    }
