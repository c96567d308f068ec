"""What an evening will take before anybody has done it: a log-normal that has the day total's first two moments.

A total is exp(kappa of each teacher + what each item is off + what the whole evening is off) summed. Items of one
teacher share that teacher's kappa; all items of an evening share the evening. The sum of item medians, which the rule
computes with, stands beside it: it is not the median of an evening, and the two are never mixed.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from shuangjian.timing.estimator.data import Floats, Ints, sums_by


@dataclass(frozen=True)
class Planned:
    """n planned items. `evening`, `teacher` (n,): codes from 0. `minutes` (n,): declared, > 0. `factor` (n,): log of
    the factor of calibration, alpha + kappa. `uncertainty` (n,): variance P_T of kappa, the same for items of one
    teacher."""

    evening: Ints
    teacher: Ints
    minutes: Floats
    factor: Floats
    uncertainty: Floats


@dataclass(frozen=True)
class DayTotals:
    """E evenings: `expected` minutes, their log-normal's `log_median` and `spread` (standard deviation of the log), and
    `sum_of_medians`, all (E,). An evening without items has 0 expected and a log median of -inf."""

    expected: Floats
    log_median: Floats
    spread: Floats
    sum_of_medians: Floats

    @property
    def median(self) -> Floats:
        return np.exp(self.log_median)

    def probability_over(self, cap: Floats | float) -> Floats:
        """(E,) P(total > cap), for caps in minutes; work of any length is over a cap of 0."""
        with np.errstate(divide="ignore", invalid="ignore"):
            distance = (np.log(cap) - self.log_median) / self.spread
        over: Floats = np.where(self.expected > 0, ndtr(-np.nan_to_num(distance, nan=0.0)), 0.0)
        return over

    def interval(self, level: float = 0.9) -> tuple[Floats, Floats]:
        """Two (E,) bounds in minutes between which the total lies with this probability."""
        reach = ndtri((1 + level) / 2) * self.spread
        return np.exp(self.log_median - reach), np.exp(self.log_median + reach)


def day_totals(planned: Planned, evenings: int, *, item_variance: float, evening_variance: float) -> DayTotals:
    """Totals of evenings 0..E-1; variances of log minutes: tau_a² of one item, s_c² of a class's evening.

    Cov(X_j, X_k) = E_j E_k (exp(c_jk) − 1), c_jk = s_c² + [same teacher] P_T + [j = k] tau_a²: summed over pairs of
    items, of items of one teacher, and of items with themselves.
    """
    log_minutes = np.log(planned.minutes) + planned.factor
    variance = planned.uncertainty + item_variance + evening_variance
    means = np.exp(log_minutes + variance / 2)
    expected = sums_by(planned.evening, means, evenings)

    teachers = int(planned.teacher.max(initial=-1)) + 1
    pair, of = np.unique(planned.evening.astype(np.int64) * teachers + planned.teacher, return_inverse=True)
    by_teacher = sums_by(of, means, pair.size)
    shared = np.zeros(pair.size)
    shared[of] = np.exp(planned.uncertainty + evening_variance)
    of_pairs = by_teacher**2 * (shared - np.exp(evening_variance))

    spread2 = sums_by(planned.evening, means**2 * (np.exp(variance) - shared[of]), evenings)
    spread2 += sums_by(pair // max(teachers, 1), of_pairs, evenings)
    spread2 += expected**2 * np.expm1(evening_variance)
    with np.errstate(divide="ignore", invalid="ignore"):
        log_variance = np.where(expected > 0, np.log1p(spread2 / expected**2), 0.0)
        log_median = np.log(expected) - log_variance / 2
    medians = sums_by(planned.evening, np.exp(log_minutes), evenings)
    return DayTotals(expected, log_median, np.sqrt(log_variance), medians)
