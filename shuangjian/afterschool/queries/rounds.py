"""Rounds of sign-up: which counts at a place, when a school's wave is, and how far the schools of a round are."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from shuangjian.afterschool.models import Draw, Programme, Round
from shuangjian.afterschool.rules.waves import Dates, dates_of_wave, wave_of
from shuangjian.schools.queries import SchoolFacts, facts_below, ids_of, schools_below


def round_of(place_id: int, year: int, number: int) -> Round | None:
    """The round that exactly this place has stated for a term. One query."""
    return Round.objects.filter(place_id=place_id, year=year, number=number).select_related("place").first()


def round_at(path: str, year: int, number: int) -> Round | None:
    """The round of a term that counts at a place: that of the nearest place on its path which states one. One query."""
    ids = ids_of(path)
    stated = Round.objects.filter(place_id__in=ids, year=year, number=number).select_related("place")
    by_place = {row.place_id: row for row in stated}
    return next((by_place[pk] for pk in reversed(ids) if pk in by_place), None)


def dates_of_school(row: Round, school_id: int, place_path: str) -> Dates:
    """When a school of a round opens, closes and tells; `place_path` is that of the round's place. One query."""
    schools = schools_below(place_path).order_by().values_list("pk", flat=True)
    wave = wave_of(school_id, schools, row.waves)
    return dates_of_wave(first_dates(row), wave, row.gap_minutes)


def first_dates(row: Round) -> Dates:
    """The dates of the first wave."""
    return Dates(row.opens_at, row.closes_at, row.results_at)


@dataclass(frozen=True)
class SchoolProgress:
    """How far a school is in a term: whether it has planned, announced, been sealed and drawn. `opens_at` and
    `closes_at` are its own, once it has announced."""

    school: SchoolFacts
    planned: bool
    announced: bool
    opens_at: dt.datetime | None
    closes_at: dt.datetime | None
    sealed: bool
    drawn: bool

    def is_open(self, at: dt.datetime) -> bool:
        return self.opens_at is not None and self.closes_at is not None and self.opens_at <= at < self.closes_at


def progress_below(path: str, year: int, number: int) -> list[SchoolProgress]:
    """Every school at or below a place and how far it is in a term, by place and name. Four queries."""
    schools = facts_below(path)
    rows = Programme.objects.filter(school__place__path__startswith=path, year=year, number=number)
    known = {row[0]: row[1:] for row in rows.values_list("school_id", "announced_at", "opens_at", "closes_at")}
    draws = Draw.objects.filter(programme__in=rows.order_by()).values_list("school_id", "drawn_at")
    drawn = dict(draws)
    return [
        _progress(school, known.get(school.id), school.id in drawn, drawn.get(school.id)) for school in schools.values()
    ]


def _progress(
    school: SchoolFacts, row: Sequence[dt.datetime | None] | None, sealed: bool, drawn_at: dt.datetime | None
) -> SchoolProgress:
    if row is None:
        return SchoolProgress(school, False, False, None, None, False, False)
    announced_at, opens_at, closes_at = row
    return SchoolProgress(school, True, announced_at is not None, opens_at, closes_at, sealed, drawn_at is not None)


def announced_with(round_id: int) -> int:
    """How many schools have announced with a round. One query."""
    return Programme.objects.filter(round_id=round_id).count()
