"""The exact engine: a crossed model solved block by block, for given ratios of its variances."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from shuangjian.timing.estimator.assembly import assemble, send_up
from shuangjian.timing.estimator.compiled import over_blocks
from shuangjian.timing.estimator.data import Floats
from shuangjian.timing.estimator.fixed import Fixed, Sums, deviance, solved
from shuangjian.timing.estimator.layout import Layout, beginning
from shuangjian.timing.estimator.solving import solve_back
from shuangjian.timing.estimator.spread import Spread, Targets, measure, measure_last


@dataclass(frozen=True)
class Effects:
    """Best linear unbiased predictions: `levels` (R, q), `items` (J, q), `fitted` (N,) in the layout's order."""

    levels: Floats
    items: Floats
    fitted: Floats


class Blocks:
    """Rows of a layout with their right-hand sides `y` (N, q) and weights (N,), and room for one factorisation.

    `fixed`: how many fixed effects there are. `sums_at` factors at the given ratios, `effects` and `spread` speak of
    the last ratios factored at. Ratios (F + 1,) are a row's variance over that of each grouping, items last.
    """

    def __init__(self, layout: Layout, y: Floats, weight: Floats, fixed: int, threads: int | None = None) -> None:
        self.layout, self.weight, self.fixed, self.threads = layout, weight, fixed, threads
        self.y = np.ascontiguousarray(y)
        size = -4 * (-(layout.leading + np.diff(layout.after_from) + y.shape[1]) // 4)
        self.matrix_from = np.concatenate(([0], np.cumsum(size * size)))
        self.matrices = np.empty(self.matrix_from[-1])
        costs = size.astype(float) ** 3 / 8 + 50.0 * np.diff(layout.row_from[layout.item_from])
        self.costs = np.add.reduceat(costs, layout.front_from[:-1])
        self.groupings = layout.row_groupings + layout.item_groupings
        self.levels = np.append(np.bincount(layout.factor, minlength=self.groupings), len(layout.item))
        self.ratios = np.zeros(0)

    @property
    def weight(self) -> Floats:
        """(N,), each > 0."""
        return self._weight

    @weight.setter
    def weight(self, weight: Floats) -> None:
        self._weight, self.log_weight = weight, float(np.sum(np.log(weight[weight != 1.0])))

    def sided(self, sides: int) -> Self:
        """The same rows with so many right-hand sides; only the first stays."""
        y = np.zeros((len(self.y), sides))
        y[:, 0] = self.y[:, 0]
        return type(self)(self.layout, y, self.weight, self.fixed, self.threads)

    def first(self, rows: int) -> Self | None:
        """The first blocks, with so many rows or a few more; None where that is most of them."""
        lay = beginning(self.layout, rows)
        if 2 * len(lay.row) > len(self.y):
            return None
        until = len(lay.row)
        return type(self)(lay, self.y[:until].copy(), self.weight[:until], self.fixed, self.threads)

    def sums_at(self, ratios: Floats) -> Sums:
        """Factor every block; raises FloatingPointError where the equations are not positive definite."""
        lay, sides = self.layout, self.y.shape[1]
        logs = np.empty(len(lay.leading))
        self.ratios = ratios
        places = self.matrix_from, self.matrices
        over_blocks(
            assemble, self.costs, (lay, self.y, self.weight, ratios[-1], ratios[:-1], *places, logs), self.threads
        )
        if not np.isfinite(logs).all():
            raise FloatingPointError("a front's equations are not positive definite")
        cross, answers, squares = np.zeros((self.fixed, self.fixed)), np.zeros((self.fixed, sides)), np.zeros(sides)
        send_up(lay, *places, cross, answers, squares)
        cross += np.tril(cross, -1).T
        return Sums(cross, answers, squares, float(np.sum(logs)), self.levels, len(self.y), self.log_weight)

    def solve(self, ratios: Floats) -> tuple[Sums, Fixed, float]:
        """Sums, fixed effects and deviance at these ratios."""
        sums = self.sums_at(ratios)
        fixed = solved(sums)
        return sums, fixed, deviance(sums, fixed, ratios)

    def effects(self, fixed: Fixed, fitted: bool = False) -> Effects:
        """Effects at the ratios factored last."""
        sides = self.y.shape[1]
        done = Effects(
            np.empty((len(self.layout.factor), sides)),
            np.empty((len(self.layout.item), sides)),
            np.empty(len(self.y) if fitted else 0),
        )
        places = self.matrix_from, self.matrices, np.ascontiguousarray(fixed.effects.T)
        arguments = (self.layout, self.y, self.weight, self.ratios[-1], *places, done.levels, done.items, done.fitted)
        over_blocks(solve_back, self.costs, arguments, self.threads)
        return done

    def spread(self, fixed: Fixed, targets: Targets | None = None) -> Spread:
        """How far effects are from what they predict, at the ratios factored last; times a row's variance."""
        lay = self.layout
        if targets is None:
            nothing = np.zeros(0, np.int32)
            targets = Targets(np.zeros(0), nothing, nothing, np.zeros(len(lay.leading), np.int64))
        count = len(lay.item)
        done = Spread(np.empty(len(lay.factor)), np.empty(count), np.empty(count), np.empty(count))
        places = self.matrix_from, self.matrices, fixed.inverse
        over_blocks(measure, self.costs, (lay, self.weight, self.ratios[-1], *places, targets, done), self.threads)
        return done

    def spread_last(self, fixed: Fixed, levels: Floats) -> None:
        """Put `Spread.levels` of all groupings but the first into `levels` (R,): little work if that has most."""
        places = self.matrix_from, self.matrices, fixed.inverse
        over_blocks(measure_last, self.costs, (self.layout, *places, levels), self.threads)
