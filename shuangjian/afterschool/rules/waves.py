"""Families come in waves: the schools below a place open, close and tell one after the other, a gap apart."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Dates:
    """When sign-up opens, when it closes, and from when on families see the result: aware moments."""

    opens_at: dt.datetime
    closes_at: dt.datetime
    results_at: dt.datetime

    def later(self, minutes: int) -> "Dates":
        gap = dt.timedelta(minutes=minutes)
        return Dates(self.opens_at + gap, self.closes_at + gap, self.results_at + gap)


def wave_of(school_id: int, school_ids: Iterable[int], waves: int) -> int:
    """The wave of a school, from 0: its position by id among all schools of the round, so that each wave has as many.

    Raises ValueError for a school that is not among them.
    """
    return sorted(school_ids).index(school_id) % waves


def dates_of_wave(first: Dates, wave: int, gap_minutes: int) -> Dates:
    """The dates of the schools of a wave; `first` are those of wave 0."""
    return first.later(wave * gap_minutes)
