"""Laying a closed evening down: from the database's rows to the lake's columns."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from shuangjian.homework.queries import WorkSet, works_set_on
from shuangjian.kernel.grade import stage_of
from shuangjian.lake.folder import Columns, Lake
from shuangjian.lake.pseudonyms import pseudonym
from shuangjian.lake.tables import ASKED, BUCKET, MINUTES, REPORTS, STOP, UNLISTED, WORKS, Table
from shuangjian.schools.queries import facts_below
from shuangjian.timing.queries import (
    AnswerRow,
    StopRow,
    answers_for,
    asked_children,
    asked_for,
    stops_for,
    unlisted_for,
)
from shuangjian.timing.rules import longest_of, places_of

Number = TypeVar("Number", int, NDArray[np.int64])
GRADES = 10


class Laid(NamedTuple):
    """How many rows of each an evening has in the lake."""

    works: int
    asked: int
    answered: int
    reports: int
    unlisted: int


def block_of(school_id: Number, grade: Number) -> Number:
    """School × grade as one number, or an array of them."""
    return school_id * GRADES + grade


def lay_down(lake: Lake, date: dt.date) -> Laid:
    """Write the evenings of one date to the lake, in the place of what was there. The number of queries is fixed."""
    stages = {
        pk: [str(stage_of(g, school.system)) for g in range(1, GRADES)] for pk, school in facts_below("/").items()
    }
    works = {work.publication_id: work for work in works_set_on(date)}
    asked = list(asked_for(date))
    unlisted = list(unlisted_for(date))
    reports = _reports(date, works, stages)
    lake.write(WORKS, date, columns(WORKS, (work_row(work, stages) for work in works.values())))
    lake.write(ASKED, date, columns(ASKED, ((a.school_id, a.class_id, a.grade, a.asked, a.answered) for a in asked)))
    lake.write(
        UNLISTED,
        date,
        columns(
            UNLISTED,
            (
                (u.school_id, u.class_id, u.grade, u.subject, pseudonym(u.pupil_id), u.least, _open(u.most))
                for u in unlisted
            ),
        ),
    )
    lake.write(REPORTS, date, columns(REPORTS, reports))
    answered = sum(one.answered for one in asked)
    return Laid(len(works), sum(one.asked for one in asked), answered, len(reports), len(unlisted))


def columns(table: Table, rows: Iterable[Sequence[Any]]) -> Columns:
    """Rows in the order of a table's columns as arrays."""
    turned = list(zip(*rows, strict=True)) or [()] * len(table.columns)
    return {
        name: np.array(values, dtype=_DTYPES[kind])
        for (name, kind), values in zip(table.columns.items(), turned, strict=True)
    }


_DTYPES: dict[str, Any] = {
    "BIGINT": np.int64,
    "INTEGER": np.int32,
    "SMALLINT": np.int16,
    "TINYINT": np.int8,
    "DOUBLE": np.float64,
    "BOOLEAN": np.bool_,
    "VARCHAR": object,
}


def work_row(work: WorkSet, stages: dict[int, list[str]]) -> tuple[Any, ...]:
    """A row of WORKS."""
    position, declared = longest_of(work.tiers, work.choose)
    return (
        work.school_id, work.class_id, work.grade, work.assignment_id, position,
        places_of(work.tiers, work.choose)[position], work.author_id, work.subject,
        stages[work.school_id][work.grade - 1], work.form, declared, work.minutes, work.counted, work.committed,
        work.cap,
    )  # fmt: skip


def _reports(date: dt.date, works: dict[int, WorkSet], stages: dict[int, list[str]]) -> list[tuple[Any, ...]]:
    """What families said of work that stands; and of what an asked family left undone at bedtime, that it took longer
    than it counts. Families that were not asked and ended an evening are no sample of anything.

    A family counts once for a piece of homework: what it said of it goes before an evening that it ended, whichever
    came first. What is left of work that goes on another evening says nothing of the whole yet.
    """
    found = []
    said = set()
    for answer in answers_for(date):
        if answer.publication_id in works:
            said.add((answer.pupil_id, answer.publication_id))
            mode = MINUTES if answer.most == answer.least else BUCKET
            span = answer.least, _open(answer.most), answer.finished, mode
            found.append(_report(works[answer.publication_id], answer, answer.position, stages, span))
    asked = asked_children(date)
    for stop in stops_for(date):
        work = works.get(stop.publication_id)
        if work and work.is_last and stop.pupil_id in asked and (stop.pupil_id, stop.publication_id) not in said:
            position, declared = longest_of(work.tiers, work.choose)
            span = work.counted or declared, np.nan, False, STOP
            found.append(_report(work, stop, position, stages, span))
    return [row for row in found if row is not None]


def _report(
    work: WorkSet, by: AnswerRow | StopRow, position: int, stages: dict[int, list[str]], span: tuple[float, ...]
) -> tuple[Any, ...] | None:
    """A row of REPORTS; None where the teacher declared no minutes, with which nothing can be compared."""
    if work.choose > 1 or position >= len(work.tiers):
        position, declared = longest_of(work.tiers, work.choose)
    else:
        declared = work.tiers[position]
    if declared < 1:
        return None
    low, high, finished, mode = span
    return (
        block_of(by.school_id, by.grade), by.class_id, by.grade, pseudonym(by.pupil_id), work.assignment_id, position,
        places_of(work.tiers, work.choose)[position], work.school_id, work.author_id, work.subject,
        stages[work.school_id][by.grade - 1], work.form, declared, work.counted, low, high, finished, mode, 1.0,
    )  # fmt: skip


def _open(most: int | None) -> float:
    return np.nan if most is None else float(most)
