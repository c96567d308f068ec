"""What the last night says of classes, in the order of places: never by how much was seen."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Max, QuerySet

from shuangjian.kernel.refusal import Clause
from shuangjian.kernel.subject import Subject, subject_order
from shuangjian.policy.queries import clauses_of
from shuangjian.schools.queries import ClassNow, SchoolFacts, calendar_at, classes_by_id, schools_facts
from shuangjian.schools.rules import name_order
from shuangjian.timing.models import ClassSignal, Run
from shuangjian.timing.rules import SignalKind, signals
from shuangjian.timing.rules.showing import FEWEST_FAMILIES, LAST_EVENINGS

LONGEST_TEN = dt.timedelta(days=90)  # no ten evenings of school lie further apart


@dataclass(frozen=True)
class Signal:
    """`seen` of `evenings`, as of one night, of one grade of a class; `subject` where it is about one."""

    kind: SignalKind
    school: SchoolFacts
    klass: ClassNow
    grade: int
    subject: Subject | None
    since: dt.date
    as_of: dt.date
    seen: int
    evenings: int

    @property
    def what(self) -> str:
        return signals.what(self.kind, self.seen, self.evenings, self.subject or "")

    @property
    def short(self) -> str:
        return signals.short(self.kind, self.seen, self.evenings, self.subject or "")

    @property
    def why(self) -> str:
        return signals.why(self.kind)

    @property
    def now(self) -> str:
        return signals.now(self.kind)

    @property
    def clauses(self) -> tuple[Clause, ...]:
        return clauses_of(signals.RULES[self.kind], self.school, self.grade, self.as_of)


@dataclass(frozen=True)
class Night:
    """The latest night that is done: the last evening it knows, `as_of`, and the first of the ten, `since`."""

    since: dt.date
    as_of: dt.date


def last_night(path: str) -> Night | None:
    """As the calendar of a place has the ten evenings; None before the first night is done."""
    as_of = _as_of()
    if as_of is None:
        return None
    evenings = calendar_at(path).evenings(as_of - LONGEST_TEN, as_of + dt.timedelta(days=1))
    return Night(min((span.date for span in evenings[-LAST_EVENINGS:]), default=as_of), as_of)


def signals_below(path: str, as_of: dt.date, kind: SignalKind | None = None) -> list[Signal]:
    """Of every class at or below a place, by the codes of counties, the names of schools, grade and class."""
    rows = _told(as_of).filter(school__place__path__startswith=path)
    return _signals(rows if kind is None else rows.filter(kind=kind))


def signals_of_classes(class_ids: Collection[int]) -> list[Signal]:
    """Of these classes as of the last night, by school, grade and class."""
    as_of = _as_of() if class_ids else None
    return _signals(_told(as_of).filter(school_class_id__in=class_ids)) if as_of else []


def classes_signalled(path: str, as_of: dt.date, kind: SignalKind) -> int:
    """How many classes at or below a place have such a signal. One query."""
    rows = _told(as_of).filter(school__place__path__startswith=path, kind=kind)
    return rows.values("school_class_id").distinct().count()


def _as_of() -> dt.date | None:
    """The last evening that a finished night knows."""
    found: dt.date | None = Run.objects.filter(ended_at__isnull=False).aggregate(last=Max("date"))["last"]
    return found


def _told(as_of: dt.date) -> QuerySet[ClassSignal]:
    """Without what rests on fewer families than anything told may rest on."""
    return ClassSignal.objects.filter(as_of=as_of).exclude(kind=SignalKind.UNLISTED, seen__lt=FEWEST_FAMILIES)


def _signals(rows: QuerySet[ClassSignal]) -> list[Signal]:
    found = list(rows)
    if not found:
        return []
    schools = schools_facts({row.school_id for row in found})
    classes = classes_by_id({row.school_class_id for row in found}, found[0].as_of)
    told = [
        _signal(row, schools[row.school_id], classes[row.school_class_id])
        for row in found
        if row.school_class_id in classes
    ]
    return sorted(told, key=_place_order)


def _signal(row: ClassSignal, school: SchoolFacts, klass: ClassNow) -> Signal:
    return Signal(
        kind=SignalKind(row.kind),
        school=school,
        klass=klass,
        grade=row.grade,
        subject=Subject(row.subject) if row.subject else None,
        since=row.since,
        as_of=row.as_of,
        seen=row.seen,
        evenings=row.evenings,
    )


def _place_order(one: Signal) -> tuple[object, ...]:
    order: Mapping[str, int] = {kind: number for number, kind in enumerate(SignalKind)}
    subject = subject_order(one.subject) if one.subject else -1
    school = (one.school.place_codes, name_order(one.school.name), one.school.id)
    return (*school, one.grade, one.klass.number, one.klass.id, order[one.kind], subject)
