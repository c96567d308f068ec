"""The minutes of one evening: the law, and what the school has lowered it to. Also the hour of bed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from shuangjian.kernel.grade import System
from shuangjian.kernel.refusal import Refusal, Refused
from shuangjian.rulebook.choices import (
    RELEASE,
    USUAL_RELEASE,
    VACATION,
    WEEKDAY,
    WEEKEND,
    WRITTEN,
    Choice,
    SchoolGround,
    in_force,
    refuse_unless_within,
)
from shuangjian.rulebook.lookup import Ground, NotInForce, Result
from shuangjian.rulebook.terms import Basis, Modality

if TYPE_CHECKING:
    from shuangjian.rulebook.book import Rulebook

BREAK_TOTAL = "homework/break_total"
NO_HOMEWORK_DAY = "homework/weekly_no_homework_day"
BEDTIME = "sleep/bedtime"


class BreakKind(StrEnum):
    """A break inside a term, or one between terms."""

    WEEKEND = "WEEKEND"
    VACATION = "VACATION"


class Zero(StrEnum):
    """Why there is no written homework at all."""

    NONE = ""
    GRADE = "GRADE"
    NO_HOMEWORK_DAY = "NO_HOMEWORK_DAY"


@dataclass(frozen=True, slots=True)
class Cap:
    """Minutes of written work that one evening may hold, counted as `basis` says; the deciding ground first."""

    minutes: int
    basis: Basis | None
    grounds: tuple[Ground | SchoolGround, ...]
    zero: Zero
    edition: str


@dataclass(frozen=True, slots=True)
class Bedtime:
    """The hour at which a pupil is in bed at the latest, and how strongly the clause binds."""

    time: dt.time
    modality: Modality
    grounds: tuple[Ground, ...]


class NoVacationTotal(Exception):
    """The law says that a vacation's total is to be controlled and gives no number, and the school has stated none."""

    def __init__(self, grounds: tuple[Ground, ...]) -> None:
        super().__init__("寒暑假的书面作业总量要由学校先定下来，国家规定只写了要控制，没有给数。请学校先写明总量。")
        self.grounds = grounds


def written_cap(
    rulebook: "Rulebook",
    *,
    date: dt.date,
    place_codes: tuple[str, ...],
    grade: int,
    system: System,
    choices: tuple[Choice, ...] = (),
) -> Cap:
    """The cap of a NIGHT that begins on `date`. A school's choice lowers it or leaves it, never raises it.

    The no-homework weekday is for nights: a break that begins on it keeps its own total, which the school may set to 0.
    Raises NotInForce before the first rule.
    """
    law = rulebook.lookup(WRITTEN, date=date, place_codes=place_codes, grade=grade, system=system)
    cap = _one_night(law, date, choices)
    weekday = in_force(tuple(choice for choice in choices if choice.value == date.isoweekday()), WEEKDAY, date)
    if cap.minutes == 0 or weekday is None:
        return cap
    grounds = (
        SchoolGround(weekday, "学校定的每周无书面作业日"),
        *_grounds(rulebook, NO_HOMEWORK_DAY, date, place_codes),
        *cap.grounds,
    )
    return Cap(0, cap.basis, grounds, Zero.NO_HOMEWORK_DAY, cap.edition)


def break_cap(
    rulebook: "Rulebook",
    *,
    date: dt.date,
    place_codes: tuple[str, ...],
    grade: int,
    system: System,
    kind: BreakKind | str,
    choices: tuple[Choice, ...] = (),
) -> Cap:
    """The cap of a BREAK that begins on `date`: the total that the school has stated for its kind.

    Without one, a weekend or holiday has one night's cap, and a vacation raises NoVacationTotal. Grades without written
    homework have none in a break either. A stated total above the bound of the choice's rule counts as the bound.
    """
    name = WEEKEND if BreakKind(kind) is BreakKind.WEEKEND else VACATION
    law = rulebook.lookup(WRITTEN, date=date, place_codes=place_codes, grade=grade, system=system)
    night = _one_night(law, date, choices)
    controlled = _grounds(rulebook, BREAK_TOTAL, date, place_codes)
    if night.zero is Zero.GRADE:
        return night
    stated = in_force(choices, name, date)
    if stated is not None:
        minutes = max(0, min(stated.value, rulebook.choice_rule(name).greatest_for(_minutes(law))))
        ground = SchoolGround(stated, "学校定的总量")
        return Cap(minutes, law.basis, (ground, *controlled, *law.grounds), Zero.NONE, law.edition)
    if BreakKind(kind) is BreakKind.VACATION:
        raise NoVacationTotal((*controlled, *law.grounds))
    return Cap(night.minutes, night.basis, (*night.grounds, *controlled), night.zero, night.edition)


def check_choice(
    rulebook: "Rulebook", choice: Choice, *, place_codes: tuple[str, ...], grades: Iterable[int], system: System
) -> None:
    """Raises Refused when a school with these grades may not choose so from `choice.since` on.

    One number holds for all grades from 3 up, so it must be lawful for the strictest of them.
    """
    if choice.name not in rulebook.choice_names:
        known = "、".join(rulebook.choice_rule(name).title for name in rulebook.choice_names)
        raise Refused(Refusal("UNKNOWN_CHOICE", f"没有这一项。学校可以定的是：{known}。", "", ()))
    rule = rulebook.choice_rule(choice.name)
    laws = [
        rulebook.lookup(WRITTEN, date=choice.since, place_codes=place_codes, grade=grade, system=system)
        for grade in grades
    ]
    strictest = min([law for law in laws if _minutes(law) > 0] or laws, key=_minutes, default=None)
    clauses = _grounds(rulebook, rule.under, choice.since, place_codes) if rule.under != WRITTEN else ()
    if strictest is not None:
        clauses = (*clauses, *strictest.grounds)
    daily = 0 if strictest is None else _minutes(strictest)
    refuse_unless_within(rule, choice, rule.greatest_for(daily), tuple(ground.as_clause() for ground in clauses))


def release_time(choices: tuple[Choice, ...], date: dt.date) -> dt.time:
    """When what is kept on an evening is released: the school's choice, 15:30 without one."""
    stated = in_force(choices, RELEASE, date)
    hour, minute = divmod(USUAL_RELEASE if stated is None else stated.value, 60)
    return dt.time(hour, minute)


def bedtime(
    rulebook: "Rulebook", *, date: dt.date, place_codes: tuple[str, ...], grade: int, system: System
) -> Bedtime:
    """When a pupil of the grade goes to bed at the latest. Raises NotInForce before the first rule."""
    found = rulebook.lookup(BEDTIME, date=date, place_codes=place_codes, grade=grade, system=system)
    assert isinstance(found.value, dt.time)
    return Bedtime(found.value, found.modality, found.grounds)


def _one_night(law: Result, date: dt.date, choices: tuple[Choice, ...]) -> Cap:
    """The law's minutes, or the school's own where they are fewer; the weekday is not looked at."""
    minutes = _minutes(law)
    if minutes == 0:
        return Cap(0, law.basis, law.grounds, Zero.GRADE, law.edition)
    own = in_force(choices, WRITTEN, date)
    if own is None or own.value >= minutes:
        return Cap(minutes, law.basis, law.grounds, Zero.NONE, law.edition)
    ground = SchoolGround(own, "学校定的更少")
    return Cap(max(0, own.value), law.basis, (ground, *law.grounds), Zero.NONE, law.edition)


def _minutes(law: Result) -> int:
    """Whole minutes, rounded down: a cap is never rounded up."""
    assert isinstance(law.value, int | float)
    return int(law.value)


def _grounds(rulebook: "Rulebook", name: str, date: dt.date, place_codes: tuple[str, ...]) -> tuple[Ground, ...]:
    """The grounds of an undivided rule; none before it was made."""
    try:
        return rulebook.lookup(name, date=date, place_codes=place_codes).grounds
    except NotInForce:
        return ()
