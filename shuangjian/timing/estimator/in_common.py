"""What the errors of a class's evenings have in common.

A teacher's error returns on the evenings that have that teacher's work, and on no others: over ten evenings of six
teachers less is left of it than over ten of one. And the few families that answer about an evening answer about all its
pieces: what is not known of their pace is in each of these at once.
"""

from dataclasses import dataclass

import numpy as np

from shuangjian.timing.estimator.data import Floats, Ints, sums_by
from shuangjian.timing.estimator.fitted import Variances


@dataclass(frozen=True)
class Pieces:
    """n pieces of homework on E evenings of C classes: `evening` and `teacher` (n,), codes from 0, and by which
    `minutes` (n,), > 0, a piece weighs on its evening; `klass` (E,), of each evening."""

    evening: Ints
    teacher: Ints
    minutes: Floats
    klass: Ints

    @property
    def weight(self) -> Floats:
        """(n,) the part of its evening."""
        whole: Floats = self.minutes / sums_by(self.evening, self.minutes, self.klass.size)[self.evening]
        return whole


def alike(variances: Variances) -> float:
    """How much the errors of two pieces that the same families report correlate at most: as if of their pace nothing
    were known yet."""
    pace = variances.pupil + variances.klass
    return pace / (pace + variances.report) if pace else 0.0


def evening_factor(pieces: Pieces, alike: float) -> Floats:
    """(E,) how many times the variance of an evening's sum is what it would be if its pieces' errors had nothing in
    common, where all are known equally well; 1 of an evening without any."""
    squares = sums_by(pieces.evening, pieces.weight**2, pieces.klass.size)
    return 1 + alike * (1 / np.where(squares > 0, squares, 1.0) - 1)


def teachers_part(pieces: Pieces, classes: int) -> Floats:
    """(C,) which part of the variance that evenings of a class owe to their teachers, taken as the mean of them, is
    left of it in the mean of these evenings: 1 where all have the same teachers in the same parts."""
    teachers = int(pieces.teacher.max(initial=-1)) + 1
    evenings = np.bincount(pieces.klass, minlength=classes)
    pair, of = _pairs(pieces.evening, pieces.teacher, teachers)
    of_evening = sums_by(of, pieces.weight, pair.size)
    apart = sums_by(pieces.klass[pair // max(teachers, 1)], of_evening**2, classes)
    pair, of = _pairs(pieces.klass[pieces.evening], pieces.teacher, teachers)
    of_class = sums_by(of, pieces.weight, pair.size)
    together = sums_by((pair // max(teachers, 1)).astype(np.int32), of_class**2, classes)
    return np.where(apart > 0, together / np.where(apart > 0, apart, 1.0) / np.maximum(evenings, 1), 1.0)


def _pairs(one: Ints, teacher: Ints, teachers: int) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], Ints]:
    pair, of = np.unique(one.astype(np.int64) * teachers + teacher, return_inverse=True)
    return pair, of.astype(np.int32)
