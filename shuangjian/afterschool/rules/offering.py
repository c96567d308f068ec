"""When seats are offered, and how long an offer stands. Ours, not the law's."""

import datetime as dt
from collections.abc import Callable

from shuangjian.kernel.day import SHANGHAI, shanghai_date

ROUND_AT = dt.time(18)  # of a school day: after the service has ended
OFFER_SCHOOL_DAYS = 2

SchoolDayAfter = Callable[[dt.date, int], dt.date | None]


def moment_of_round(date: dt.date) -> dt.datetime:
    return dt.datetime.combine(date, ROUND_AT, SHANGHAI)


def next_round(at: dt.datetime) -> dt.datetime:
    """The next 18:00: until then no seat goes to anybody, and who has left finds its own again."""
    today = moment_of_round(shanghai_date(at))
    return today if at < today else today + dt.timedelta(days=1)


def open_until(date: dt.date, school_day_after: SchoolDayAfter) -> dt.datetime | None:
    """Until when an offer of a day's round stands; None where no school day follows in time."""
    last = school_day_after(date, OFFER_SCHOOL_DAYS)
    return moment_of_round(last) if last else None
