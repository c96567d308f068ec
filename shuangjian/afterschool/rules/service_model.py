"""A service model held against a programme: each of its named parts, met or not, with its number and the rows below it.

What a model is called and what its parts mean is data of whoever stated it; nothing here knows any model.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from shuangjian.afterschool.rules.kinds import UnitKind
from shuangjian.afterschool.rules.model_parts import Requirement
from shuangjian.afterschool.rules.plan import ProgrammePlan, clock, minutes_between
from shuangjian.afterschool.rules.variety import variety
from shuangjian.afterschool.rules.weekdays import weekdays_label
from shuangjian.kernel.grade import grade_label


@dataclass(frozen=True)
class StatedPart:
    """One part of a model; `kind`, `least`, `by` and `words` are what its requirement needs of them."""

    name: str
    requirement: Requirement
    kind: UnitKind | None = None
    least: int | None = None
    by: dt.time | None = None
    words: str = ""


@dataclass(frozen=True)
class Row:
    """One line below a part: what, how much, and whether it is enough by itself; None where nothing is compared."""

    what: str
    found: str
    is_enough: bool | None


@dataclass(frozen=True)
class PartFound:
    """`met` is None for what only the school can say, and `answer` what it said. `n` of `of` as `words` tell them:
    days, grades or minutes."""

    part: StatedPart
    met: bool | None
    n: int | None
    of: int | None
    words: str
    rows: tuple[Row, ...] = ()
    answer: str = ""


def check_model(
    plan: ProgrammePlan, parts: Sequence[StatedPart], answers: Mapping[str, str] = MappingProxyType({})
) -> tuple[PartFound, ...]:
    """Each part in its order; `answers` are the school's, by name of the part. Raises ValueError for a part that lacks
    what its requirement needs."""
    found = (_CHECKS[part.requirement](plan, part) for part in parts)
    return tuple(
        replace(one, answer=answers.get(one.part.name, "")) if one.part.requirement is Requirement.IN_WORDS else one
        for one in found
    )


def _kind_on_days(plan: ProgrammePlan, part: StatedPart) -> PartFound:
    kind, least = part.kind, _least(part)
    if kind is None:
        raise ValueError(f"{part.name}: names no kind")
    rows = []
    for day in plan.weekdays:
        names = [unit.name for unit in plan.units if unit.kind is kind and day in unit.weekdays]
        rows.append(Row(weekdays_label([day]), "、".join(names) or "没有", bool(names)))
    n = sum(row.is_enough is True for row in rows)
    words = f"{kind.label}：一周有{n}天，要求{least}天"
    return PartFound(part, n >= least, n, least, words, tuple(rows))


def _kinds_per_grade(plan: ProgrammePlan, part: StatedPart) -> PartFound:
    least = _least(part)
    rows = tuple(
        Row(grade_label(grade), f"{offered.n}类", offered.n >= least)
        for grade, offered in variety(plan).by_grade.items()
    )
    n = sum(row.is_enough is True for row in rows)
    words = f"{len(rows)}个年级里，{n}个一周能选到{least}类"
    return PartFound(part, n == len(rows), n, len(rows), words, rows)


def _days(plan: ProgrammePlan, part: StatedPart) -> PartFound:
    n, least = len(plan.weekdays), _least(part)
    rows = (Row("有课后服务的日子", weekdays_label(plan.weekdays), None),)
    return PartFound(part, n >= least, n, least, f"一周{n}天，要求{least}天", rows)


def _homework_minutes(plan: ProgrammePlan, part: StatedPart) -> PartFound:
    return _minutes(part, "写作业", plan.homework_from, plan.homework_until)


def _activity_minutes(plan: ProgrammePlan, part: StatedPart) -> PartFound:
    return _minutes(part, "活动", plan.activity_from, plan.activity_until)


def _minutes(part: StatedPart, what: str, start: dt.time, end: dt.time) -> PartFound:
    n, least = minutes_between(start, end), _least(part)
    rows = (Row(what, f"{clock(start)}至{clock(end)}", None),)
    return PartFound(part, n >= least, n, least, f"{what}{n}分钟，要求{least}分钟", rows)


def _ends_at_or_after(plan: ProgrammePlan, part: StatedPart) -> PartFound:
    if part.by is None:
        raise ValueError(f"{part.name}: names no time")
    words = f"{clock(plan.activity_until)}结束，要求不早于{clock(part.by)}"
    return PartFound(part, plan.activity_until >= part.by, None, None, words)


def _in_words(plan: ProgrammePlan, part: StatedPart) -> PartFound:
    return PartFound(part, None, None, None, f"由学校说明：{part.words}")


_CHECKS: dict[Requirement, Callable[[ProgrammePlan, StatedPart], PartFound]] = {
    Requirement.KIND_ON_DAYS: _kind_on_days,
    Requirement.KINDS_PER_GRADE: _kinds_per_grade,
    Requirement.DAYS: _days,
    Requirement.HOMEWORK_MINUTES: _homework_minutes,
    Requirement.ACTIVITY_MINUTES: _activity_minutes,
    Requirement.ENDS_AT_OR_AFTER: _ends_at_or_after,
    Requirement.IN_WORDS: _in_words,
}


def _least(part: StatedPart) -> int:
    if part.least is None:
        raise ValueError(f"{part.name}: names no number")
    return part.least
