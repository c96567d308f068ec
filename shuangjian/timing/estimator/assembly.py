"""The normal equations of each block, items eliminated, factored where they are put together."""

import numpy as np

from shuangjian.timing.estimator.compiled import compiled
from shuangjian.timing.estimator.data import Floats
from shuangjian.timing.estimator.layout import Layout, Positions
from shuangjian.timing.estimator.tiles import eliminate, square


@compiled
def assemble(
    first: int,
    until: int,
    lay: Layout,
    y: Floats,
    weight: Floats,
    item_ratio: float,
    ratios: Floats,
    matrix_from: Positions,
    matrices: Floats,
    logs: Floats,
) -> None:
    """For each block: the lower triangle of [C X y]'W[C X y] less what items take, and its Cholesky over C.

    `y` (N, q): right-hand sides. `item_ratio`, `ratios` (one for each grouping): variance of a row of weight 1 over
    that of an item, of a level. Written to `matrices`, a square for each block from `matrix_from` on; `logs` (B,) gets
    the block's part of log|M| + log of the items' pivots.
    """
    for block in range(first, until):
        leading = lay.leading[block]
        right = leading + lay.fixed_from[block + 1] - lay.fixed_from[block]
        m = square(block, matrix_from, matrices)
        m.fill(0.0)
        logs[block] = _add_items(block, lay, y, weight, item_ratio, m, right)
        levels = lay.level_from[block + 1] - lay.level_from[block]
        for column in range(levels):
            m[column, column] += ratios[lay.factor[lay.level_from[block] + column]]
        for column in range(levels, leading):
            m[column, column] = 1.0
        logs[block] += eliminate(m, leading)


@compiled
def _add_items(block: int, lay: Layout, y: Floats, weight: Floats, item_ratio: float, m: Floats, right: int) -> float:
    sides, extra = y.shape[1], lay.covariates.shape[1]
    total = np.zeros(right)  # of the item's rows in each column
    touched = np.empty(right, np.int64)
    answers, squares = np.zeros(sides), np.zeros(sides)
    logdet = 0.0
    for k in range(extra):
        touched[k] = right - extra + k
    for item in range(lay.item_from[block], lay.item_from[block + 1]):
        answers.fill(0.0)
        n, count = _add_rows(lay, item, y, weight, m, right, total, touched, answers, squares)
        for s in range(lay.by_item.shape[1]):
            a = lay.by_item[item, s]
            total[a] = n
            touched[count] = a
            count += 1
            for t in range(count):
                b = touched[t]
                m[max(a, b), min(a, b)] += total[b]
            for k in range(sides):
                m[right + k, a] += answers[k]
        logdet += np.log(n + item_ratio)
        _take_out(m, right, total, touched[:count], answers, squares, 1.0 / (n + item_ratio))
        for s in range(count):
            total[touched[s]] = 0.0
    for k in range(sides):
        m[right + k, right + k] += squares[k]
    return logdet


@compiled
def _add_rows(
    lay: Layout,
    item: int,
    y: Floats,
    weight: Floats,
    m: Floats,
    right: int,
    total: Floats,
    touched: Positions,
    answers: Floats,
    squares: Floats,
) -> tuple[float, int]:
    """Add an item's rows to `m`, to the item's `total` and `answers` and to the block's `squares`; their weight, and
    how many columns they have `touched`.
    """
    sides, extra = y.shape[1], lay.covariates.shape[1]
    n, count = 0.0, extra
    for row in range(lay.row_from[item], lay.row_from[item + 1]):
        w = weight[row]
        n += w
        for k in range(sides):
            answers[k] += w * y[row, k]
            squares[k] += w * y[row, k] * y[row, k]
        for s in range(lay.by_row.shape[1]):
            a = lay.by_row[row, s]
            if a < 0:
                continue
            if total[a] == 0.0:
                touched[count] = a
                count += 1
            total[a] += w
            m[a, a] += w
            for t in range(s):
                b = lay.by_row[row, t]
                if b >= 0:
                    m[max(a, b), min(a, b)] += w
            for k in range(extra):
                m[right - extra + k, a] += w * lay.covariates[row, k]
            for k in range(sides):
                m[right + k, a] += w * y[row, k]
        for k in range(extra):
            x = w * lay.covariates[row, k]
            total[right - extra + k] += x
            for s in range(k + 1):
                m[right - extra + k, right - extra + s] += x * lay.covariates[row, s]
            for s in range(sides):
                m[right + s, right - extra + k] += x * y[row, s]
    return n, count


@compiled
def _take_out(
    m: Floats, right: int, total: Floats, touched: Positions, answers: Floats, squares: Floats, share: float
) -> None:
    """Eliminate an item from `m`: what its rows have in common, by `share`, one over its pivot."""
    for s in range(len(touched)):
        a = touched[s]
        part = total[a] * share
        for t in range(s + 1):
            b = touched[t]
            m[max(a, b), min(a, b)] -= part * total[b]
        for k in range(len(answers)):
            m[right + k, a] -= part * answers[k]
    for k in range(len(answers)):
        squares[k] -= share * answers[k] * answers[k]


@compiled
def send_up(
    lay: Layout, matrix_from: Positions, matrices: Floats, cross: Floats, answers: Floats, squares: Floats
) -> None:
    """Add what the blocks' factored `matrices` leave of fixed effects: to `cross` (p, p), its lower triangle,
    `answers` (p, q) and `squares` (q,). Block after block, so that sums are taken in one order.
    """
    for block in range(len(lay.leading)):
        leading = lay.leading[block]
        own = lay.fixed[lay.fixed_from[block] : lay.fixed_from[block + 1]]
        right = leading + len(own)
        m = square(block, matrix_from, matrices)
        for f in range(len(own)):
            for h in range(f + 1):
                cross[own[f], own[h]] += m[leading + f, leading + h]
        for k in range(len(squares)):
            for f in range(len(own)):
                answers[own[f], k] += m[right + k, leading + f]
            squares[k] += m[right + k, right + k]


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
    """Effects of levels (R, q) and items (J, q) given the fixed ones (p, q), and what they make of each row (N,).

    `fitted` may be empty: then it is left alone.
    """
    for block in range(first, until):
        leading, m = lay.leading[block], square(block, matrix_from, matrices)
        own = lay.fixed[lay.fixed_from[block] : lay.fixed_from[block + 1]]
        levels = lay.level_from[block + 1] - lay.level_from[block]
        g = np.zeros((y.shape[1], leading + len(own)))
        for k in range(y.shape[1]):
            for f in range(len(own)):
                g[k, leading + f] = fixed[own[f], k]
            _back(m, leading, k, g[k])
            for a in range(levels):
                effects[lay.level_from[block] + a, k] = g[k, a]
        _items(block, lay, y, weight, item_ratio, np.ascontiguousarray(g.T), items, fitted)


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
    block: int, lay: Layout, y: Floats, weight: Floats, item_ratio: float, g: Floats, items: Floats, fitted: Floats
) -> None:
    """Effects of the block's items, given those of its columns, g (·, q); what is fitted to their rows, by the first
    right-hand side, goes into `fitted` where there is room for it."""
    sides, extra, told = y.shape[1], lay.covariates.shape[1], len(fitted) > 0
    shared, sees, left = np.empty(sides), np.empty(sides), np.empty(sides)
    for item in range(lay.item_from[block], lay.item_from[block + 1]):
        n = 0.0
        left.fill(0.0)
        shared.fill(0.0)
        for s in range(lay.by_item.shape[1]):
            for k in range(sides):
                shared[k] += g[lay.by_item[item, s], k]
        for row in range(lay.row_from[item], lay.row_from[item + 1]):
            for k in range(sides):
                sees[k] = shared[k]
            for s in range(lay.by_row.shape[1]):
                if lay.by_row[row, s] >= 0:
                    for k in range(sides):
                        sees[k] += g[lay.by_row[row, s], k]
            for s in range(extra):
                for k in range(sides):
                    sees[k] += g[len(g) - extra + s, k] * lay.covariates[row, s]
            n += weight[row]
            for k in range(sides):
                left[k] += weight[row] * (y[row, k] - sees[k])
            if told:
                fitted[row] = sees[0]
        for k in range(sides):
            items[item, k] = left[k] / (n + item_ratio)
        if told:
            for row in range(lay.row_from[item], lay.row_from[item + 1]):
                fitted[row] += items[item, 0]
