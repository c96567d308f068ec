"""The normal equations of each block, items eliminated, factored where they are put together."""

import numpy as np
from numpy.typing import NDArray

from shuangjian.timing.estimator.columns import Positions
from shuangjian.timing.estimator.compiled import compiled, within
from shuangjian.timing.estimator.data import Floats, Ints
from shuangjian.timing.estimator.layout import Layout
from shuangjian.timing.estimator.tiles import eliminate, square

Codes = NDArray[np.uint32]  # that are never below 0 saves a test at each use


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
    """For each piece: the lower triangle of [C X y]'W[C X y] less what items take, and its Cholesky over its own C; for
    each border what its pieces leave of its columns, and its Cholesky over its own.

    `y` (N, q): right-hand sides. `item_ratio`, `ratios` (one for each grouping): variance of a row of weight 1 over
    that of an item, of a level. Written to `matrices`, a square for each front from `matrix_from` on; `logs` (P,) gets
    the front's part of log|M| + log of the items' pivots.
    """
    for block in range(first, until):
        border = lay.front_from[block + 1] - 1
        under = square(border, matrix_from, matrices)
        under.fill(0.0)
        for piece in range(lay.front_from[block], border):
            m = square(piece, matrix_from, matrices)
            m.fill(0.0)
            logs[piece] = _add_items(piece, lay, y, weight, item_ratio, m)
            logs[piece] += _factored(piece, lay, ratios, m)
            _pour(piece, border, lay, y.shape[1], m, under)
        logs[border] = _factored(border, lay, ratios, under)


@compiled
def _factored(front: int, lay: Layout, ratios: Floats, m: Floats) -> float:
    base = lay.level_from[front]
    levels = lay.level_from[front + 1] - base
    for column in range(levels):
        m[column, column] += ratios[lay.factor[base + column]]
    for column in range(levels, lay.leading[front]):
        m[column, column] = 1.0
    return eliminate(m, lay.leading[front])


@compiled
def _pour(piece: int, border: int, lay: Layout, sides: int, m: Floats, under: Floats) -> None:
    """Add what is left of a factored piece to its border."""
    leading = lay.leading[piece]
    after = lay.after[lay.after_from[piece] : lay.after_from[piece + 1]]
    right, below = right_of(lay, piece), right_of(lay, border)
    for s in range(len(after)):
        for t in range(s + 1):
            under[after[s], after[t]] += m[leading + s, leading + t]
    for k in range(sides):
        for s in range(len(after)):
            under[below + k, after[s]] += m[right + k, leading + s]
        under[below + k, below + k] += m[right + k, right + k]


@compiled
def right_of(lay: Layout, front: int) -> int:
    """How many columns a front has before its right-hand sides."""
    right: int = lay.leading[front] + lay.after_from[front + 1] - lay.after_from[front]
    return right


@compiled
def _add_items(piece: int, lay: Layout, y: Floats, weight: Floats, item_ratio: float, m: Floats) -> float:
    sides, extra, right = y.shape[1], lay.covariates.shape[1], right_of(lay, piece)
    total, amount = np.zeros(right), np.empty(right)  # of the item's rows in each column, and in each touched
    touched = np.empty(right, np.uint32)
    answers, squares = np.zeros(sides), np.zeros(sides)
    logdet = 0.0
    for item in range(lay.item_from[piece], lay.item_from[piece + 1]):
        answers.fill(0.0)
        n, count = _add_rows(lay, item, y, weight, m, right, total, touched, answers, squares)
        for k in range(right - extra, right):
            touched[count] = k
            count += 1
        _gather(touched[:count], total, amount)
        share = 1.0 / (n + item_ratio)
        logdet -= np.log(share)
        _take_out(m, right, touched[:count], amount, answers, squares, share)
        _add_shared(lay.by_item[item], m, right, touched[:count], amount, n, answers, share * item_ratio)
    for k in range(sides):
        m[right + k, right + k] += squares[k]
    return logdet


@within
def _add_rows(
    lay: Layout,
    item: int,
    y: Floats,
    weight: Floats,
    m: Floats,
    right: int,
    total: Floats,
    touched: Codes,
    answers: Floats,
    squares: Floats,
) -> tuple[float, int]:
    """Add an item's rows to `m`, to the item's `total` and `answers` and to the piece's `squares`; their weight, and
    how many columns but the covariates' they have `touched`.
    """
    sides, extra = y.shape[1], lay.covariates.shape[1]
    n, count = 0.0, 0
    for row in range(lay.row_from[item], lay.row_from[item + 1]):
        w = weight[row]
        n += w
        for k in range(sides):
            answers[k] += w * y[row, k]
            squares[k] += w * y[row, k] * y[row, k]
        for s in range(lay.by_row.shape[1]):
            if lay.by_row[row, s] < 0:
                continue
            a = np.uint32(lay.by_row[row, s])
            if total[a] == 0.0:
                touched[count] = a
                count += 1
            total[a] += w
            m[a, a] += w
            for t in range(s):
                if lay.by_row[row, t] >= 0:
                    b = np.uint32(lay.by_row[row, t])
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


@within
def _gather(touched: Codes, total: Floats, amount: Floats) -> None:
    """Put what was `touched` in order, and the total of each into `amount`; totals are cleared."""
    for s in range(len(touched)):
        a, t = touched[s], s
        while t > 0 and touched[t - 1] > a:
            touched[t], amount[t] = touched[t - 1], amount[t - 1]
            t -= 1
        touched[t], amount[t] = a, total[a]
        total[a] = 0.0


@within
def _take_out(
    m: Floats, right: int, touched: Codes, amount: Floats, answers: Floats, squares: Floats, share: float
) -> None:
    """Eliminate an item from `m`: what its rows have in common, by `share`, one over its pivot."""
    for s in range(len(touched)):
        part, of = amount[s] * share, m[touched[s]]
        for t in range(s + 1):
            of[touched[t]] -= part * amount[t]
        for k in range(len(answers)):
            m[right + k, touched[s]] -= part * answers[k]
    for k in range(len(answers)):
        squares[k] -= share * answers[k] * answers[k]


@within
def _add_shared(
    columns: Ints,
    m: Floats,
    right: int,
    touched: Codes,
    amount: Floats,
    n: float,
    answers: Floats,
    rest: float,
) -> None:
    """Add the columns that all rows of an item share, of which eliminating it leaves the part `rest`."""
    for s in range(len(columns)):
        a = np.uint32(columns[s])
        m[a, a] += rest * n
        for t in range(s):
            b = np.uint32(columns[t])
            m[max(a, b), min(a, b)] += rest * n
        for t in range(len(touched)):
            m[max(a, touched[t]), min(a, touched[t])] += rest * amount[t]
        for k in range(len(answers)):
            m[right + k, a] += rest * answers[k]


@compiled
def send_up(
    lay: Layout, matrix_from: Positions, matrices: Floats, cross: Floats, answers: Floats, squares: Floats
) -> None:
    """Add what the borders' factored `matrices` leave of fixed effects: to `cross` (p, p), its lower triangle,
    `answers` (p, q) and `squares` (q,). Block after block, so that sums are taken in one order.
    """
    for border in lay.front_from[1:] - 1:
        leading, right = lay.leading[border], right_of(lay, border)
        own = lay.after[lay.after_from[border] : lay.after_from[border + 1]]
        m = square(border, matrix_from, matrices)
        for f in range(len(own)):
            for h in range(f + 1):
                cross[own[f], own[h]] += m[leading + f, leading + h]
        for k in range(len(squares)):
            for f in range(len(own)):
                answers[own[f], k] += m[right + k, leading + f]
            squares[k] += m[right + k, right + k]
