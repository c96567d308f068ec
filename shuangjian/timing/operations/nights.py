"""What a night found, kept: begun once, and its results written with its end in one transaction or not at all."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model

from shuangjian.audit.operations import Subject, record
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import NotAllowed
from shuangjian.timing.models import BandFactor, CellFactor, ClassSignal, Fitted, Run, SchoolFactor, TeacherFactor
from shuangjian.timing.rules import RunKind

AT_ONCE = 1_000


class NightTaken(Exception):
    """Somebody else ended this night's run in the meantime: what was computed here is dropped."""


@dataclass(frozen=True)
class Found:
    """The results of one run. Each row is a mapping of the fields of its table; whatever a table already says of the
    same thing is replaced. `since` is the first evening whose signals and fitted minutes are told anew: what stood of
    them from then on, and is not found again, goes."""

    since: dt.date
    reports: int
    items: int
    variances: Mapping[str, float]
    fitted: Sequence[Mapping[str, Any]] = ()
    teachers: Sequence[Mapping[str, Any]] = ()
    schools: Sequence[Mapping[str, Any]] = ()
    cells: Sequence[Mapping[str, Any]] = ()
    bands: Sequence[Mapping[str, Any]] = ()
    signals: Sequence[Mapping[str, Any]] = ()


def begin_run(*, by: Actor, at: dt.datetime, kind: RunKind, date: dt.date) -> None:
    """Open the run of an evening: a new one, one that was broken off, or one that is done again.

    Raises NotAllowed for anybody but an operator.
    """
    _check_operator(by)
    Run.objects.update_or_create(kind=kind, date=date, defaults={"started_at": at, "ended_at": None})


def end_run(*, by: Actor, at: dt.datetime, kind: RunKind, date: dt.date, found: Found) -> None:
    """Write what an open run found, and end it. A fixed number of statements for every thousand rows.

    Raises NightTaken, with nothing written, where the run is not open: another process ended it.
    """
    _check_operator(by)
    with transaction.atomic():
        ended = Run.objects.filter(kind=kind, date=date, ended_at=None).update(
            ended_at=at, reports=found.reports, items=found.items, variances=dict(found.variances)
        )
        if not ended:
            raise NightTaken(f"{kind} {date}")
        _replace(Fitted, found.fitted, ("assignment", "position", "grade"))
        Fitted.objects.filter(date__gte=found.since, date__lte=date).exclude(as_of=date).delete()
        _replace(TeacherFactor, found.teachers, ("person", "subject"))
        _replace(SchoolFactor, found.schools, ("school", "subject"))
        _replace(CellFactor, found.cells, ("subject", "stage", "form"))
        _replace(BandFactor, found.bands, ("stage",))
        ClassSignal.objects.filter(as_of=date).delete()
        ClassSignal.objects.bulk_create([ClassSignal(**row) for row in found.signals], batch_size=AT_ONCE)
        after = {"kind": kind.value, "date": date, "reports": found.reports, "items": found.items}
        record(by=by, at=at, name="timing.end_run", on=Subject("night", None, ""), after=after)


def _replace(model: type[Model], rows: Sequence[Mapping[str, Any]], key: tuple[str, ...]) -> None:
    """Write rows, each in the place of what the table says of the same `key`."""
    if not rows:
        return
    columns = {field.attname: field.name for field in model._meta.concrete_fields}
    update = [columns[name] for name in rows[0] if columns[name] not in key]
    model._default_manager.bulk_create(
        (model(**row) for row in rows),
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=list(key),
        update_fields=update,
    )


def _check_operator(by: Actor) -> None:
    if not by.is_operator:
        raise NotAllowed("测量由系统维护人员在服务器上运行。")
