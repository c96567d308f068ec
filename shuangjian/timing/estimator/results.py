"""What a fit found, put together from its parts: a part writes to the places of its own items, pupils and teachers."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shuangjian.timing.estimator.blocks import Blocks, Effects
from shuangjian.timing.estimator.data import Floats, Items, Pupils, Reports
from shuangjian.timing.estimator.fitted import Fit, Variances
from shuangjian.timing.estimator.fixed import Fixed
from shuangjian.timing.estimator.local import KLASS, PUPIL, TEACHER, middle

Which = NDArray[Any] | slice


class Results:
    """Room for the results of a fit with these fixed effects, of which the first `cells` are of cells."""

    def __init__(
        self, reports: Reports, items: Items, pupils: Pupils, variances: Variances, fixed: Fixed, cells: int
    ) -> None:
        self.pupils, self.variances, self.fixed = pupils, variances, fixed
        effects = np.where(fixed.kept, fixed.effects[:, 0], np.nan)
        errors = np.where(fixed.kept, np.sqrt(variances.report * np.diag(fixed.inverse)), np.nan)
        self.cell, self.cell_error = effects[:cells], errors[:cells]
        self.mode, self.mode_error = (np.concatenate(([0.0], each[cells:])) for each in (effects, errors))
        count, teachers = len(items.cell), int(items.teacher.max()) + 1
        self.reports = np.bincount(reports.item, minlength=count).astype(float)
        self.unfinished = np.bincount(reports.item[np.isposinf(reports.high)], minlength=count).astype(float)
        self.slow, self.slow_klass = np.zeros(len(pupils.klass)), np.zeros(int(pupils.klass.max()) + 1)
        self.teacher, self.left = np.zeros(teachers), np.full(teachers, variances.teacher)
        self.item, self.median, self.error = np.empty(count), np.empty(count), np.empty(count)
        self.unshrunken, self.unshrunken_variance = np.empty(count), np.empty(count)

    def put(self, blocks: Blocks, effects: Effects, which: Which, items: Items) -> None:
        """The effects of a part as its blocks were factored last; its items are the codes `which` of all."""
        lay, variances, report = blocks.layout, self.variances, self.variances.report
        mean = middle(lay, items, self.pupils)
        spread = blocks.spread(self.fixed, mean.targets)
        levels = effects.levels[:, 0]
        for grouping, values, whole in (
            (PUPIL, levels, self.slow),
            (KLASS, levels, self.slow_klass),
            (TEACHER, levels, self.teacher),
            (TEACHER, report * spread.levels, self.left),
        ):
            mine = lay.factor == grouping
            whole[lay.level[mine]] = values[mine]
        by_code = _by_code(lay.item)
        item, known, unsure, shared = (
            by_code(each)
            for each in (effects.items[:, 0], report * spread.items, report * spread.targets, report * spread.shared)
        )
        median = self.cell[items.cell] + self.teacher[items.teacher] + item + mean.mean(levels)[items.block]
        unsure += mean.unseen(variances.pupil, variances.klass)[items.block]
        bare = _unshrunken(median, unsure, item, known, shared, variances.item, self.reports[which])
        self.unshrunken[which], self.unshrunken_variance[which] = bare
        self.item[which], self.median[which] = item, median
        self.error[which] = np.where(np.isnan(median), np.inf, np.sqrt(unsure))

    def fit(self, deviance: float, rounds: int, converged: bool) -> Fit:
        """All of them, once every part has been put."""
        return Fit(
            cell=self.cell,
            cell_error=self.cell_error,
            mode=self.mode,
            mode_error=self.mode_error,
            teacher=self.teacher,
            teacher_error=np.sqrt(self.left),
            item=self.item,
            pupil=-self.slow,
            klass=-self.slow_klass,
            median=self.median,
            error=self.error,
            unshrunken=self.unshrunken,
            unshrunken_variance=self.unshrunken_variance,
            reports=self.reports,
            unfinished=self.unfinished,
            variances=self.variances,
            deviance=deviance,
            rounds=rounds,
            converged=converged,
        )


def _by_code(item: NDArray[np.int64]) -> Callable[[Floats], Floats]:
    def placed(values: Floats) -> Floats:
        whole = np.empty(len(item))
        whole[item] = values
        return whole

    return placed


def _unshrunken(
    median: Floats, unsure: Floats, item: Floats, known: Floats, shared: Floats, prior: float, counts: Floats
) -> tuple[Floats, Floats]:
    """The median without what the item's prior, variance `prior` about 0, says of it."""
    told = prior - known
    own = (counts > 0) & (told > 1e-9 * prior) & ~np.isnan(median)
    gain = np.divide(shared, told, out=np.zeros_like(shared), where=own)
    return np.where(own, median + gain * item, np.nan), np.where(own, unsure + gain * shared, np.inf)
