"""What a fit hands back: the minutes of a middle-level pupil for every item, and how sure of them one may be."""

from dataclasses import dataclass

import numpy as np

from shuangjian.timing.estimator.data import Floats


@dataclass(frozen=True)
class Variances:
    """On the scale of log minutes: of teachers, items, pupils and classes about their means, and of one report."""

    teacher: float
    item: float
    pupil: float
    klass: float
    report: float


@dataclass(frozen=True)
class Fit:
    """J items, T teachers, S pupils, C classes, K cells, D modes; everything in log minutes.

    A report of pupil i in class c on item j is `cell + mode + teacher + item - (pupil + klass)` and its own error: a
    higher `pupil` or `klass` is a quicker one. Whoever has no report stands at zero, the mean. A cell or mode without
    reports is nan.

    `median` (J,): the middle-level pupil of the item's grade in its school; exp of it is minutes. `error` (J,): its
    standard error. `unshrunken` (J,): the same as the item's own reports alone tell it, corrected for who answered,
    with the variance `unshrunken_variance`; nan and inf for an item without reports. `reports` (J,): how many there
    are; `unfinished` (J,): how many of them say "not finished".

    `pupil` stays inside this package: it is a pupil's pace, and nobody's business.
    """

    cell: Floats
    cell_error: Floats
    mode: Floats
    mode_error: Floats
    teacher: Floats
    teacher_error: Floats
    item: Floats
    pupil: Floats
    klass: Floats
    median: Floats
    error: Floats
    unshrunken: Floats
    unshrunken_variance: Floats
    reports: Floats
    unfinished: Floats
    variances: Variances
    deviance: float
    rounds: int
    converged: bool

    def interval(self, share: float = 0.90) -> tuple[Floats, Floats]:
        """Minutes (J,) below and above: the middle-level pupil's lie between them with probability `share`."""
        from scipy.special import ndtri

        reach = float(ndtri(0.5 + share / 2)) * self.error
        return np.exp(self.median - reach), np.exp(self.median + reach)
