"""Back through the factors: fixed effects, then each block's border, then its pieces and their items."""

import numpy as np

from shuangjian.timing.estimator.columns import Positions
from shuangjian.timing.estimator.compiled import compiled
from shuangjian.timing.estimator.data import Floats
from shuangjian.timing.estimator.layout import Layout
from shuangjian.timing.estimator.tiles import square


@compiled
def solve_back(
    first: int,
    until: int,
    lay: Layout,
    y: Floats,
    weight: Floats,
    item_ratio: float,
    matrix_from: Positions,
    matrices: Floats,
    fixed: Floats,
    effects: Floats,
    items: Floats,
    fitted: Floats,
) -> None:
    """Effects of levels (R, q) and items (J, q) given the fixed ones (q, p), and what they make of each row (N,).

    `fitted` may be empty: then it is left alone.
    """
    for block in range(first, until):
        border = lay.front_from[block + 1] - 1
        shared = _solved(border, lay, matrix_from, matrices, fixed, effects)
        for piece in range(lay.front_from[block], border):
            g = _solved(piece, lay, matrix_from, matrices, shared, effects)
            for k in range(y.shape[1]):
                _items(piece, lay, y, weight, item_ratio, k, g[k], items, fitted)


@compiled
def _solved(
    front: int, lay: Layout, matrix_from: Positions, matrices: Floats, given: Floats, effects: Floats
) -> Floats:
    """Solutions (q, ·) of all columns of a front, from those `given` of what comes after it; its levels' `effects`."""
    leading, base, sides = lay.leading[front], lay.level_from[front], len(given)
    after = lay.after[lay.after_from[front] : lay.after_from[front + 1]]
    m = square(front, matrix_from, matrices)
    g = np.zeros((sides, leading + len(after)))
    for k in range(sides):
        for f in range(len(after)):
            g[k, leading + f] = given[k, after[f]]
        _back(m, leading, k, g[k])
        for a in range(lay.level_from[front + 1] - base):
            effects[base + a, k] = g[k, a]
    return g


@compiled
def _back(m: Floats, leading: int, side: int, g: Floats) -> None:
    """Fill the leading part of g, given its fixed part, from the factor in `m` and the right-hand side after both."""
    for a in range(leading):
        g[a] = m[len(g) + side, a]
    for f in range(leading, len(g)):
        for a in range(leading):
            g[a] -= g[f] * m[f, a]
    for a in range(leading - 1, -1, -1):
        g[a] /= m[a, a]
        for b in range(a):
            g[b] -= g[a] * m[a, b]


@compiled
def _items(
    piece: int,
    lay: Layout,
    y: Floats,
    weight: Floats,
    item_ratio: float,
    side: int,
    g: Floats,
    items: Floats,
    fitted: Floats,
) -> None:
    """Effects of the piece's items in one right-hand side, given its solutions g (·); what is fitted to their rows by
    the first goes into `fitted` where there is room for it.
    """
    extra, told = lay.covariates.shape[1], side == 0 and len(fitted) > 0
    for item in range(lay.item_from[piece], lay.item_from[piece + 1]):
        n = left = shared = 0.0
        for s in range(lay.by_item.shape[1]):
            shared += g[lay.by_item[item, s]]
        for row in range(lay.row_from[item], lay.row_from[item + 1]):
            sees = shared
            for s in range(lay.by_row.shape[1]):
                if lay.by_row[row, s] >= 0:
                    sees += g[np.uint32(lay.by_row[row, s])]
            for s in range(extra):
                sees += g[len(g) - extra + s] * lay.covariates[row, s]
            n += weight[row]
            left += weight[row] * (y[row, side] - sees)
            if told:
                fitted[row] = sees
        effect = left / (n + item_ratio)
        items[item, side] = effect
        if told:
            for row in range(lay.row_from[item], lay.row_from[item + 1]):
                fitted[row] += effect
