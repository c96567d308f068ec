"""What the evenings of classes came to, beside what was to be expected of them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shuangjian.journeys.measuring.learnt import Learnt, Minutes
from shuangjian.lake import Lake
from shuangjian.lake.reading import SUBJECTS, codes_of_cells, day_of
from shuangjian.lake.tables import TOTALS, WORKS
from shuangjian.timing.estimator.data import Floats
from shuangjian.timing.estimator.planning import Planned, day_totals
from shuangjian.timing.estimator.totals import Done, totals

Columns = dict[str, NDArray[Any]]
UNKNOWN = 0.25  # variance of the log minutes of work of a kind that nobody has measured


@dataclass(frozen=True)
class Set:
    """The homework that counts on the evenings of one date, and for each evening of a class its first row there."""

    works: Columns
    evening: NDArray[np.int32]
    first: NDArray[np.intp]
    teacher: NDArray[np.int64]
    cell: NDArray[np.int64]

    @property
    def part(self) -> Floats:
        """(n,) how much of a piece of homework falls on this evening."""
        share: Floats = self.works["minutes"] / self.works["counted"]
        return share

    def predicted(self, learnt: Learnt) -> tuple[Floats, Floats, Floats]:
        """Log minutes (n,) as they were to be expected, the variance of what is expected of the teacher, and of one
        piece of homework."""
        factor, variance = learnt.predicted(self.teacher, self.works["school"], self.cell)
        known = np.isfinite(factor)
        median = np.log(self.works["declared"]) + np.where(known, factor, 0.0)
        return median, np.where(known, variance, UNKNOWN / 2), np.where(known, learnt.habits.item, UNKNOWN / 2)


def homework_of(lake: Lake, date: dt.date) -> Set:
    """What counts on the evenings of a date, evening by evening."""
    works = lake.read(WORKS, [date])
    works = {name: values[(works["minutes"] > 0) & (works["declared"] > 0)] for name, values in works.items()}
    key = works["school_class"] * 10 + works["grade"]
    _, first, evening = np.unique(key, return_index=True, return_inverse=True)
    subject = np.array([SUBJECTS.index(one) for one in works["subject"]], np.int64)
    return Set(
        works, evening.astype(np.int32), first, works["teacher"] * len(SUBJECTS) + subject, codes_of_cells(works)
    )


def lay_totals(lake: Lake, date: dt.date, minutes: Minutes, learnt: Learnt, before: Learnt | None) -> None:
    """Write what the evenings of a date came to. What was expected is what was known `before` it; None leaves it as
    it was laid down, because what is known by now has seen the evening."""
    done = homework_of(lake, date)
    median, variance, common, teacher = _measured(done, minutes, learnt, date)
    fitted = totals(Done(done.evening, teacher, median, variance, done.part, common), done.first.size)
    works = done.works
    facts = {name: works[name][done.first] for name in ("school", "school_class", "grade", "stage", "cap")}
    expected, spread = _kept(lake, date, facts) if before is None else _expected(done, before)
    lake.write(
        TOTALS,
        date,
        facts
        | {"expected": expected, "spread": spread, "fitted": fitted.log_total, "variance": fitted.variance,
           "shared": fitted.shared},
    )  # fmt: skip


def _measured(
    done: Set, minutes: Minutes, learnt: Learnt, date: dt.date
) -> tuple[Floats, Floats, Floats, NDArray[np.int32]]:
    """Log minutes and variances of what was set: as fitted where anybody reported it, as expected where nobody did.
    Beside them the variance common to each teacher's work."""
    item, works = minutes.reading.item, done.works
    of_day = np.flatnonzero(item["day"] == day_of(date))
    median, of_teacher, of_work = done.predicted(learnt)
    variance = of_teacher + of_work
    keys = _key(item, of_day)
    order = np.argsort(keys)
    place = np.searchsorted(keys, wanted := _key(works), sorter=order)
    place = np.minimum(place, max(keys.size - 1, 0))
    if keys.size:
        at = of_day[order[place]]
        found = (keys[order[place]] == wanted) & np.isfinite(minutes.error[at])
        median = np.where(found, minutes.median[at], median)
        variance = np.where(found, minutes.error[at] ** 2, variance)
        of_teacher = np.where(found, minutes.of_teacher[at], of_teacher)
    taught, teacher = np.unique(done.teacher, return_inverse=True)
    common = np.zeros(taught.size)
    common[teacher] = np.minimum(of_teacher, variance)
    return median, variance, common, teacher.astype(np.int32)


def _key(columns: Columns, some: NDArray[np.intp] | slice = slice(None)) -> NDArray[np.int64]:
    position, grade = (columns[name][some].astype(np.int64) for name in ("position", "grade"))
    key: NDArray[np.int64] = (columns["assignment"][some] * 64 + position) * 16 + grade
    return key


def _expected(done: Set, before: Learnt) -> tuple[Floats, Floats]:
    """Log median of each evening, as it could be told before it, and its spread but for what evenings differ by; nan
    where nothing was known."""
    if not before.cell.size:
        return np.full(done.first.size, np.nan), np.full(done.first.size, np.nan)
    median, of_teacher, of_work = done.predicted(before)
    teacher = np.unique(done.teacher, return_inverse=True)[1].astype(np.int32)
    planned = Planned(done.evening, teacher, np.exp(median) * done.part, np.zeros(median.size), of_teacher)
    item_variance = float(np.mean(of_work)) if of_work.size else 0.0
    found = day_totals(planned, done.first.size, item_variance=item_variance, evening_variance=0.0)
    return found.log_median, found.spread


def _kept(lake: Lake, date: dt.date, facts: Columns) -> tuple[Floats, Floats]:
    """What was expected when it was laid down, for the same evenings."""
    wanted = facts["school_class"] * 10 + facts["grade"]
    if date not in lake.days(TOTALS):
        return np.full(wanted.size, np.nan), np.full(wanted.size, np.nan)
    laid = lake.read(TOTALS, [date])
    key = laid["school_class"] * 10 + laid["grade"]
    order = np.argsort(key)
    place = order[np.minimum(np.searchsorted(key, wanted, sorter=order), key.size - 1)] if key.size else wanted * 0
    there = key[place] == wanted if key.size else np.zeros(wanted.size, np.bool_)
    return tuple(  # type: ignore[return-value]
        np.where(there, laid[name][place] if key.size else np.nan, np.nan) for name in ("expected", "spread")
    )
