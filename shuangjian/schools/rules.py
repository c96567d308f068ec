"""The school calendar and the names of classes, as arithmetic. No Django, no clock."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from pypinyin import lazy_pinyin

from shuangjian.kernel.day import DayKind, Period, SchoolDay
from shuangjian.kernel.grade import numeral
from shuangjian.schools.days_off import OfficialYear, official

ONE_DAY = dt.timedelta(days=1)
LONGEST_BREAK_DAYS = 16  # a break longer than the longest run of official days off lies between terms


class PlaceKind(StrEnum):
    """A node of the tree of places."""

    CITY = "CITY"
    COUNTY = "COUNTY"
    CENTRAL_SCHOOL = "CENTRAL_SCHOOL"
    SCHOOL = "SCHOOL"
    TEACHING_POINT = "TEACHING_POINT"

    @property
    def label(self) -> str:
        return {
            "CITY": "市",
            "COUNTY": "县区",
            "CENTRAL_SCHOOL": "中心校",
            "SCHOOL": "学校",
            "TEACHING_POINT": "教学点",
        }[self.value]


class Setting(StrEnum):
    """Where a school lies, as official statistics sort schools."""

    URBAN = "URBAN"
    TOWN = "TOWN"
    RURAL = "RURAL"

    @property
    def label(self) -> str:
        return {"URBAN": "城区", "TOWN": "镇区", "RURAL": "乡村"}[self.value]


@lru_cache(maxsize=4096)
def name_order(name: str) -> str:
    """Pinyin of a place's name: places without a code stand in its order, and in no other."""
    return " ".join(lazy_pinyin(name))


@dataclass(frozen=True)
class EveningSpan:
    """From the end of the school day `date` to the start of the next, `until`.

    `is_night`: the next calendar day is a school day. `is_vacation`: the next school day lies in another term, or is
    not known. `provisional`: it rests on a year whose official days off are not published.
    """

    date: dt.date
    until: dt.date
    is_night: bool
    is_vacation: bool
    provisional: bool


@dataclass(frozen=True)
class Calendar:
    """The days of one place: its terms, and where it differs from the official arrangement."""

    terms: Sequence[Period]
    local: Mapping[dt.date, SchoolDay]
    official: Callable[[int], OfficialYear | None] = official

    def day(self, date: dt.date) -> SchoolDay:
        """What a date is here, and why."""
        if date in self.local:
            return self.local[date]
        if not any(date in term for term in self.terms):
            return SchoolDay(date, DayKind.OUT_OF_TERM, "不在学期内")
        year = self.official(date.year)
        weekend = date.weekday() >= 5
        if year is None:
            if weekend:
                return SchoolDay(date, DayKind.WEEKEND, "周末")
            return SchoolDay(date, DayKind.PROVISIONAL, f"{date.year}年放假安排还没有公布，暂按上学算")
        if date in year.make_up:
            return SchoolDay(date, DayKind.MAKE_UP_DAY, f"{year.make_up[date]}调休，上课")
        if date in year.days_off:
            return SchoolDay(date, DayKind.DAY_OFF, year.days_off[date])
        return SchoolDay(date, DayKind.WEEKEND, "周末") if weekend else SchoolDay(date, DayKind.SCHOOL_DAY)

    def term_of(self, date: dt.date) -> Period | None:
        return next((term for term in self.terms if date in term), None)

    def next_school_day(self, date: dt.date) -> dt.date | None:
        """The first school day after `date`, None when none is known in this or any later term."""
        last = max((term.until for term in self.terms if term.until), default=date)
        later = date + ONE_DAY
        while later < last:
            if self.day(later).is_school_day:
                return later
            later += ONE_DAY
        return None

    def school_days(self, after: dt.date, through: dt.date) -> int:
        """How many school days lie after one date and up to, and including, another."""
        dates = (after + dt.timedelta(n) for n in range(1, (through - after).days + 1))
        return sum(self.day(date).is_school_day for date in dates)

    def school_day_after(self, date: dt.date, days: int) -> dt.date | None:
        """The school day that lies so many school days after a date; None when none is known."""
        found: dt.date | None = date
        for _ in range(days):
            found = self.next_school_day(found) if found else None
        return found

    def school_day_before(self, date: dt.date, days: int, *, not_before: dt.date) -> dt.date:
        """The school day that lies so many school days before a date, and never before `not_before`."""
        earlier = date
        while days and earlier > not_before:
            earlier -= ONE_DAY
            days -= self.day(earlier).is_school_day
        return max(earlier, not_before)

    def evening(self, date: dt.date) -> EveningSpan | None:
        """The evening that begins at the end of the school day `date`; None if no school is held on it."""
        today = self.day(date)
        if not today.is_school_day:
            return None
        following = self.next_school_day(date)
        term = self.term_of(date)
        term_end = term.until if term and term.until else date + ONE_DAY
        if following is None or self.term_of(following) != term:
            return EveningSpan(date, following or term_end, False, True, today.kind is DayKind.PROVISIONAL)
        days = (self.day(date + dt.timedelta(n)) for n in range((following - date).days + 1))
        provisional = any(d.kind is DayKind.PROVISIONAL for d in days)
        return EveningSpan(date, following, following - date == ONE_DAY, False, provisional)

    def evening_holding(self, date: dt.date) -> EveningSpan | None:
        """The evening in which a date lies: its own on a school day, otherwise the one that began before it."""
        for back in range(LONGEST_BREAK_DAYS):
            span = self.evening(date - dt.timedelta(back))
            if span is not None:
                return span if date < span.until else None
        return None

    def evenings(self, since: dt.date, until: dt.date) -> list[EveningSpan]:
        """The evenings that begin from `since` until, exclusively, `until`."""
        dates = (since + dt.timedelta(n) for n in range((until - since).days))
        return [span for span in map(self.evening, dates) if span is not None]


def class_label(grades: Sequence[int], number: int, point: str = "", name: str = "") -> str:
    """五（3）班; 五年级向日葵班 for one with a name; 一、二年级复式班 for a class of several grades; led by the name of
    its teaching point where it has one."""
    if name:
        return f"{point}{'、'.join(map(numeral, sorted(grades)))}年级{name}"
    if len(grades) > 1:
        name = f"{'、'.join(map(numeral, sorted(grades)))}年级复式班"
        name += f"（{number}）" if number > 1 else ""
    else:
        name = f"{numeral(grades[0])}（{number}）班"
    return f"{point}{name}"
