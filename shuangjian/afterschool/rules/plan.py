"""A programme as its checks read it: plain values, whether it stands in tables or only in a form."""

import datetime as dt
from dataclasses import dataclass

from shuangjian.afterschool.rules.kinds import UnitKind
from shuangjian.kernel.grade import System
from shuangjian.kernel.refusal import Clause


@dataclass(frozen=True)
class PlannedUnit:
    """One thing to choose. `weekdays` are ISO (1 is Monday); grades run from `first_grade` through `last_grade`."""

    number: int
    kind: UnitKind
    name: str
    about: str
    weekdays: tuple[int, ...]
    first_grade: int
    last_grade: int
    capacity: int
    minimum: int = 0

    @property
    def grades(self) -> range:
        return range(self.first_grade, self.last_grade + 1)


@dataclass(frozen=True)
class ProgrammePlan:
    """The service of one school in one term: homework first, then one activity.

    `grades` are the school's. The law is read as it stands on `since`, the first day. `weekdays` are ISO and may hold
    a Saturday or Sunday: a check refuses them. `lessons_end` is when the day's last lesson ends, None where unknown.
    `other_days` are dates beside the weekdays: a Saturday on which school is held to make up for a holiday.
    """

    grades: tuple[int, ...]
    system: System
    place_codes: tuple[str, ...]
    since: dt.date
    weekdays: tuple[int, ...]
    homework_from: dt.time
    homework_until: dt.time
    activity_from: dt.time
    activity_until: dt.time
    units: tuple[PlannedUnit, ...]
    extended_until: dt.time | None = None
    lessons_end: dt.time | None = None
    other_days: tuple[dt.date, ...] = ()

    @property
    def minutes_a_day(self) -> int:
        """From the beginning of homework to the end of the activities, the break between them included."""
        return minutes_between(self.homework_from, self.activity_until)

    def choices_of(self, grade: int, weekday: int) -> tuple[PlannedUnit, ...]:
        """What a grade can choose from on a weekday."""
        return tuple(unit for unit in self.units if grade in unit.grades and weekday in unit.weekdays)


@dataclass(frozen=True)
class OffWork:
    """When work normally ends in a county, as somebody there has stated it, and where it says so."""

    time: dt.time
    clause: Clause


def minutes_between(start: dt.time, end: dt.time) -> int:
    """Minutes from one time of a day to another; negative where the second comes first."""
    return (end.hour - start.hour) * 60 + end.minute - start.minute


def clock(time: dt.time) -> str:
    """17:30."""
    return f"{time.hour}:{time.minute:02}"
