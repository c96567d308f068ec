"""When a figure becomes a signal: a class over its last ten evenings, and not too many signals that are none.

Benjamini and Hochberg (1995): of the signals given, on average at most `rate` are false. Most of a city lies well below
what is looked for, and would make the rest harder to tell; what lies below is left out first (Zhao, Small and Su 2019).
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from shuangjian.timing.estimator.data import Floats

EVENINGS = 10
EVEN = 0.5  # the p-value of what came out exactly at what is looked for


def over_cap(
    totals: Floats, variances: Floats, caps: Floats, shared: Floats | float = 0.0, fewest: int = EVENINGS
) -> Floats:
    """(C,) p-values of "this class's middling pupil was within the caps", each class over its last ten evenings.

    `totals` (C, 10): log minutes fitted to each evening, `variances` (C, 10): of their errors, `caps` (C, 10): minutes;
    nan where there was no evening. `shared` (C,): variance of the error that all evenings of a class have in common
    (its teachers, its pupils' speed). The mean of log(total / cap) against its error; with fewer than `fewest`
    evenings nothing is said, the p-value is 1: one evening never is a signal.
    """
    known = ~np.isnan(totals + variances + caps)
    count = known.sum(axis=1)
    if (caps[known] <= 0).any():
        raise ValueError("an evening whose cap is 0 has no ratio; it is looked at by itself")
    beyond = np.where(known, totals - np.log(np.where(known, caps, 1.0)), 0.0).sum(axis=1)
    error = np.where(known, variances, 0.0).sum(axis=1) + shared * count**2
    with np.errstate(divide="ignore", invalid="ignore"):
        p = ndtr(-beyond / np.sqrt(error))
    return np.where(count >= fewest, p, 1.0)


def beyond(estimate: Floats, variance: Floats, threshold: float) -> Floats:
    """p-values of "what was estimated, with this variance, is not above the threshold"; all in log minutes."""
    p: Floats = ndtr((threshold - estimate) / np.sqrt(variance))
    return p


def adjusted(p: Floats) -> Floats:
    """The smallest rate of false signals at which each would be one: Benjamini and Hochberg's adjusted p-values."""
    order = np.argsort(p, kind="stable")
    steps = p[order] * p.size / np.arange(1, p.size + 1)
    result = np.empty_like(p)
    result[order] = np.minimum(1.0, np.minimum.accumulate(steps[::-1])[::-1])
    return result


def signals(p: Floats, rate: float = 0.05) -> NDArray[np.bool_]:
    """Which of these one-sided p-values (n,) are signals, so that on average at most `rate` of them are false.

    What is above EVEN came out below what is looked for, and is not tested. Of the others it is known that they are
    not above, so that they are divided by EVEN: where nothing is true they then are uniform, or larger.
    """
    chosen = np.zeros(p.size, np.bool_)
    tested = np.flatnonzero(p <= EVEN)
    chosen[tested] = adjusted(p[tested] / EVEN) <= rate
    return chosen
