"""A file read in a process of its own, and compared with the database: nothing is written."""

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from shuangjian.kernel.actor import Actor
from shuangjian.kernel.day import shanghai_date
from shuangjian.people.operations.identity import digest_of
from shuangjian.people.operations.roster_state import roster_state, schools_in
from shuangjian.people.roster import BadCell, Reading, bad_cells_workbook, read_original, read_upload
from shuangjian.people.roster.planning import Plan, plan_roster, schools_named

if TYPE_CHECKING:
    from shuangjian.schools.models import Place


@dataclass(frozen=True)
class Comparison:
    """What a file says, what it would change at a place, and which schools it speaks about."""

    reading: Reading
    plan: Plan
    school_ids: frozenset[int]

    @property
    def bad(self) -> tuple[BadCell, ...]:
        return tuple(self.plan.bad)


def compare(*, by: Actor, at: dt.datetime, place: "Place", content: bytes) -> Comparison:
    """Read a file and compare it. Raises UnreadableFile."""
    with _on_disk(content) as path:
        reading = read_upload(path, on=shanghai_date(at))
    return compare_reading(by=by, at=at, place=place, reading=reading)


def compare_reading(*, by: Actor, at: dt.datetime, place: "Place", reading: Reading) -> Comparison:
    """Compare what was read with the database as it is now."""
    schools = schools_in(place.path)
    named = schools_named(reading, schools)
    plan = plan_roster(reading, roster_state(reading, schools, named, by, shanghai_date(at)), digest_of)
    return Comparison(reading, plan, named)


def handback(comparison: Comparison, content: bytes) -> bytes:
    """The workbook with every bad cell listed and, where the file had sheets, tinted in its place."""
    with _on_disk(content) as path:
        original = read_original(path)
    notes = (*comparison.reading.notes, *comparison.plan.notes)
    return bad_cells_workbook(replace(comparison.reading, bad=comparison.bad, notes=notes), original)


@contextmanager
def _on_disk(content: bytes) -> Iterator[Path]:
    """The reader's process opens a file; only this user may read it, and it is gone when the block ends."""
    with tempfile.NamedTemporaryFile(prefix="roster-") as file:
        file.write(content)
        file.flush()
        yield Path(file.name)
