"""Reports that are not numbers, and numbers that are wrong: each is worked with as a value and a weight.

An interval or "not finished" (Tobit) stands for its mean under the current fit; it weighs as much as the interval
narrows the guess, and a value is moved out by as much as its weight is lowered, so that the fit that no longer moves
is the one an exact likelihood has at its mode. A report far from what the fit expects (Huber) pulls no harder than one
CALM standard deviations away.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr

from shuangjian.timing.estimator.compiled import compiled
from shuangjian.timing.estimator.data import Floats

CALM = 2.0
# Mean of min(r², CALM²) for a standard normal r: what the squares of calmed reports fall short of.
CALMED = 0.9205369
# Intervals narrower than this, in log minutes, are numbers.
NARROW = 1e-6
LEAST_WEIGHT = 1e-4
# Where nothing is expected yet: work that was not finished took so much longer, in log minutes, than its limit.
BEYOND = 0.3


@dataclass(frozen=True)
class Working:
    """`value` and `weight` (N,), and `squares`: the sum of squared errors to expect, over a report's variance."""

    value: Floats
    weight: Floats
    squares: float


def first_guess(low: Floats, high: Floats) -> Floats:
    """Values (N,) in log minutes to begin with: the middle, or a little beyond the one limit that is known."""
    with np.errstate(invalid="ignore"):
        middle = (low + high) / 2
    guess = np.where(np.isposinf(high), low + BEYOND, np.where(np.isneginf(low), high - BEYOND, middle))
    if not np.isfinite(guess).all():
        raise ValueError("a report between nothing and anything says nothing")
    return guess


def working(low: Floats, high: Floats, weight: Floats, expected: Floats, report: float, known: float = 0.0) -> Working:
    """The reports (N,) as the fit that expects `expected` (N,) works with them.

    `report`: variance at weight 1; `known`: the part of it that the fit itself has followed, so that
    errors fall short by it.
    """
    wide = np.flatnonzero(high - low > NARROW)
    scale = np.sqrt(report / weight[wide])
    mean, unknown = truncated((low[wide] - expected[wide]) / scale, (high[wide] - expected[wide]) / scale)
    value, weights = np.empty_like(low), np.empty_like(low)
    squares = _worked(low, weight, expected, report, known, wide, mean, unknown, value, weights)
    return Working(value, weights, squares)


@compiled
def _worked(
    low: Floats,
    weight: Floats,
    expected: Floats,
    report: float,
    known: float,
    wide: NDArray[np.int64],
    mean: Floats,
    unknown: Floats,
    value: Floats,
    weights: Floats,
) -> float:
    """Fill `value` and `weights`, return the squares; rows `wide`, ascending, stand at `mean` with `unknown` left."""
    squares, k = 0.0, 0
    for row in range(len(low)):
        scale = np.sqrt(report / weight[row])
        away, part, left, seen = (low[row] - expected[row]) / scale, 1.0, 0.0, 1 - known
        if k < len(wide) and wide[k] == row:
            away, left, seen = mean[k], unknown[k], 1.0
            part = max(1 - left, LEAST_WEIGHT)
            k += 1
        size = abs(away)
        calmed = min(size / np.sqrt(seen), CALM)
        squares += seen * calmed * calmed * (1 + part * (1 / CALMED - 1)) + left
        value[row] = expected[row] + away / part * scale
        weights[row] = weight[row] * max(part * min(1.0, CALM / max(size, CALM)), LEAST_WEIGHT)
    return squares


def truncated(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """Mean and variance (n,) of a standard normal between a and b, a < b; either may be infinite."""
    mirrored = a + b > 0
    a, b = np.where(mirrored, -b, a), np.where(mirrored, -a, b)
    mass = log_ndtr(b) + np.log1p(-np.exp(np.minimum(log_ndtr(a) - log_ndtr(b), -1e-15)))
    at_a, at_b = _density(a, mass), _density(b, mass)
    mean = np.clip(at_a - at_b, a, b)
    with np.errstate(invalid="ignore"):
        edges = np.where(np.isinf(a), 0.0, a * at_a) - np.where(np.isinf(b), 0.0, b * at_b)
    width = np.minimum(b - a, 4.0)
    variance = np.clip(1 + edges - mean * mean, 0.0, np.minimum(1.0, width * width / 4))
    return np.where(mirrored, -mean, mean), variance


def _density(x: Floats, mass: Floats) -> Floats:
    result: Floats = np.exp(-0.5 * x * x - 0.5 * np.log(2 * np.pi) - mass)
    return result
