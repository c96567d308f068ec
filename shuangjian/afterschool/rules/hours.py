"""Days and hours of a term's service, as they are typed."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Hours:
    """From the first day until, exclusively, the last; `weekdays` are ISO. Homework, then activities, then care for who
    cannot be fetched by then. `lessons_end`: the last lesson of the longest day, None where the school has not said."""

    since: dt.date
    until: dt.date
    weekdays: tuple[int, ...]
    homework_from: dt.time
    homework_until: dt.time
    activity_from: dt.time
    activity_until: dt.time
    extended_until: dt.time | None = None
    lessons_end: dt.time | None = None


# What a new programme begins with: lessons end by half past four, and the two hours that are asked for are there.
USUAL_TIMES = (dt.time(16, 30), dt.time(17, 20), dt.time(17, 30), dt.time(18, 30))
USUAL_WEEKDAYS = (1, 2, 3, 4, 5)


def mistakes_in_hours(hours: Hours) -> dict[str, str]:
    """What cannot stand, by field. What the law says of hours is not asked here: see `checks`."""
    errors = {}
    if hours.until <= hours.since:
        errors["last"] = "最后一天要在第一天之后。"
    if not hours.weekdays:
        errors["weekdays"] = "请至少选一天。"
    if hours.homework_until <= hours.homework_from:
        errors["homework_until"] = "写作业的结束要晚于开始。"
    if hours.activity_from < hours.homework_until:
        errors["activity_from"] = "先写作业，再活动：活动的开始不能早于写作业的结束。"
    if hours.activity_until <= hours.activity_from:
        errors["activity_until"] = "活动的结束要晚于开始。"
    if hours.extended_until is not None and hours.extended_until <= hours.activity_until:
        errors["extended_until"] = "延时照看在活动以后，要晚于活动的结束；没有就空着。"
    return errors


def mistakes_in_term(hours: Hours, since: dt.date, until: dt.date) -> dict[str, str]:
    """Days that lie outside the term, which runs from `since` until, exclusively, `until`; by field."""
    last = until - dt.timedelta(1)
    term = f"这个学期从{since.year}年{since.month}月{since.day}日到{last.year}年{last.month}月{last.day}日。"
    errors = {}
    if not since <= hours.since < until:
        errors["since"] = f"第一天要在学期里。{term}"
    if not since < hours.until <= until:
        errors["last"] = f"最后一天要在学期里。{term}"
    return errors
