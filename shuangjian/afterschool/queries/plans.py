"""A programme against the law, the round of its term and the bureau's service model."""

import datetime as dt
from collections.abc import Iterable

from shuangjian.afterschool.models import ModelPart, Programme, Round, Unit
from shuangjian.afterschool.queries.programmes import ProgrammeSeen, UnitSeen, hours_of
from shuangjian.afterschool.queries.rounds import dates_of_school
from shuangjian.afterschool.rules.checks import check_programme
from shuangjian.afterschool.rules.finding import Finding, refusals_in
from shuangjian.afterschool.rules.hours import Hours
from shuangjian.afterschool.rules.kinds import UnitKind
from shuangjian.afterschool.rules.model_parts import Requirement
from shuangjian.afterschool.rules.plan import OffWork, PlannedUnit, ProgrammePlan
from shuangjian.afterschool.rules.planning_refusals import no_round, round_passed
from shuangjian.afterschool.rules.service_model import StatedPart
from shuangjian.afterschool.rules.weekdays import weekdays_in
from shuangjian.kernel.refusal import Refusal
from shuangjian.policy.queries import off_work_time
from shuangjian.schools.queries import SchoolFacts


def plan_of(row: Programme, units: Iterable[Unit], school: SchoolFacts) -> ProgrammePlan:
    """A programme as its checks read it. No query."""
    return _plan(hours_of(row), units, school)


def plan_seen(seen: ProgrammeSeen, school: SchoolFacts) -> ProgrammePlan:
    """Likewise, of a programme as it is shown."""
    return _plan(seen.hours, seen.units, school)


def _plan(hours: Hours, units: Iterable[Unit | UnitSeen], school: SchoolFacts) -> ProgrammePlan:
    return ProgrammePlan(
        grades=tuple(school.grades),
        system=school.system,
        place_codes=school.place_codes,
        since=hours.since,
        weekdays=hours.weekdays,
        homework_from=hours.homework_from,
        homework_until=hours.homework_until,
        activity_from=hours.activity_from,
        activity_until=hours.activity_until,
        units=tuple(_planned(unit) for unit in units),
        extended_until=hours.extended_until,
        lessons_end=hours.lessons_end,
    )


def findings_of(plan: ProgrammePlan, school: SchoolFacts) -> tuple[Finding, ...]:
    """Whatever there is to be said of a plan: what is refused, and what is only said."""
    stated = off_work_time(school, plan.since)
    return check_programme(plan, off_work=OffWork(*stated) if stated else None)


def announcement_refusals(
    plan: ProgrammePlan, its_round: Round | None, school: SchoolFacts, at: dt.datetime
) -> tuple[Refusal, ...]:
    """All reasons why a plan cannot be announced now."""
    refusals = list(refusals_in(findings_of(plan, school)))
    if its_round is None:
        refusals.append(no_round())
    elif at >= (opens_at := dates_of_school(its_round, school.id, its_round.place.path).opens_at):
        refusals.append(round_passed(opens_at))
    return tuple(refusals)


def stated_parts(parts: Iterable[ModelPart]) -> tuple[StatedPart, ...]:
    """The parts of a service model as its check reads them."""
    return tuple(
        StatedPart(
            part.name,
            Requirement(part.requirement),
            UnitKind(part.kind) if part.kind else None,
            part.least,
            part.by,
            part.words,
        )
        for part in parts
    )


def _planned(unit: Unit | UnitSeen) -> PlannedUnit:
    weekdays = weekdays_in(unit.weekdays) if isinstance(unit.weekdays, int) else unit.weekdays
    return PlannedUnit(
        unit.number,
        UnitKind(unit.kind),
        unit.name,
        unit.about,
        weekdays,
        unit.first_grade,
        unit.last_grade,
        unit.capacity,
        unit.minimum,
    )
