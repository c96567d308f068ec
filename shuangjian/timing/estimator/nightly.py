"""The state that a full fit leaves to the days after it, without going through its weeks once more."""

import numpy as np

from shuangjian.timing.estimator.data import Floats, Pupils, Reports, stretches, sums_by
from shuangjian.timing.estimator.fitted import Fit
from shuangjian.timing.estimator.morning import Known, State
from shuangjian.timing.estimator.streams import stream_of, tiered

LEAST = 1e-12  # variance


def state_after(fit: Fit, known: Known, reports: Reports, rank: Floats, pupils: Pupils) -> State:
    """From it the next day reads the fit's own speeds and teachers, each as certain as its reports make it. An interval
    counts as its width, an open end as a width of one."""
    variances = known.variances
    count, ranks = tiered(reports, rank, pupils)
    slower = known.stream[stream_of(count, ranks)]
    precision = np.zeros(pupils.klass.size)
    for part in stretches(reports.item.size):
        low, high = reports.low[part], reports.high[part]
        wide = np.where(np.isfinite(high), high - low, 1.0)
        noise = (variances.report + wide**2 / 12) / reports.weight[part] + fit.error[reports.item[part]] ** 2
        precision += sums_by(reports.pupil[part], 1 / noise, precision.size)
    weighted = fit.pupil * (precision + 1 / max(variances.pupil, LEAST))
    weighted += precision * (fit.klass[pupils.klass] - slower)
    prior = 1 / max(variances.teacher, LEAST)
    of_teacher = np.maximum(1 / np.square(fit.teacher_error) - prior, 0.0)
    return State(precision, weighted, count, ranks, of_teacher, fit.teacher * (of_teacher + prior))
