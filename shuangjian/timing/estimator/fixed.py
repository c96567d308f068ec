"""What blocks send up, and the fixed effects that come of it. Sums of parts add up to the sums of the whole."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shuangjian.timing.estimator.data import Floats

# A fixed effect that others explain to within this part of its own information is left out, as in a lm or lmer.
ALIASED = 1e-10


@dataclass(frozen=True)
class Sums:
    """p fixed effects, q right-hand sides, F groupings and, as the last, the items.

    `cross` (p, p), `answers` (p, q), `squares` (q,): the fixed effects' equations once all levels are eliminated.
    `logdet`: log|M| of levels and items. `levels` (F + 1,): how many there are. `rows`; `log_weight`: sum over rows.
    """

    cross: Floats
    answers: Floats
    squares: Floats
    logdet: float
    levels: NDArray[np.int64]
    rows: int
    log_weight: float

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.cross + other.cross,
            self.answers + other.answers,
            self.squares + other.squares,
            self.logdet + other.logdet,
            self.levels + other.levels,
            self.rows + other.rows,
            self.log_weight + other.log_weight,
        )


@dataclass(frozen=True)
class Fixed:
    """`effects` (p, q), 0 where `kept` (p,) is false; `inverse` (p, p) of their equations; `logdet` of those kept.

    `left` (q,): sum of squares that is left; `report`: left[0] over its degrees of freedom, the variance of a row.
    """

    effects: Floats
    inverse: Floats
    kept: NDArray[np.bool_]
    logdet: float
    left: Floats
    freedom: int

    @property
    def report(self) -> float:
        return float(self.left[0]) / self.freedom


def solved(sums: Sums) -> Fixed:
    """Generalised least squares; raises ValueError where no row is left to tell a variance by."""
    scale = np.sqrt(np.maximum(np.diag(sums.cross), np.finfo(float).tiny))
    left = sums.cross / np.outer(scale, scale)
    kept = np.zeros(len(scale), bool)
    logdet = 0.0
    for column in range(len(scale)):
        pivot = left[column, column]
        if sums.cross[column, column] > 0 and pivot > ALIASED:
            kept[column] = True
            logdet += np.log(pivot) + 2 * np.log(scale[column])
            left -= np.outer(left[:, column], left[column]) / pivot
    freedom = sums.rows - int(kept.sum())
    if freedom < 1:
        raise ValueError(f"{sums.rows} rows are too few for {int(kept.sum())} fixed effects")
    inverse = np.zeros_like(sums.cross)
    among = np.ix_(kept, kept)
    inverse[among] = np.linalg.inv((sums.cross / np.outer(scale, scale))[among]) / np.outer(scale, scale)[among]
    effects = inverse @ sums.answers
    squares = sums.squares - np.einsum("pq,pq->q", effects, sums.answers)
    return Fixed(effects, inverse, kept, logdet, squares, freedom)


def deviance(sums: Sums, fixed: Fixed, ratios: Floats) -> float:
    """The REML criterion, -2 log likelihood; `ratios` (F + 1,): a row's variance over each grouping's, items last."""
    return float(
        sums.logdet
        + fixed.logdet
        - sums.levels @ np.log(ratios)
        - sums.log_weight
        + fixed.freedom * (1 + np.log(2 * np.pi * fixed.report))
    )
