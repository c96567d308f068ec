"""When an evening is asked about and ended: nights, which turn at five in the morning."""

import datetime as dt

from shuangjian.kernel.day import SHANGHAI, shanghai_date

TURNS = dt.timedelta(hours=5)  # whoever still sits over homework at half past midnight is in yesterday's night
SEED_TOLD = dt.time(7)
LONGEST_ASKED_DAYS = 4  # a long weekend; nobody remembers the minutes of a week

LONGEST_WORK_DAYS = 7  # work of several evenings is remembered as one piece, though not for ever


def night_of(at: dt.datetime) -> dt.date:
    """The date whose night it is at a moment: until five in the morning the day before."""
    return shanghai_date(at - TURNS)


def end_of_night(night: dt.date) -> dt.datetime:
    """Five o'clock of the next morning."""
    return dt.datetime.combine(night + dt.timedelta(days=1), dt.time(), SHANGHAI) + TURNS


def end_of_last_night(at: dt.datetime) -> dt.datetime:
    """The five o'clock that came last before a moment: what was said up to it stands."""
    return end_of_night(night_of(at) - dt.timedelta(days=1))


def end_of_weekend(at: dt.datetime) -> dt.datetime:
    """Five o'clock of the Monday that came last before a moment, whether or not school was held on it."""
    today = night_of(at)
    return end_of_last_night(at) - dt.timedelta(days=today.weekday())


def seed_told_at(night: dt.date) -> dt.datetime:
    """From when on everybody may read the seed of a night's draw."""
    return dt.datetime.combine(night + dt.timedelta(days=1), SEED_TOLD, SHANGHAI)


def ends_tonight(until: dt.date, night: dt.date) -> bool:
    """Whether the evening that lasts until a date is over after this night: school is held the next morning."""
    return until - night == dt.timedelta(days=1)


def is_bedtime(at: dt.datetime, night: dt.date, bedtime: dt.time) -> bool:
    """Whether the hour at which to sleep has come in a night."""
    return dt.datetime.combine(night, bedtime, SHANGHAI) <= at < end_of_night(night)
