"""A programme beside what is asked of it: findings at their units, seats beside pupils, parts of the service model."""

from collections.abc import Sequence
from dataclasses import dataclass

from shuangjian.afterschool.queries import (
    ProgrammeSeen,
    answers_of,
    findings_of,
    model_at,
    plan_seen,
    seats_by_day,
    stated_parts,
)
from shuangjian.afterschool.rules.finding import Finding, Verdict
from shuangjian.afterschool.rules.model_parts import Requirement
from shuangjian.afterschool.rules.service_model import PartFound, check_model
from shuangjian.afterschool.rules.variety import KINDS, variety
from shuangjian.afterschool.rules.weekdays import weekdays_label
from shuangjian.kernel.grade import cohort_of, grade_label
from shuangjian.people.queries import pupils_by_cohort
from shuangjian.schools.queries import SchoolFacts

MARKS = {Verdict.REFUSE: ("warn", "要改"), Verdict.WARN: ("look", "值得去看"), Verdict.NOTE: ("unknown", "没有查")}


@dataclass(frozen=True)
class Said:
    """A finding with its mark; `unit` is the unit's name, "" for the programme as a whole."""

    finding: Finding
    mark: str
    word: str
    unit: str
    number: int | None


@dataclass(frozen=True)
class GradeSeats:
    """Seats that a grade may wish for, day by day, beside how many pupils it has; kinds within its reach in a week."""

    label: str
    pupils: int
    seats: tuple[int, ...]
    kinds: int


@dataclass(frozen=True)
class Checked:
    """All of it. `refused` findings stand in the way of announcing."""

    said: tuple[Said, ...]
    by_unit: dict[int, tuple[Said, ...]]
    days: tuple[str, ...]
    grades: tuple[GradeSeats, ...]
    whole: GradeSeats
    most_kinds: int
    model: object
    parts: tuple[PartFound, ...]

    @property
    def refused(self) -> int:
        return sum(one.finding.verdict is Verdict.REFUSE for one in self.said)

    @property
    def met(self) -> int:
        return sum(part.met is True for part in self.parts)

    @property
    def in_words(self) -> tuple[tuple[int, PartFound], ...]:
        """What only the school can say, with the number of its field."""
        of_words = [part for part in self.parts if part.part.requirement is Requirement.IN_WORDS]
        return tuple(enumerate(of_words, 1))

    @property
    def computed(self) -> int:
        return sum(part.met is not None for part in self.parts)


def checks_of(school: SchoolFacts, seen: ProgrammeSeen) -> Checked:
    """The number of queries does not depend on the units."""
    plan = plan_seen(seen, school)
    said = _said(seen, findings_of(plan, school))
    pupils = pupils_by_cohort(school.id, seen.hours.since)
    found, seats, days = variety(plan), seats_by_day(seen, school.grades), seen.hours.weekdays
    grades = tuple(
        GradeSeats(
            grade_label(grade),
            pupils.get(cohort_of(grade, seen.hours.since), 0),
            tuple(seats[grade][day] for day in days),
            found.by_grade[grade].n,
        )
        for grade in school.grades
    )
    total = tuple(sum(unit.capacity for unit in seen.on(day) if not unit.closed) for day in days)
    model = model_at(school.path, seen.hours.since)
    return Checked(
        said=said,
        by_unit={unit.number: tuple(one for one in said if one.number == unit.number) for unit in seen.units},
        days=tuple(weekdays_label([day]) for day in days),
        grades=grades,
        whole=GradeSeats("全校", sum(pupils.values()), total, found.school.n),
        most_kinds=KINDS,
        model=model,
        parts=check_model(plan, stated_parts(model.parts.all()), answers_of([seen.id])[seen.id]) if model else (),
    )


def _said(seen: ProgrammeSeen, findings: Sequence[Finding]) -> tuple[Said, ...]:
    """What stands in the way first."""
    order = list(Verdict)
    names = {unit.number: unit.name for unit in seen.units}
    ranked = sorted(findings, key=lambda finding: order.index(finding.verdict))
    return tuple(Said(f, *MARKS[f.verdict], names.get(f.unit or 0, ""), f.unit) for f in ranked)
