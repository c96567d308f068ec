"""What an evening is called, and what is unusual about a day: the same words on every desk."""

import datetime as dt
from collections.abc import Sequence

from shuangjian.homework.queries import ClassAhead
from shuangjian.kernel.day import DayKind, SchoolDay, date_label, weekday_short
from shuangjian.kernel.grade import grade_label
from shuangjian.schools.queries import ClassNow
from shuangjian.schools.rules import EveningSpan


def label_of(klass: ClassNow, grade: int) -> str:
    """五（3）班; with the grade for a class of several."""
    return klass.label if len(klass.grades) == 1 else f"{klass.label}　{grade_label(grade)}"


def evening_words(date: dt.date, today: dt.date) -> str:
    """今晚, or 周五18日."""
    return "今晚" if date == today else f"{weekday_short(date)}{date.day}日"


def evening_note(span: EveningSpan, day: SchoolDay) -> str:
    """What is special about one evening in a list; "" for a plain one."""
    said = []
    if day.kind is DayKind.MAKE_UP_DAY:
        said.append("调休上课")
    if not span.is_night:
        until = f"{span.until.month}月{span.until.day}日{weekday_short(span.until)}"
        said.append(f"假期，到{until}上学" if span.is_vacation else f"连休息日，到{until}上学")
    if span.provisional:
        said.append("暂定")
    return "；".join(said)


def state_of_the_day(ahead: Sequence[ClassAhead], today: dt.date) -> list[str]:
    """What is unusual about today, in sentences for staff; empty on a plain school day."""
    said: dict[str, None] = {}
    for a in ahead:
        if not a.spans:
            said[f"{a.klass.label}后面没有上学日了，现在不能布置作业。"] = None
        elif a.today.is_school_day:
            said |= dict.fromkeys(_unusual_school_day(a.today))
        else:
            said[_away(a.today, a.spans[0], today, "按一晚算")] = None
    return list(said)


def day_for_families(a: ClassAhead, date: dt.date) -> list[str]:
    """What is unusual about a day, in sentences for families; empty on a plain school day."""
    if not a.spans:
        return ["后面没有上学的日子了，没有作业。"]
    span = a.spans[0]
    if not a.today.is_school_day:
        return [_away(a.today, span, date, "下面是这一段一共的作业")]
    said = _unusual_school_day(a.today)
    if not span.is_night:
        said.append(f"下面的作业管到{date_label(span.until)}上学以前。")
    return said


def _unusual_school_day(day: SchoolDay) -> list[str]:
    if day.kind is DayKind.MAKE_UP_DAY:
        return [f"这一天调休上课：{day.reason}。"]
    return [f"{day.reason}。"] if day.reason else []


def _away(day: SchoolDay, span: EveningSpan, today: dt.date, how: str) -> str:
    if span.date > today:
        return f"这一天不上学（{day.reason}）。下一个上学日是{date_label(span.date)}。"
    since, until = date_label(span.date), date_label(span.until)
    return f"这一天不上学（{day.reason}）。从{since}放学，到{until}上学，{how}。"
