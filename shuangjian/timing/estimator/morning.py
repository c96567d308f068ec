"""What is known in the morning, before the day's reports: sums of the days before, and the last full fit."""

from dataclasses import dataclass

import numpy as np

from shuangjian.timing.estimator.data import Floats
from shuangjian.timing.estimator.fitted import Fit, Variances
from shuangjian.timing.estimator.streams import STREAMS

KEPT = 0.995  # of every sum, from one school day to the next


@dataclass(frozen=True)
class State:
    """What is known in the morning, as columns: for S pupils the precision of what their reports said of their speed
    and precision × that, how many of them were of tiers and the sum of those tiers' ranks; for T teachers the precision
    of what was said of u_T and precision × that. All zero where nothing was reported."""

    pupil_precision: Floats
    pupil_weighted: Floats
    pupil_tiered: Floats
    pupil_ranks: Floats
    teacher_precision: Floats
    teacher_weighted: Floats

    @classmethod
    def empty(cls, pupils: int, teachers: int) -> "State":
        of_pupils, of_teachers = np.zeros(pupils), np.zeros(teachers)
        return cls(of_pupils, of_pupils, of_pupils, of_pupils, of_teachers, of_teachers)

    def a_day_later(self, count: Floats, ranks: Floats) -> "State":
        """The next day's, with the tiers that it reports: how many of each pupil, and the sum of their ranks."""
        return State(
            self.pupil_precision * KEPT,
            self.pupil_weighted * KEPT,
            self.pupil_tiered * KEPT + count,
            self.pupil_ranks * KEPT + ranks,
            self.teacher_precision * KEPT,
            self.teacher_weighted * KEPT,
        )


@dataclass(frozen=True)
class Known:
    """From the last full fit: `cell` (K,) x'b, `mode` (D,) delta_m, `stream` (6,) how much longer each stream of pupils
    takes, and the variances. A cell, mode or stream that it had no reports of is 0. `cell_unsure` (K,) and
    `stream_unsure` (6,) are variances of the errors of `cell` and `stream`."""

    cell: Floats
    mode: Floats
    stream: Floats
    variances: Variances
    cell_unsure: Floats
    stream_unsure: Floats

    @classmethod
    def of(cls, fit: Fit) -> "Known":
        """Of a fit made by `fit_in_streams`."""
        modes, errors = np.full((2, -(-fit.mode.size // STREAMS), STREAMS), np.nan)
        modes.ravel()[: fit.mode.size], errors.ravel()[: fit.mode.size] = fit.mode, fit.mode_error
        stream = np.nan_to_num(modes[0])
        mode = np.nan_to_num(modes - stream).sum(axis=1) / np.maximum(1, np.isfinite(modes).sum(axis=1))
        unsure = np.nan_to_num(fit.cell_error**2), np.nan_to_num(errors[0] ** 2)
        return cls(np.nan_to_num(fit.cell), mode, stream, fit.variances, *unsure)
