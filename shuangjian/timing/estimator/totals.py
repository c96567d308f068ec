"""What evenings took a middle-level pupil once their homework is measured: the sum of item medians, which is what the
rule computes with."""

from dataclasses import dataclass

import numpy as np

from shuangjian.timing.estimator.data import Floats, Ints, Items, sums_by
from shuangjian.timing.estimator.fitted import Fit


@dataclass(frozen=True)
class Done:
    """n pieces of homework on E evenings. `evening`, `teacher` (n,): codes from 0. `median` (n,): log minutes of a
    middle-level pupil, with the `variance` (n,) of its error. `part` (n,): how much of the piece falls on this evening,
    > 0. `common` (T,): variance of a teacher's error, the same in all the teacher's pieces."""

    evening: Ints
    teacher: Ints
    median: Floats
    variance: Floats
    part: Floats
    common: Floats


@dataclass(frozen=True)
class Totals:
    """(E,) log minutes of each evening's sum, the variance of its error, and what of that comes from its teachers and
    so returns on the next evening. An evening without homework has -inf and no variance."""

    log_total: Floats
    variance: Floats
    shared: Floats

    @property
    def own(self) -> Floats:
        """(E,) the variance that no other evening has a part in."""
        return np.maximum(self.variance - self.shared, 0.0)


def totals(done: Done, evenings: int) -> Totals:
    """Sums of medians, with variances to first order: a piece weighs as much as it is of its evening."""
    minutes = done.part * np.exp(done.median)
    whole = sums_by(done.evening, minutes, evenings)
    weight = minutes / whole[done.evening]
    teachers = done.common.size
    pair, of = np.unique(done.evening.astype(np.int64) * max(teachers, 1) + done.teacher, return_inverse=True)
    by_teacher = sums_by(of.astype(np.int32), weight, pair.size) ** 2 * done.common[pair % max(teachers, 1)]
    with np.errstate(divide="ignore"):
        log_total = np.log(whole)
    return Totals(
        log_total,
        sums_by(done.evening, weight**2 * done.variance, evenings),
        sums_by((pair // max(teachers, 1)).astype(np.int32), by_teacher, evenings),
    )


def evening_totals(fit: Fit, items: Items, evening: Ints, item: Ints, evenings: int) -> Totals:
    """Totals of evenings 0..E-1 from pairs (evening, item) (n,): what a middle-level pupil did on each.

    An item's error is its teacher's and its own. The first is the same on every evening of that teacher, however many
    report: whether a teacher sets much or the classes taught are slow is told apart by what is usual, not by reports.
    """
    whole = np.ones(item.size)
    done = Done(evening, items.teacher[item], fit.median[item], fit.error[item] ** 2, whole, fit.teacher_error**2)
    return totals(done, evenings)
