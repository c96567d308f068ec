"""Reports of some evenings as the estimator is given them: arrays of codes, and what each code stands for.

Evenings are read one by one, so that a year of them takes the room of its arrays and no more. Codes follow the order of
what they stand for: neither the order of rows nor that of files matters.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from shuangjian.homework.rules import Form
from shuangjian.kernel.grade import Stage
from shuangjian.kernel.subject import Subject
from shuangjian.lake.folder import Lake, columns_of
from shuangjian.lake.tables import BUCKET, REPORTS, STOP
from shuangjian.timing.estimator.data import Items, Pupils, Reports
from shuangjian.timing.rules import BETWEEN, EASIEST, HARDEST

Columns = dict[str, NDArray[Any]]
SUBJECTS, STAGES, FORMS = ([str(one.value) for one in kind] for kind in (Subject, Stage, Form))
OF_A_PUPIL = ("pupil", "school_class", "grade", "block")
TIERS = 4

_SOURCE_OF_CELL = f"""(list_position({SUBJECTS}, subject) - 1) * {len(STAGES) * len(FORMS)}
    + (list_position({STAGES}, stage) - 1) * {len(FORMS)} + list_position({FORMS}, form) - 1"""
_WHO = """CREATE TEMP TABLE who AS
    SELECT (row_number() OVER (ORDER BY block, school_class, grade, pupil) - 1)::INTEGER AS code, *
    FROM (SELECT block, school_class, grade, pupil, bool_or(known) AS known FROM (
        SELECT DISTINCT block, school_class, grade, pupil, false AS known FROM {rows}
        UNION ALL SELECT block, school_class, grade, pupil, true AS known FROM known_before
    ) GROUP BY ALL)"""
_ITEMS = f"""CREATE OR REPLACE TEMP TABLE its AS
    SELECT (row_number() OVER (ORDER BY assignment, position, grade) - 1)::INTEGER AS code, *
    FROM (
        SELECT assignment, position, grade, min(date) AS day, min(school)::INTEGER AS school, min(block) AS block,
            min(teacher)::INTEGER AS teacher, min(list_position({SUBJECTS}, subject) - 1)::TINYINT AS subject,
            min({_SOURCE_OF_CELL})::SMALLINT AS cell, min(tier) AS tier, min(declared) AS declared,
            count(*) FILTER (mode < {STOP})::INTEGER AS reports,
            count(*) FILTER (mode < {STOP} AND NOT finished)::INTEGER AS unfinished
        FROM {{rows}} GROUP BY assignment, position, grade
    )"""
_REPORTS = f"""SELECT who.code AS pupil, its.code AS item, ln(greatest(low, 1)) AS low,
        CASE WHEN high IS NULL THEN 'inf'::DOUBLE ELSE ln(greatest(high, 1)) END AS high,
        least(mode, {BUCKET})::INTEGER AS mode, weight
    FROM {{rows}} JOIN who USING (block, school_class, grade, pupil) JOIN its USING (assignment, position, grade)
    ORDER BY ALL"""


@dataclass(frozen=True)
class Reading:
    """What the estimator is given, and what stands behind its codes.

    `pupil`: `pupil` (pseudonym), `school_class`, `grade`, `block`, and whether it was `known` before, each (S,). A
    child that changed its class or grade is another one from then on. `item`: `assignment`, `position`, `grade`, `day`
    (since 1970), `school`, `teacher`, `subject`, `cell` (a code of subject × stage × form), `tier`, `declared`,
    `reports` and `unfinished` of families that answered, each (J,). Homework of several evenings is an item on each.
    `teacher`: `teacher`, `subject`, `school`, each (T,). `cell` (K,): cell × tier of the estimator's cells; `block`
    (G,) and `klass` (C,): ids.
    """

    reports: Reports
    items: Items
    pupils: Pupils
    pupil: Columns
    item: Columns
    teacher: Columns
    cell: NDArray[np.int64]
    block: NDArray[np.int64]
    klass: NDArray[np.int64]

    @property
    def rank(self) -> NDArray[np.float64]:
        """(J,) −1 for the easiest tier of an assignment to 1 for the hardest, nan where it has no tiers."""
        ranks = np.full(TIERS, np.nan)
        ranks[[EASIEST, BETWEEN, HARDEST]] = -1, 0, 1
        found: NDArray[np.float64] = ranks[self.item["tier"]]
        return found


def read_reports(lake: Lake, dates: Sequence[dt.date], known: Mapping[str, NDArray[Any]] | None = None) -> Reading:
    """Every report of these evenings. Children that were `known` before (`pupil`, `school_class`, `grade`, `block`) are
    among its pupils, whether they report or not."""
    with lake.opened() as connection:
        before = known or {name: np.zeros(0, np.int64) for name in OF_A_PUPIL}
        connection.register("known_before", {name: before[name] for name in OF_A_PUPIL})
        connection.execute(_WHO.format(rows=lake.rows(REPORTS, dates)))
        pupil = columns_of(connection.execute("SELECT * EXCLUDE (code) FROM who ORDER BY code"))
        reports, item = _days(lake, dates, connection)
    block, (of_pupil, of_item) = _coded(pupil["block"], item["block"])
    klass, (sits_in,) = _coded(pupil["school_class"] * 10 + pupil["grade"])
    cell, (in_cell,) = _coded(item["cell"].astype(np.int64) * TIERS + item["tier"])
    taught, (by,) = _coded(item["teacher"].astype(np.int64) * len(SUBJECTS) + item["subject"])
    first = np.zeros(taught.size, np.int64)
    first[by[::-1]] = np.arange(by.size)[::-1]
    teacher = {"teacher": taught // len(SUBJECTS), "subject": taught % len(SUBJECTS), "school": item["school"][first]}
    items = Items(in_cell, item["subject"].astype(np.int32), by, of_item, item["declared"].astype(np.float64))
    return Reading(reports, items, Pupils(sits_in, of_pupil), pupil, item, teacher, cell, block, klass)


def cell_of(code: int) -> tuple[str, str, str]:
    """Subject, stage and form of a code of theirs."""
    rest, form = divmod(code, len(FORMS))
    subject, stage = divmod(rest, len(STAGES))
    return SUBJECTS[subject], STAGES[stage], FORMS[form]


def codes_of_cells(columns: Columns) -> NDArray[np.int64]:
    """Codes of subject × stage × form of rows that have these columns."""
    subject, stage, form = (
        np.array([known.index(one) for one in columns[name]], np.int64)
        for name, known in (("subject", SUBJECTS), ("stage", STAGES), ("form", FORMS))
    )
    codes: NDArray[np.int64] = (subject * len(STAGES) + stage) * len(FORMS) + form
    return codes


def day_of(date: dt.date) -> int:
    """A date as days since 1970."""
    return (date - dt.date(1970, 1, 1)).days


def date_of(day: int) -> dt.date:
    return dt.date(1970, 1, 1) + dt.timedelta(days=int(day))


def _days(lake: Lake, dates: Sequence[dt.date], connection: duckdb.DuckDBPyConnection) -> tuple[Reports, Columns]:
    """Reports and items, evening after evening, each evening's in the order of its codes."""
    counted = connection.execute(f"SELECT count(*) FROM {lake.rows(REPORTS, dates)}").fetchone()
    total = int(counted[0]) if counted else 0
    kinds = {"pupil": np.int32, "item": np.int32, "low": np.float64, "high": np.float64, "mode": np.int32,
             "weight": np.float64}  # fmt: skip
    if _all_weigh_one(connection, lake.rows(REPORTS, dates)):
        del kinds["weight"]
    whole: Columns = {name: np.empty(total, kind) for name, kind in kinds.items()}
    items: list[Columns] = []
    filled = before = 0
    for date in dates:
        rows = lake.rows(REPORTS, [date])
        connection.execute(_ITEMS.format(rows=rows))
        items.append(columns_of(connection.execute("SELECT * EXCLUDE (code) FROM its ORDER BY code")))
        day = columns_of(connection.execute(_REPORTS.format(rows=rows)))
        day["item"] += np.int32(before)
        for name, values in whole.items():
            values[filled : filled + day[name].size] = day[name]
        filled += day["item"].size
        before += items[-1]["assignment"].size
    names = items[0].keys() if items else _NO_ITEMS
    whole.setdefault("weight", np.broadcast_to(np.float64(1), total))  # one number stands for all of them
    return Reports(**whole), {n: np.concatenate([day[n] for day in items]) if items else np.empty(0) for n in names}


def _all_weigh_one(connection: duckdb.DuckDBPyConnection, rows: str) -> bool:
    return connection.execute(f"SELECT 1 FROM {rows} WHERE weight <> 1 LIMIT 1").fetchone() is None


_NO_ITEMS = ("assignment", "position", "grade", "day", "school", "block", "teacher", "subject", "cell", "tier",
             "declared", "reports", "unfinished")  # fmt: skip


def _coded(*columns: NDArray[Any]) -> tuple[NDArray[np.int64], list[NDArray[np.int32]]]:
    """The values that occur in these columns, in order, and each column as places among them."""
    values = np.unique(np.concatenate([np.unique(column) for column in columns])).astype(np.int64)
    return values, [np.searchsorted(values, column).astype(np.int32) for column in columns]
