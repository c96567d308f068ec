"""Days as a school knows them."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
_WEEKDAYS = "一二三四五六日"


class DayKind(StrEnum):
    """What a date is at a place."""

    SCHOOL_DAY = "SCHOOL_DAY"
    MAKE_UP_DAY = "MAKE_UP_DAY"  # 调休上课: a Saturday or Sunday on which school is held
    PROVISIONAL = "PROVISIONAL"  # a weekday of a term whose official days off are not published yet
    WEEKEND = "WEEKEND"
    DAY_OFF = "DAY_OFF"  # 法定节假日或调休放假
    CLOSURE = "CLOSURE"  # 本地停课
    OUT_OF_TERM = "OUT_OF_TERM"

    @property
    def is_school_day(self) -> bool:
        return self in (DayKind.SCHOOL_DAY, DayKind.MAKE_UP_DAY, DayKind.PROVISIONAL)


@dataclass(frozen=True)
class SchoolDay:
    """One date at one place: its kind, and in words why (国庆节, 暴雪停课, …)."""

    date: dt.date
    kind: DayKind
    reason: str = ""

    @property
    def is_school_day(self) -> bool:
        return self.kind.is_school_day


@dataclass(frozen=True)
class Period:
    """From a date until, exclusively, another; `until=None` is open."""

    since: dt.date
    until: dt.date | None = None

    def __contains__(self, date: dt.date) -> bool:
        return self.since <= date and (self.until is None or date < self.until)


def shanghai_date(moment: dt.datetime) -> dt.date:
    """The calendar date in China at an aware moment.

    Raises ValueError for a naive moment: a time without its zone is a guess.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(SHANGHAI).date()


def weekday_label(date: dt.date) -> str:
    """星期二."""
    return f"星期{_WEEKDAYS[date.weekday()]}"


def weekday_short(date: dt.date) -> str:
    """周二."""
    return f"周{_WEEKDAYS[date.weekday()]}"


def date_label(date: dt.date) -> str:
    """11月24日　星期二."""
    return f"{date.month}月{date.day}日　{weekday_label(date)}"
