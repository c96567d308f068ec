"""Any crossed data: variances by REML, fixed effects, predictions of levels and how sure they are.

For whoever knows lme4: `crossed(y, {"person": person, "item": item})` is `lmer(y ~ 1 + (1|person) + (1|item))`, and
has its `VarCorr`, `fixef`, `ranef` with `condVar`, and REML criterion. The engine is the one that fits a
city's reports: one grouping is eliminated, and of what hangs together but for groupings of few levels one dense matrix
is left.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shuangjian.timing.estimator.blocks import Blocks
from shuangjian.timing.estimator.data import Floats, Ints
from shuangjian.timing.estimator.layout import Design, Layout, lay_out
from shuangjian.timing.estimator.sorting import components
from shuangjian.timing.estimator.sparse import Sparse
from shuangjian.timing.estimator.variances import NOTHING, Found, Probes, begun, by_em, by_reml, probes

# Levels that one part may keep, once one grouping is eliminated, before a dense matrix of them is too large.
DENSE_UP_TO = 6_000


@dataclass(frozen=True)
class CrossedFit:
    """`variances`, `levels` (labels, sorted), `effects` and their standard errors, each by grouping.

    `errors` are those of prediction: they hold what is unknown of the fixed effects too. `conditional_errors` take the
    fixed effects for known, as lme4's `condVar` does, and are smaller.
    `residual`: variance of a row of weight 1. `fixed` (p,) with `fixed_errors` and `fixed_covariance` (p, p); nan for a
    column that others explain. `fitted` (N,): with all effects. `deviance`: the REML criterion, -2 log likelihood.
    `steps`: of the search for variances; `converged` is false where it gave up.
    """

    variances: dict[str, float]
    residual: float
    fixed: Floats
    fixed_errors: Floats
    fixed_covariance: Floats
    levels: dict[str, NDArray[Any]]
    effects: dict[str, Floats]
    errors: dict[str, Floats]
    conditional_errors: dict[str, Floats]
    fitted: Floats
    deviance: float
    steps: int
    converged: bool


def crossed(
    y: ArrayLike,
    groups: Mapping[str, ArrayLike],
    x: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    *,
    eliminate: str | None = None,
    block: ArrayLike | None = None,
    variances: Mapping[str, float] | None = None,
    sparse: bool | None = None,
    seed: int = 0,
    threads: int | None = None,
) -> CrossedFit:
    """Fit y (N,) = x b + an effect of each grouping + error / sqrt(weight), by REML.

    `groups`: labels (N,) by name, at least one. `x` (N, p): the model matrix, with its intercept if it has one; without
    it, an intercept alone. `weights` (N,) > 0. `variances` by name and "residual" are kept where given.

    `eliminate`: the grouping taken out before anything is factored, otherwise the one of most levels. `block` (N,):
    labels of parts that share no level, found if not given. `sparse`: solve as one sparse system, and find variances by
    Monte-Carlo EM with probes drawn by `seed`; so it is where a part keeps more than DENSE_UP_TO levels.

    Raises ValueError for arrays that do not fit together, values that are not numbers, or blocks that share a level.
    """
    values, matrix, weight, labels, codes = _checked(y, groups, x, weights)
    name = eliminate or max(codes, key=lambda each: len(labels[each]))
    others = [each for each in codes if each != name]
    design = Design(
        item=codes[name],
        block=_blocks(codes, name, others, block, len(labels[name])),
        by_row=[codes[each] for each in others],
        covariates=matrix,
        piece=_pieces(codes[name], [codes[each] for each in others], len(labels[name])),
    )
    layout = lay_out(design, [values, weight])
    if sparse is None:
        sparse = int(layout.leading.max()) > DENSE_UP_TO
    blocks = (Sparse if sparse else Blocks)(
        layout, values[layout.row, None], weight[layout.row], matrix.shape[1], threads
    )
    if variances is not None:
        return _told(blocks, labels, [*others, name], _ratios(variances, [*others, name]), variances["residual"])
    drawn = probes(layout, seed) if sparse else None
    if drawn is not None:
        blocks = blocks.sided(1 + drawn.rows.shape[1])
    found = _searched(blocks, drawn)
    return replace(
        _told(blocks, labels, [*others, name], found.ratios, None), steps=found.steps, converged=found.converged
    )


def _searched(blocks: Blocks, drawn: Probes | None) -> Found:
    def search(some: Blocks, start: Floats, slope: Floats | None) -> Found:
        if drawn is None:
            return by_reml(some, start, slope=slope)
        return by_em(some, drawn, start, slope=slope)

    return search(blocks, *begun(blocks, search))


def _told(
    blocks: Blocks, labels: dict[str, NDArray[Any]], names: list[str], ratios: Floats, report: float | None
) -> CrossedFit:
    """What the engine finds at these ratios; `names` of groupings, the eliminated one last."""
    layout = blocks.layout
    _, fixed, deviance = blocks.solve(ratios)
    report = report or fixed.report
    effects, spread = blocks.effects(fixed, fitted=True), blocks.spread(fixed)
    given = blocks.spread(replace(fixed, inverse=np.zeros_like(fixed.inverse)))
    each_variance = np.where(ratios >= 1 / NOTHING, 0.0, report / ratios)
    covariance = np.where(np.outer(fixed.kept, fixed.kept), report * fixed.inverse, np.nan)
    fitted = np.empty(len(layout.row))
    fitted[layout.row] = effects.fitted
    return CrossedFit(
        variances=dict(zip(names, each_variance.tolist(), strict=True)),
        residual=report,
        fixed=np.where(fixed.kept, fixed.effects[:, 0], np.nan),
        fixed_errors=np.sqrt(np.diag(covariance)),
        fixed_covariance=covariance,
        levels=labels,
        effects=_by_name(layout, names, effects.levels[:, 0], effects.items[:, 0]),
        errors=_by_name(layout, names, np.sqrt(report * spread.levels), np.sqrt(report * spread.items)),
        conditional_errors=_by_name(layout, names, np.sqrt(report * given.levels), np.sqrt(report * given.items)),
        fitted=fitted,
        deviance=deviance,
        steps=0,
        converged=True,
    )


Checked = tuple[Floats, Floats, Floats, dict[str, NDArray[Any]], dict[str, Ints]]


def _checked(y: ArrayLike, groups: Mapping[str, ArrayLike], x: ArrayLike | None, weights: ArrayLike | None) -> Checked:
    values = np.asarray(y, np.float64)
    matrix = np.ones((len(values), 1)) if x is None else np.asarray(x, np.float64).reshape(len(values), -1)
    weight = np.ones(len(values)) if weights is None else np.asarray(weights, np.float64)
    if not groups or not len(values):
        raise ValueError("there must be rows, and a grouping of them")
    if not (np.isfinite(values).all() and np.isfinite(matrix).all() and np.isfinite(weight).all()):
        raise ValueError("y, x and weights must be finite numbers")
    if (weight <= 0).any():
        raise ValueError("weights must be above 0")
    labels, codes = {}, {}
    for name, given in groups.items():
        labels[name], inverse = np.unique(np.asarray(given), return_inverse=True)
        codes[name] = inverse.astype(np.int32)
    if {len(matrix), len(weight), *map(len, codes.values())} != {len(values)}:
        raise ValueError("y, x, weights and groups must have as many rows")
    return values, matrix, weight, labels, codes


def _blocks(codes: dict[str, Ints], name: str, others: list[str], block: ArrayLike | None, count: int) -> Ints:
    """A block for each level of the eliminated grouping."""
    if block is None:
        if not others:
            return np.arange(count, dtype=np.int32)
        return components([(codes[name], codes[each]) for each in others], count)
    given = np.unique(np.asarray(block), return_inverse=True)[1].astype(np.int32)
    for each in codes.values():
        home = np.zeros(int(each.max()) + 1, np.int32)
        home[each] = given
        if (home[each] != given).any():
            raise ValueError("blocks share a level")
    found = np.zeros(count, np.int32)
    found[codes[name]] = given
    return found


def _pieces(item: Ints, others: list[Ints], count: int) -> Ints | None:
    """A piece for each level of the eliminated grouping: what still hangs together once some groupings of few levels
    are left out, as many as make the least work of factoring each piece, with what is left out, and then that.
    """
    others = sorted(others, key=lambda codes: -int(codes.max()))
    least, found = np.inf, None
    for kept in range(len(others), 0, -1):
        piece = components([(item, codes) for codes in others[:kept]], count)
        levels = np.zeros(int(piece.max()) + 1)
        for codes in others[:kept]:
            home = np.zeros(int(codes.max()) + 1, np.int32)
            home[codes] = piece[item]
            levels += np.bincount(home, minlength=len(levels))
        left_out = sum(int(codes.max()) + 1.0 for codes in others[kept:])
        work = ((levels + left_out) ** 3 - left_out**3).sum() + left_out**3
        if work < least:
            least, found = work, piece
    return found


def _ratios(variances: Mapping[str, float], names: list[str]) -> Floats:
    least = NOTHING * variances["residual"]
    return np.array([variances["residual"] / max(variances[name], least) for name in names])


def _by_name(layout: Layout, names: list[str], levels: Floats, items: Floats) -> dict[str, Floats]:
    found = {}
    for grouping, each in enumerate(names[:-1]):
        mine = layout.factor == grouping
        found[each] = np.empty(int(mine.sum()))
        found[each][layout.level[mine]] = levels[mine]
    found[names[-1]] = np.empty(len(items))
    found[names[-1]][layout.item] = items
    return found
