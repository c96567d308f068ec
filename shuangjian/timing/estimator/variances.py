"""Variances by REML: exactly, or by Monte-Carlo EM where the data are many.

Both look for the point that an EM step leaves where it is: the variance of a grouping is the mean of its squared
effects plus what is left unknown of each. The unknown part is read from the inverse of the equations; Monte-Carlo EM
reads only that of the groupings of few levels, which is little work, and finds that of items and the first grouping by
asking the same equations about drawn data whose effects are known ("probes"). Steps are Broyden's, which takes ten
where EM alone takes hundreds; the same draws are used at every step, so that the search has a point to end at.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from shuangjian.timing.estimator.blocks import Blocks, Effects
from shuangjian.timing.estimator.compiled import compiled, over_blocks
from shuangjian.timing.estimator.data import Floats
from shuangjian.timing.estimator.layout import Layout, level_at
from shuangjian.timing.estimator.moments import LEAST, ratios_by_moments

# A grouping whose variance is under this part of a row's has none.
NOTHING = 1e-7
LONGEST_STEP, MOST_STEPS = 2.0, 60
# A search over more rows than this starts where one over that part of them ended.
ENOUGH, A_PART_OF = 100_000, 8
# One probe is enough from this many rows on; below, this many rows in all are asked about.
ROWS_FOR_ONE_PROBE, MOST_PROBES = 250_000, 8


@dataclass(frozen=True)
class Found:
    """`ratios` (F + 1,): a row's variance over that of each grouping, items last; `report`: a row's variance.

    `blind` (F + 1,): the part of each variance that the data leave unknown. `converged` is false where the search
    ended for want of steps. `slope` (F + 1, F + 1): how far logarithms of ratios move for a pull, times -1.
    """

    ratios: Floats
    blind: Floats
    report: float
    deviance: float
    steps: int
    converged: bool
    slope: Floats | None

    @property
    def variances(self) -> Floats:
        """(F + 1,); exactly 0 where the data show none."""
        return np.where(self.ratios >= 1 / NOTHING, 0.0, self.report / self.ratios)

    def for_more(self) -> "Found":
        """Where a search over more rows starts. What has no variance here may have one there, and no step of EM leads
        away from nothing, so that it starts as moments would have it start.
        """
        ratios = np.minimum(self.ratios, 1 / LEAST)
        return self if (ratios == self.ratios).all() else replace(self, ratios=ratios, slope=None)


@dataclass(frozen=True)
class Probes:
    """Standard normal draws: `levels` (R, m), `items` (J, m), `rows` (N, m)."""

    levels: Floats
    items: Floats
    rows: Floats

    def first(self, layout: Layout) -> "Probes":
        """Those of the first blocks, which are `layout`."""
        return Probes(self.levels[: len(layout.level)], self.items[: len(layout.item)], self.rows[: len(layout.row)])


def probes(layout: Layout, seed: int) -> Probes:
    """As many as so many rows need; the same for the same layout and seed."""
    rows = len(layout.row)
    count = min(MOST_PROBES, 1 + (ROWS_FOR_ONE_PROBE - 1) // rows)
    draws = np.random.default_rng(seed)
    sizes = len(layout.level), len(layout.item), rows
    return Probes(*(draws.standard_normal((size, count)) for size in sizes))


@dataclass(frozen=True)
class Step:
    """What an EM step would do. `pull` (F + 1,): the logarithm it would add to each ratio, times -1 where variances
    grow; `blind` (F + 1,): the part of each variance that the data leave unknown, 0 to 1.
    """

    pull: Floats
    blind: Floats
    report: float
    deviance: float


def begun(blocks: Blocks, search: Callable[[Blocks, Floats, Floats | None], Found]) -> tuple[Floats, Floats | None]:
    """Ratios to start a search over `blocks` from, and its slope: where one over an eighth ended, or by moments."""
    few = blocks.first(len(blocks.y) // A_PART_OF) if len(blocks.y) > ENOUGH else None
    if few is None:
        return ratios_by_moments(blocks), None
    found = search(few, *begun(few, search)).for_more()
    return found.ratios, found.slope


def by_reml(
    blocks: Blocks,
    start: Floats,
    tolerance: float = 1e-7,
    report: float | None = None,
    slope: Floats | None = None,
) -> Found:
    """REML by exact derivatives of its criterion; variances are within about `tolerance`, relatively.

    `report`: the variance of a row where it is known; `slope` from a search over like data.
    """

    def step(ratios: Floats) -> Step:
        _, fixed, deviance = blocks.solve(ratios)
        spread = blocks.spread(fixed)
        unknown = np.append(_by_grouping(blocks, spread.levels), spread.items.sum())
        return _step(blocks, report or fixed.report, deviance, blocks.effects(fixed), unknown)

    return _search(step, start, tolerance, slope, downhill=report is None)


def by_em(
    blocks: Blocks,
    drawn: Probes,
    start: Floats,
    tolerance: float = 1e-2,
    report: float | None = None,
    slope: Floats | None = None,
) -> Found:
    """Monte-Carlo EM; the right-hand sides of `blocks` after the first are overwritten by what `drawn` answers.

    `report`: the variance of a row where it is known; `slope` from a search over like data.
    """
    lay = blocks.layout
    drawn = drawn.first(lay)
    errors = drawn.rows / np.sqrt(blocks.weight)[:, None]

    def step(ratios: Floats) -> Step:
        scale = 1 / np.sqrt(ratios)
        levels, items = drawn.levels * scale[lay.factor][:, None], drawn.items * scale[-1]
        over_blocks(answer, blocks.costs, (lay, levels, items, errors, blocks.y), blocks.threads)
        _, fixed, deviance = blocks.solve(ratios)
        found = blocks.effects(fixed)
        missed = ((found.levels[:, 1:] - levels) ** 2).mean(axis=1)
        blocks.spread_last(fixed, missed)
        unknown = np.append(_by_grouping(blocks, missed), ((found.items[:, 1:] - items) ** 2).mean(axis=1).sum())
        return _step(blocks, report or fixed.report, deviance, found, unknown)

    return _search(step, start, tolerance, slope, downhill=False)


@compiled
def answer(first: int, until: int, lay: Layout, levels: Floats, items: Floats, errors: Floats, y: Floats) -> None:
    """y[:, 1:]: what rows would say if effects were `levels` (R, m) and `items` (J, m), with `errors` (N, m)."""
    for block in range(first, until):
        border = lay.front_from[block + 1] - 1
        for piece in range(lay.front_from[block], border):
            for item in range(lay.item_from[piece], lay.item_from[piece + 1]):
                for k in range(errors.shape[1]):
                    shared = items[item, k]
                    for s in range(lay.item_groupings):
                        shared += levels[level_at(lay, piece, border, lay.by_item[item, s]), k]
                    for row in range(lay.row_from[item], lay.row_from[item + 1]):
                        sees = shared + errors[row, k]
                        for s in range(lay.row_groupings):
                            sees += levels[level_at(lay, piece, border, lay.by_row[row, s]), k]
                        y[row, k + 1] = sees


def _by_grouping(blocks: Blocks, levels: Floats) -> Floats:
    sums: Floats = np.bincount(blocks.layout.factor, levels, minlength=blocks.groupings).astype(float)
    return sums


def _step(blocks: Blocks, report: float, deviance: float, effects: Effects, unknown: Floats) -> Step:
    squares = np.append(_by_grouping(blocks, effects.levels[:, 0] ** 2), (effects.items[:, 0] ** 2).sum())
    ratios = blocks.ratios
    pull = -np.log((squares / report + unknown) / blocks.levels * ratios)
    return Step(pull, np.clip(unknown * ratios / blocks.levels, 0.0, 1.0), report, deviance)


def _search(
    step: Callable[[Floats], Step], start: Floats, tolerance: float, slope: Floats | None, downhill: bool
) -> Found:
    """Broyden's search for no pull; where it must lead `downhill`, a step that raises the deviance is halved.

    A move within `tolerance` is made and not looked at again: it leaves much less of itself.
    """
    most = -np.log(NOTHING)
    at = np.minimum(np.log(start), most)
    here = step(np.exp(at))
    slope = _at_first(here) if slope is None else slope
    for steps in range(1, MOST_STEPS + 1):
        free = ~((at >= most) & (here.pull > 0))
        move = np.where(free, -slope @ np.where(free, here.pull, 0.0), 0.0)
        move = np.clip(move, -LONGEST_STEP, np.minimum(LONGEST_STEP, most - at))
        if np.abs(move).max(initial=0.0) < tolerance:
            return Found(np.exp(at + move), here.blind, here.report, here.deviance, steps, True, slope)
        there = step(np.exp(at + move))
        while (
            downhill and there.deviance > here.deviance + 1e-9 * abs(here.deviance) and np.abs(move).max() > tolerance
        ):
            move = move / 2
            there = step(np.exp(at + move))
        turned = slope @ (there.pull - here.pull)
        if np.abs(there.pull).max() > 2 * np.abs(here.pull).max():
            slope = _at_first(there)
        elif abs(move @ turned) > 1e-12 * (move @ move):
            slope = slope + np.outer(move - turned, move @ slope) / (move @ turned)
        at, here = at + move, there
    return Found(np.exp(at), here.blind, here.report, here.deviance, MOST_STEPS, False, slope)


def _at_first(step: Step) -> Floats:
    """How far ratios move for a pull, before steps have shown more: as if no grouping hid behind another."""
    return np.diag(-1 / np.maximum(1 - step.blind, 0.1) ** 2)
