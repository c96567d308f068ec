"""How sure the effects of each block are: the inverse of its equations, read where it is needed."""

from typing import NamedTuple

import numpy as np

from shuangjian.timing.estimator.columns import Positions
from shuangjian.timing.estimator.compiled import compiled
from shuangjian.timing.estimator.data import Floats, Ints
from shuangjian.timing.estimator.layout import Layout
from shuangjian.timing.estimator.tiles import invert, square


class Targets(NamedTuple):
    """Means of levels that are wanted of each item beside the item's own: the middle-level pupil is such a mean.

    Each front has some, a border none. Level r counts with `share` (R,) in mean `mean` (R,) of its piece, -1 for none,
    as levels of a border have; an item wants mean `wanted` (J,). `means` (P,): how many a front has, or all 0.
    """

    share: Floats
    mean: Ints
    wanted: Ints
    means: Positions


class Spread(NamedTuple):
    """Variances in units of a row's of weight 1. `levels` (R,) of what is left of each level's effect, `items` (J,) of
    each item's; `targets` (J,) of item + its groupings + its wanted mean; `shared` (J,) the covariance of both.
    """

    levels: Floats
    items: Floats
    targets: Floats
    shared: Floats


@compiled
def measure(
    first: int,
    until: int,
    lay: Layout,
    weight: Floats,
    item_ratio: float,
    matrix_from: Positions,
    matrices: Floats,
    fixed: Floats,
    targets: Targets,
    spread: Spread,
) -> None:
    """Fill `spread` from factored `matrices`; `fixed` (p, p) is the inverse of the fixed effects' equations."""
    for block in range(first, until):
        border = lay.front_from[block + 1] - 1
        shared = _inverse(border, lay, matrix_from, matrices, fixed)
        _read_levels(border, lay, shared, spread.levels)
        for piece in range(lay.front_from[block], border):
            v = _inverse(piece, lay, matrix_from, matrices, shared)
            _read_levels(piece, lay, v, spread.levels)
            _read_items(piece, lay, weight, item_ratio, v, targets, spread)


@compiled
def _read_levels(front: int, lay: Layout, v: Floats, levels: Floats) -> None:
    base = lay.level_from[front]
    for a in range(lay.level_from[front + 1] - base):
        levels[base + a] = v[a, a]


@compiled
def measure_last(
    first: int,
    until: int,
    lay: Layout,
    matrix_from: Positions,
    matrices: Floats,
    fixed: Floats,
    levels: Floats,
) -> None:
    """`levels` (R,) of all groupings but the first, as `measure` has them: the end of a factor is all they need."""
    for block in range(first, until):
        border = lay.front_from[block + 1] - 1
        shared = _inverse(border, lay, matrix_from, matrices, fixed)
        for a in range(lay.level_from[border + 1] - lay.level_from[border]):
            if lay.factor[lay.level_from[border] + a] > 0:
                levels[lay.level_from[border] + a] = shared[a, a]
        for piece in range(lay.front_from[block], border):
            _read_last(piece, lay, matrix_from, matrices, shared, levels)


@compiled
def _read_last(
    piece: int, lay: Layout, matrix_from: Positions, matrices: Floats, shared: Floats, levels: Floats
) -> None:
    leading, base = lay.leading[piece], lay.level_from[piece]
    after = lay.after[lay.after_from[piece] : lay.after_from[piece + 1]]
    m = square(piece, matrix_from, matrices)
    until, begin = lay.level_from[piece + 1] - base, 0
    while begin < until and lay.factor[base + begin] == 0:
        begin += 1
    seen = _seen(m, leading, len(after), begin)
    x = np.zeros(leading)
    for a in range(begin, until):
        x[a] = 1 / m[a, a]
        total = x[a] * x[a]
        for b in range(a + 1, leading):
            x[b] = 0.0
            for c in range(a, b):
                x[b] -= m[b, c] * x[c]
            x[b] /= m[b, b]
            total += x[b] * x[b]
        for f in range(len(after)):
            for h in range(len(after)):
                total += seen[f, a] * shared[after[f], after[h]] * seen[h, a]
        levels[base + a] = total


@compiled
def _seen(m: Floats, leading: int, count: int, begin: int) -> Floats:
    """How far each leading column (·, leading) from `begin` on goes down with each of `count` columns after them."""
    seen = np.zeros((count, leading))
    for f in range(count):
        g = seen[f]
        for a in range(begin, leading):
            g[a] = m[leading + f, a]
        for a in range(leading - 1, begin - 1, -1):
            g[a] /= m[a, a]
            for b in range(begin, a):
                g[b] -= g[a] * m[a, b]
    return seen


@compiled
def _inverse(front: int, lay: Layout, matrix_from: Positions, matrices: Floats, given: Floats) -> Floats:
    """The front's part of the inverse of all equations, from what is `given` of what comes after it."""
    leading = lay.leading[front]
    after = lay.after[lay.after_from[front] : lay.after_from[front + 1]]
    count = len(after)
    m = square(front, matrix_from, matrices)
    v = np.empty((leading + count, leading + count))
    invert(m, leading, v)
    seen = _seen(m, leading, count, 0)
    for f in range(count):
        row = v[leading + f]
        row.fill(0.0)
        for h in range(count):
            x = given[after[f], after[h]]
            row[leading + h] = x
            for a in range(leading):
                row[a] -= x * seen[h, a]
        for a in range(leading):
            v[a, leading + f] = row[a]
    for f in range(count):
        for a in range(leading):
            x = seen[f, a]
            if x != 0.0:
                for b in range(leading):
                    v[a, b] -= x * v[leading + f, b]
    return v


@compiled
def _means(piece: int, lay: Layout, v: Floats, targets: Targets) -> tuple[Floats, Floats]:
    """Covariance (G, ·) of each wanted mean with each column of the piece, and the mean's own variance (G,)."""
    base, count = lay.level_from[piece], targets.means[piece]
    means, own = np.zeros((count, len(v))), np.zeros(count)
    for a in range(lay.level_from[piece + 1] - base if count else 0):
        if targets.mean[base + a] >= 0:
            for b in range(len(v)):
                means[targets.mean[base + a], b] += targets.share[base + a] * v[a, b]
    for a in range(lay.level_from[piece + 1] - base if count else 0):
        if targets.mean[base + a] >= 0:
            own[targets.mean[base + a]] += targets.share[base + a] * means[targets.mean[base + a], a]
    return means, own


@compiled
def _read_items(
    piece: int,
    lay: Layout,
    weight: Floats,
    item_ratio: float,
    v: Floats,
    targets: Targets,
    spread: Spread,
) -> None:
    means, own = _means(piece, lay, v, targets)
    total, asked = np.zeros(len(v)), np.zeros(len(v))
    touched = np.empty(len(v), np.int64)
    for item in range(lay.item_from[piece], lay.item_from[piece + 1]):
        n, count = _touch(lay, item, weight, total, asked, touched)
        share = 1.0 / (n + item_ratio)
        rows = wants = both = 0.0
        for s in range(count):
            a = touched[s]
            along = wanted = 0.0
            for t in range(count):
                b = touched[t]
                along += v[a, b] * total[b]
                wanted += v[a, b] * asked[b]
            rows += total[a] * along
            both += asked[a] * along
            wants += asked[a] * wanted
        if len(own):
            mean = means[targets.wanted[item]]
            wants += own[targets.wanted[item]]
            for s in range(count):
                a = touched[s]
                both += mean[a] * total[a]
                wants += 2 * mean[a] * asked[a]
        spread.items[item] = share + share * share * rows
        spread.targets[item] = share + wants - 2 * share * both + share * share * rows
        spread.shared[item] = share - share * both + share * share * rows
        for s in range(count):
            total[touched[s]] = 0.0
            asked[touched[s]] = 0.0


@compiled
def _touch(
    lay: Layout, item: int, weight: Floats, total: Floats, asked: Floats, touched: Positions
) -> tuple[float, int]:
    """Sum an item's rows into `total` of each column, 1 into `asked` of its groupings; their weight, and how many
    columns are `touched`.
    """
    extra = lay.covariates.shape[1]
    n, count = 0.0, extra
    for k in range(extra):
        touched[k] = len(total) - extra + k
    for row in range(lay.row_from[item], lay.row_from[item + 1]):
        n += weight[row]
        for s in range(lay.by_row.shape[1]):
            a = lay.by_row[row, s]
            if a >= 0:
                if total[a] == 0.0:
                    touched[count] = a
                    count += 1
                total[a] += weight[row]
        for k in range(extra):
            total[len(total) - extra + k] += weight[row] * lay.covariates[row, k]
    for s in range(lay.by_item.shape[1]):
        a = lay.by_item[item, s]
        total[a] = n
        asked[a] = 1.0
        touched[count] = a
        count += 1
    return n, count
