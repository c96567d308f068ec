"""The same engine where one part of the data is too large for a dense matrix, but most of its levels never meet.

Pupils that change schools tie a province into one part. Its equations stay sparse once items are eliminated, and are
factored so. Where every level meets every other after elimination no sparse factor is any smaller than a dense one.
"""

import numpy as np
from scipy.sparse import csc_array, csr_array, diags_array, eye_array
from scipy.sparse.linalg import splu

from shuangjian.timing.estimator.blocks import Blocks, Effects
from shuangjian.timing.estimator.data import Floats
from shuangjian.timing.estimator.fixed import Fixed, Sums
from shuangjian.timing.estimator.layout import Layout, levels_seen
from shuangjian.timing.estimator.spread import Spread, Targets

# Columns of the inverse that are asked for at once.
AT_ONCE = 64


class Sparse(Blocks):
    """Rows of a layout whose fixed effects are all covariates, as one sparse system. It knows no targets."""

    def __init__(self, layout: Layout, y: Floats, weight: Floats, fixed: int, threads: int | None = None) -> None:
        self.layout, self.weight, self.fixed, self.threads = layout, weight, fixed, threads
        self.y = np.ascontiguousarray(y)
        self.groupings = layout.row_groupings + layout.item_groupings
        self.levels = np.append(np.bincount(layout.factor, minlength=self.groupings), len(layout.item))
        self.costs = np.ones(len(layout.front_from) - 1)
        self.ratios = np.zeros(0)
        rows, items = len(layout.row), np.repeat(np.arange(len(layout.item)), np.diff(layout.row_from))
        columns = levels_seen(layout, len(layout.item)).ravel()
        at = np.arange(0, len(columns) + 1, max(layout.row_groupings, 1))[: rows + 1]
        self.seen = csr_array((np.ones(len(columns)), columns, at), shape=(rows, len(layout.factor)))
        self.of_item = csr_array((np.ones(rows), items, np.arange(rows + 1)), shape=(rows, len(layout.item)))

    def sums_at(self, ratios: Floats) -> Sums:
        """Factor the equations; raises FloatingPointError where they are not positive definite."""
        self.ratios, lay = ratios, self.layout
        weighted = diags_array(self.weight) @ self.seen
        sides = np.column_stack([lay.covariates, self.y])
        self.per_item = self.of_item.T @ self.weight + ratios[-1]
        shared = diags_array(1 / np.sqrt(self.per_item)) @ (self.of_item.T @ weighted)
        means = (self.of_item.T @ (self.weight[:, None] * sides)) / np.sqrt(self.per_item)[:, None]
        equations = self.seen.T @ weighted - shared.T @ shared + diags_array(ratios[lay.factor])
        self.factor = splu(csc_array(equations), "MMD_AT_PLUS_A", 0.0, options={"SymmetricMode": True})
        pivots = self.factor.U.diagonal()
        if not (pivots > 0).all():
            raise FloatingPointError("the equations are not positive definite")
        right = weighted.T @ sides - shared.T @ means
        self.solution = self.factor.solve(right)
        left = sides.T @ (self.weight[:, None] * sides) - means.T @ means - right.T @ self.solution
        logdet = float(np.log(pivots).sum() + np.log(self.per_item).sum())
        p = lay.covariates.shape[1]
        return Sums(left[:p, :p], left[:p, p:], np.diag(left)[p:], logdet, self.levels, len(self.y), self.log_weight)

    def effects(self, fixed: Fixed, fitted: bool = False) -> Effects:
        """Effects at the ratios factored last."""
        x, p = self.layout.covariates, self.layout.covariates.shape[1]
        levels = self.solution[:, p:] - self.solution[:, :p] @ fixed.effects
        sees = x @ fixed.effects + self.seen @ levels
        items = (self.of_item.T @ (self.weight[:, None] * (self.y - sees))) / self.per_item[:, None]
        return Effects(levels, items, sees[:, 0] + (self.of_item @ items)[:, 0] if fitted else np.empty(0))

    def spread(self, fixed: Fixed, targets: Targets | None = None) -> Spread:
        """Variances of what is left of each effect, at the ratios factored last, by columns of the inverse."""
        lay, x = self.layout, self.layout.covariates
        own = diags_array(1 / self.per_item) @ (self.of_item.T @ (diags_array(self.weight) @ self.seen))
        own_x = (self.of_item.T @ (self.weight[:, None] * x)) / self.per_item[:, None]
        levels, items, columns = np.empty(len(lay.factor)), 1 / self.per_item, eye_array(len(lay.factor), format="csc")
        for first in range(0, len(levels), AT_ONCE):
            part = slice(first, min(first + AT_ONCE, len(levels)))
            inverse = self.factor.solve(columns[:, part].toarray())
            levels[part] = inverse[part].diagonal()
            items += (own[:, part] * (own @ inverse)).sum(axis=1)
        sees = self.solution[:, : x.shape[1]]
        by_items = own_x - own @ sees
        levels += ((sees @ fixed.inverse) * sees).sum(axis=1)
        items += ((by_items @ fixed.inverse) * by_items).sum(axis=1)
        return Spread(levels, items, np.zeros(0), np.zeros(0))

    def spread_last(self, fixed: Fixed, levels: Floats) -> None:
        """Leaves `levels` (R,) alone: no part of a sparse factor is the end of a grouping."""
