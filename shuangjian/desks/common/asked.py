"""Reading what was asked for in an address or typed in a form: dates, times, moments, terms and ids."""

import datetime as dt

from django.http import QueryDict

from shuangjian.afterschool.rules.terms import ServiceTerm
from shuangjian.kernel.day import SHANGHAI

NOT_A_DATE = "没有看懂日期“{}”，下面是今天的。日期这样写：2026-09-17。"


def asked_date(query: QueryDict, name: str) -> tuple[dt.date | None, str]:
    """The date under a name of the query and "", or None and a sentence when something else was written there."""
    typed = query.get(name, "").strip()
    if not typed:
        return None, ""
    date = read_date(typed)
    return date, "" if date else NOT_A_DATE.format(typed[:20])


def asked_term(query: QueryDict) -> ServiceTerm | None:
    """The term under `term` of the query, 2026-1; None where there is none or it cannot be read."""
    return ServiceTerm.read(query.get("term", ""))


def read_date(typed: str) -> dt.date | None:
    """A date as browsers send it, 2026-09-17; None for anything else, and for the years at the end of time."""
    try:
        date = dt.datetime.strptime(typed, "%Y-%m-%d").date()  # noqa: DTZ007 (a date, not a moment)
    except ValueError:
        return None
    return date if 2000 <= date.year <= 2100 else None


def read_time(typed: str) -> dt.time | None:
    """A time as browsers send it, 16:30; None for anything else."""
    try:
        return dt.datetime.strptime(typed[:5], "%H:%M").time()  # noqa: DTZ007 (a time of day, not a moment)
    except ValueError:
        return None


def read_moment(typed: str) -> dt.datetime | None:
    """A moment in Shanghai as browsers send it, 2026-09-21T18:00; None for anything else."""
    date, _, time = typed.replace(" ", "T").partition("T")
    day, hour = read_date(date), read_time(time)
    return dt.datetime.combine(day, hour, SHANGHAI) if day is not None and hour is not None else None


def read_id(typed: str) -> int | None:
    """A number that may be the id of a row."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 18 else None
