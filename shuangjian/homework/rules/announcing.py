"""大作业预告: large work is announced before it is set. What is large, when an announcement is fixed, how it may still
change, and how much of an evening it keeps. School days are counted by the calendar; here they are numbers."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from shuangjian.homework.rules.correction import AS_DECLARED
from shuangjian.homework.rules.counting import AssignmentSpec, Form, Large, over_evenings

MOST_EVENINGS = 15


class AnnouncementState(StrEnum):
    STANDING = "STANDING"
    WITHDRAWN = "WITHDRAWN"


@dataclass(frozen=True)
class Dates:
    """From the evening of one date through that of another, so many minutes on each."""

    date: dt.date
    last: dt.date
    minutes: int

    def meets(self, other: "Dates") -> bool:
        return self.date <= other.last and other.date <= self.last


def large_kind(spec: AssignmentSpec, reads_as_paper: bool) -> Large | None:
    """The kind of large work, None for other work. What is optional, or done in school, burdens no evening."""
    if spec.is_optional or spec.form is Form.IN_SCHOOL:
        return None
    if spec.large is Large.UNSAID:
        return Large.PAPER if reads_as_paper else None
    return spec.large if spec.large.is_a_kind else None


def minutes_each(spec: AssignmentSpec, evenings: int) -> int:
    """Minutes of the longest of the evenings it is for, counted or not, as its teacher says them: an announcement is a
    teacher's own word too."""
    spec = replace(spec, correction=AS_DECLARED)
    return over_evenings(spec.counted or spec.shown_minutes, evenings)[0]


def is_enough(days: int, needed: int | None, allowed: bool) -> bool:
    """Whether so many school days of notice do: all do where the school asks for none."""
    return needed is None or days >= needed or allowed


def may_become(before: Dates, after: Dates, *, fixed: bool) -> bool:
    """Before it is fixed all of an announcement may change. From then on its colleagues rely on it: nothing may come
    sooner or grow, and it may last no more days."""
    if not fixed:
        return True
    shorter = after.last - after.date <= before.last - before.date
    return after.date >= before.date and after.minutes <= before.minutes and shorter


def rights_with(cap: int, rights: Mapping[str, int], announced: Iterable[tuple[str, int]]) -> dict[str, int]:
    """The rights of an evening with what is announced for it: a subject's rises to the minutes it announced, as far as
    what is kept for nobody allows, first come first served. No other right falls."""
    found = dict(rights)
    pool = max(cap - sum(found.values()), 0)
    for subject, minutes in announced:
        more = min(max(minutes - found.get(subject, 0), 0), pool)
        if more:
            found[subject] = found.get(subject, 0) + more
            pool -= more
    return found
