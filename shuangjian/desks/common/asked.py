"""Reading what was asked for in an address: dates and ids."""

import datetime as dt

from django.http import QueryDict

NOT_A_DATE = "没有看懂日期“{}”，下面是今天的。日期这样写：2026-09-17。"


def asked_date(query: QueryDict, name: str) -> tuple[dt.date | None, str]:
    """The date under a name of the query and "", or None and a sentence when something else was written there."""
    typed = query.get(name, "").strip()
    if not typed:
        return None, ""
    date = read_date(typed)
    return date, "" if date else NOT_A_DATE.format(typed[:20])


def read_date(typed: str) -> dt.date | None:
    """A date as browsers send it, 2026-09-17; None for anything else, and for the years at the end of time."""
    try:
        date = dt.datetime.strptime(typed, "%Y-%m-%d").date()  # noqa: DTZ007 (a date, not a moment)
    except ValueError:
        return None
    return date if 2000 <= date.year <= 2100 else None


def read_id(typed: str) -> int | None:
    """A number that may be the id of a row."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 18 else None
