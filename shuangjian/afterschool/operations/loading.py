"""Rounds and programmes in bulk: what a city is built with. Few statements, however many schools."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from shuangjian.afterschool.draw import FIRST_REFERENCE, commitment_of, digest
from shuangjian.afterschool.models import Programme, Round, Unit
from shuangjian.afterschool.operations.planning import fill_hours
from shuangjian.afterschool.operations.units import fill_unit
from shuangjian.afterschool.queries.menus import menu_of
from shuangjian.afterschool.queries.rounds import first_dates
from shuangjian.afterschool.rules.hours import Hours
from shuangjian.afterschool.rules.rounds import RoundSpec
from shuangjian.afterschool.rules.units import UnitSpec
from shuangjian.afterschool.rules.waves import dates_of_wave


@dataclass(frozen=True)
class NewProgramme:
    """A programme to be written: as planned, or, with a `secret` (64 hex signs), as announced in a round."""

    school_id: int
    year: int
    number: int
    hours: Hours
    units: tuple[UnitSpec, ...]
    planned_at: dt.datetime
    announced_at: dt.datetime | None = None
    secret: str = ""
    reference: int = FIRST_REFERENCE


def load_round(place_id: int, year: int, number: int, spec: RoundSpec, at: dt.datetime) -> Round:
    """One round, inside the caller's transaction; the caller records the act."""
    return Round.objects.create(
        place_id=place_id,
        year=year,
        number=number,
        opens_at=spec.dates.opens_at,
        closes_at=spec.dates.closes_at,
        results_at=spec.dates.results_at,
        waves=spec.waves,
        gap_minutes=spec.gap_minutes,
        public_source=spec.public.source,
        public_issue=spec.public.issue,
        public_due_at=spec.public.due,
        public_wait_days=spec.public.wait_days,
        public_where=spec.public.where,
        stated_at=at,
    )


def load_programmes(
    programmes: Sequence[NewProgramme], its_round: Round | None = None, school_ids: Sequence[int] = ()
) -> list[Programme]:
    """Write programmes with their units, inside the caller's transaction; the caller records the act.

    Those with a secret are announced in `its_round`, of whose schools (all below its place: `school_ids`) they come in
    waves. Two statements for each two thousand rows.
    """
    waves = {} if its_round is None else _waves(its_round, school_ids)
    rows, units = [], []
    for new in programmes:
        row = _row(new)
        its_units = [
            fill_unit(Unit(programme=row, school_id=row.school_id, number=number), spec)
            for number, spec in enumerate(new.units, 1)
        ]
        if new.secret and its_round is not None:
            _announce(row, its_units, new, its_round, waves[new.school_id])
        rows.append(row)
        units.append(its_units)
    made = Programme.objects.bulk_create(rows, batch_size=2000)
    for row, its_units in zip(made, units, strict=True):
        for unit in its_units:
            unit.programme = row
    Unit.objects.bulk_create((unit for its_units in units for unit in its_units), batch_size=2000)
    return made


def _waves(its_round: Round, school_ids: Sequence[int]) -> dict[int, int]:
    return {pk: position % its_round.waves for position, pk in enumerate(sorted(school_ids))}


def _row(new: NewProgramme) -> Programme:
    row = Programme(school_id=new.school_id, year=new.year, number=new.number, planned_at=new.planned_at)
    fill_hours(row, new.hours)
    return row


def _announce(row: Programme, units: list[Unit], new: NewProgramme, its_round: Round, wave: int) -> None:
    dates = dates_of_wave(first_dates(its_round), wave, its_round.gap_minutes)
    row.announced_at, row.round, row.reference, row.secret = new.announced_at, its_round, new.reference, new.secret
    row.opens_at, row.closes_at, row.results_at = dates.opens_at, dates.closes_at, dates.results_at
    commitment = commitment_of(new.secret, menu_of(row, units).as_json(), its_round.public)
    row.menu_digest, row.commitment = commitment["menu"], digest(commitment)
