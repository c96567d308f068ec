"""Where the search for variances starts: moments of sums of squares within every grouping (Gao and Owen 2017)."""

import numpy as np
from scipy.sparse import csr_array

from shuangjian.timing.estimator.blocks import Blocks
from shuangjian.timing.estimator.columns import Positions
from shuangjian.timing.estimator.data import Floats
from shuangjian.timing.estimator.layout import Layout, levels_seen

# A moment may come out negative; the search goes on from a small part of a row's variance instead.
LEAST = 0.02
# A start needs no more rows than this.
ENOUGH = 50_000
# Levels of a millionth of a row's variance leave least squares on the fixed effects alone.
ALONE = 1e6


def ratios_by_moments(blocks: Blocks) -> Floats:
    """Ratios (F + 1,) of a row's variance to that of each grouping, items last, from the first right-hand side.

    The expectation of the sum of squares within a grouping is linear in all variances; as many groupings (and the
    whole) are as many equations. Fixed effects are taken out by least squares first.
    """
    lay = blocks.layout
    fixed = blocks.solve(np.full(blocks.groupings + 1, ALONE))[1]
    items = int(np.searchsorted(lay.row_from, ENOUGH, side="right")) - 1
    items = max(items, min(2, len(lay.item)))
    rows = int(lay.row_from[items])
    left = blocks.y[:rows, 0] - blocks.effects(fixed, fitted=True).fitted[:rows]
    weight = blocks.weight[:rows]
    codes = _codes(lay, items)
    whole = weight.sum()
    system, squares = np.empty((len(codes) + 1, len(codes) + 1)), np.empty(len(codes) + 1)
    for k, code in enumerate([*codes, np.zeros(rows, np.int64)]):
        sums = np.bincount(code, weight)
        squares[k] = weight @ (left - (np.bincount(code, weight * left) / sums)[code]) ** 2
        system[k, -1] = rows - len(sums)
        for other, levels in enumerate(codes):
            met = csr_array((weight, (code, levels)))  # weight that each level of one has of each level of the other
            met.sum_duplicates()
            system[k, other] = whole - (met.data**2 / np.repeat(sums, np.diff(met.indptr))).sum()
    variances = np.linalg.lstsq(system, squares, rcond=None)[0]
    report = max(float(variances[-1]), LEAST * float(squares[-1]) / rows, float(np.finfo(float).tiny))
    ratios: Floats = report / np.maximum(variances[:-1], LEAST * report)
    return ratios


def _codes(layout: Layout, items: int) -> list[Positions]:
    """Levels (n,) of the first items' rows in each grouping, numbered over all blocks; items last."""
    item = np.repeat(np.arange(items), np.diff(layout.row_from[: items + 1]))
    return [np.unique(code, return_inverse=True)[1] for code in [*levels_seen(layout, items).T, item]]
