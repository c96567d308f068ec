"""What evenings took a middle-level pupil, from a fit of their items."""

from dataclasses import dataclass

import numpy as np

from shuangjian.timing.estimator.data import Floats, Ints, Items, sums_by
from shuangjian.timing.estimator.fitted import Fit


@dataclass(frozen=True)
class EveningTotals:
    """E evenings: `log_minutes` of the sum of item medians, `variance` of its error apart from `shared`, the variance
    that all evenings with the same teachers have in common; all (E,). -inf and 0 for an evening without items."""

    log_minutes: Floats
    variance: Floats
    shared: Floats


def evening_totals(fit: Fit, items: Items, evening: Ints, item: Ints, evenings: int) -> EveningTotals:
    """Totals of evenings 0..E-1 from pairs (evening, item) (n,): what a middle-level pupil did on each.

    An item's error is its teacher's and its own. The first is the same on every evening of that teacher, however many
    report: whether a teacher sets much or the classes taught are slow is told apart by what is usual, not by reports.
    """
    minutes = np.exp(fit.median[item])
    total = sums_by(evening, minutes, evenings)
    part = minutes / total[evening]
    error = fit.error[item] ** 2
    of_teacher = np.minimum(fit.teacher_error[items.teacher[item]] ** 2, error)
    with np.errstate(divide="ignore"):
        log_minutes = np.log(total)
    return EveningTotals(
        log_minutes,
        sums_by(evening, part**2 * (error - of_teacher), evenings),
        sums_by(evening, part**2 * of_teacher, evenings),
    )
