"""A programme with which nothing is wrong, to be changed by each test."""

import datetime as dt
from dataclasses import replace
from typing import Any

from shuangjian.afterschool.rules.checks import check_programme
from shuangjian.afterschool.rules.finding import Check, Finding, Verdict
from shuangjian.afterschool.rules.kinds import UnitKind
from shuangjian.afterschool.rules.plan import OffWork, PlannedUnit, ProgrammePlan
from shuangjian.kernel.grade import System
from shuangjian.kernel.refusal import Clause

ALL_WEEK = (1, 2, 3, 4, 5)
OFF_WORK = OffWork(dt.time(18), Clause("濮阳县机关作息时间", None, "第1条"))


def unit(number: int = 1, kind: UnitKind = UnitKind.ART, name: str = "剪纸", **changed: Any) -> PlannedUnit:
    return PlannedUnit(
        **{
            "number": number,
            "kind": kind,
            "name": name,
            "about": "从对折剪起，学期末办一次展览。",
            "weekdays": ALL_WEEK,
            "first_grade": 1,
            "last_grade": 6,
            "capacity": 40,
            "minimum": 8,
        }
        | changed
    )


UNITS = (
    unit(1, UnitKind.ART, "剪纸"),
    unit(2, UnitKind.SPORT, "篮球"),
    unit(3, UnitKind.READING, "整本书共读"),
    unit(4, UnitKind.SCIENCE, "小小气象站"),
)


def plan(**changed: Any) -> ProgrammePlan:
    return ProgrammePlan(
        **{
            "grades": (1, 2, 3, 4, 5, 6),
            "system": System.SIX_THREE,
            "place_codes": ("410900", "410928"),
            "since": dt.date(2026, 9, 7),
            "weekdays": ALL_WEEK,
            "homework_from": dt.time(16),
            "homework_until": dt.time(16, 50),
            "activity_from": dt.time(17),
            "activity_until": dt.time(18),
            "units": UNITS,
            "extended_until": dt.time(18, 30),
            "lessons_end": dt.time(15, 50),
        }
        | changed
    )


def with_unit(**changed: Any) -> ProgrammePlan:
    """The plan with its first unit changed."""
    return plan(units=(replace(UNITS[0], **changed), *UNITS[1:]))


def found(programme: ProgrammePlan, **asked: Any) -> tuple[Finding, ...]:
    return check_programme(programme, **{"off_work": OFF_WORK} | asked)


def only(programme: ProgrammePlan, check: Check, verdict: Verdict, **asked: Any) -> Finding:
    """The one thing that is said of a programme."""
    findings = found(programme, **asked)
    assert [(one.check, one.verdict) for one in findings] == [(check, verdict)], findings
    return findings[0]
