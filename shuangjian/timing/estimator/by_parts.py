"""A city of many reports, gone through part by part: a part is some of its components, whole, and fits into memory.

Components have nothing in common but the fixed effects (and the variances, which are known by now). So the parts are
gone through twice. First each settles with the fixed effects that a sample of components came to, and sends up its
sums; these add up, and the fixed effects of the whole are solved from them. Then each goes on from where it had settled
with those, and tells its effects and how sure they are. Rounds are counted, not stopped by how still a part is, so that
no component's results depend on which others are in its part.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import TypeVar

import numba
import numpy as np
from numpy.typing import NDArray

from shuangjian.timing.estimator.blocks import Effects
from shuangjian.timing.estimator.data import Floats, Ints, Items, Pupils, Reports, sums_by
from shuangjian.timing.estimator.fixed import Fixed, Sums, deviance, solved
from shuangjian.timing.estimator.layout import lay_out
from shuangjian.timing.estimator.local import crossed_by
from shuangjian.timing.estimator.results import Results
from shuangjian.timing.estimator.settling import Settling, settling
from shuangjian.timing.estimator.working import first_guess

# Rounds of each part, before the fixed effects of the whole are known and after.
ROUNDS_BEFORE, ROUNDS_AFTER = 5, 2

Result = TypeVar("Result")


@dataclass(frozen=True)
class Part:
    """Rows (n,) and items (j,) of all that are in it, and these as the estimator is given them."""

    rows: NDArray[np.int64]
    which: NDArray[np.int64]
    reports: Reports
    items: Items


@dataclass(frozen=True)
class Parts:
    """`component` (J,) and `of_item` (J,): the component and the part that each item is in. `cells` and then `modes`
    fixed effects."""

    reports: Reports
    items: Items
    pupils: Pupils
    component: Ints
    of_item: NDArray[np.int16]
    of_report: NDArray[np.int16]
    count: int
    cells: int
    modes: int
    threads: int

    def part(self, number: int) -> Part:
        which = np.flatnonzero(self.of_item == number)
        rows = np.flatnonzero(self.of_report == number)
        place = np.empty(len(self.of_item), np.int32)
        place[which] = np.arange(len(which), dtype=np.int32)
        given = {name: values[rows] for name, values in vars(self.reports).items()}
        reports = Reports(**(given | {"item": place[given["item"]]}))
        return Part(rows, which, reports, Items(*(values[which] for values in vars(self.items).values())))

    def ready(self, part: Part) -> Settling:
        """A part with its fixed effects numbered as those of all are."""
        own = part.reports
        design = crossed_by(own, part.items, self.pupils, self.component[part.which], self.cells)
        layout = lay_out(design, [own.mode, own.low, own.high, own.weight])
        return settling(own, layout, self.cells + self.modes, 1)

    def each(self, work: Callable[[int], Result]) -> Iterator[Result]:
        """What `work` makes of each part, in their order, a few at a time."""
        with ThreadPoolExecutor(self.threads) as pool:
            yield from pool.map(work, range(self.count))

    def begin_with(self, sample: Fixed, cells: int) -> Fixed:
        """The fixed effects of a sample, and for cells that it had none of the mean of what was reported of them."""
        effects, kept = np.zeros((self.cells + self.modes, 1)), np.zeros(self.cells + self.modes, bool)
        for ours, theirs in (
            (slice(cells), slice(cells)),
            (slice(self.cells, self.cells + len(sample.kept) - cells), slice(cells, None)),
        ):
            effects[ours], kept[ours] = sample.effects[theirs, :1], sample.kept[theirs]
        if not kept[: self.cells].all():
            total, count = np.zeros(self.cells), np.zeros(self.cells)
            for number in range(self.count):
                part = self.part(number)
                cell = part.items.cell[part.reports.item]
                total += sums_by(cell, first_guess(part.reports.low, part.reports.high), self.cells)
                count += np.bincount(cell, minlength=self.cells)
            missing = np.flatnonzero(~kept[: self.cells])
            effects[missing, 0] = total[missing] / np.maximum(count[missing], 1)
        return Fixed(effects, np.zeros((len(kept), len(kept))), kept, 0.0, np.zeros(1), 1)


def parts_of(
    reports: Reports, items: Items, pupils: Pupils, component: Ints, load: Floats, size: int, threads: int | None
) -> Parts:
    """Parts of about `size` by `load`, components in their order."""
    before = np.cumsum(load) - load
    of_component = np.unique(before // size, return_inverse=True)[1].astype(np.int16)
    of_item = of_component[component]
    cells, modes = int(items.cell.max()) + 1, int(reports.mode.max())
    workers = threads or int(vars(numba.config)["NUMBA_NUM_THREADS"])
    count = int(of_component.max()) + 1
    return Parts(reports, items, pupils, component, of_item, of_item[reports.item], count, cells, modes, workers)


def settled_in_parts(
    parts: Parts, begin: Fixed, ratios: Floats, report: float
) -> tuple[NDArray[np.float32], Fixed, float]:
    """What is expected of every report (N,), in log minutes, the fixed effects of all, and the deviance."""
    expected = np.empty(len(parts.of_report), np.float32)  # where the next rounds begin, not where they end

    def settle(number: int) -> Sums:
        part = parts.part(number)
        state = parts.ready(part)
        sums, _ = state.follow(begin, ratios, report, ROUNDS_BEFORE)
        expected[part.rows[state.blocks.layout.row]] = state.expected
        return sums

    sums = reduce(add, parts.each(settle))
    fixed = solved(sums)
    return expected, fixed, deviance(sums, fixed, ratios)


def spread_in_parts(
    parts: Parts, expected: NDArray[np.float32], fixed: Fixed, ratios: Floats, results: Results
) -> tuple[int, float]:
    """Put every part into `results`; how many rounds it went through, and by how much the last moved any report."""

    def tell(number: int) -> float:
        part = parts.part(number)
        state = parts.ready(part)
        state.expected = expected[part.rows[state.blocks.layout.row]].astype(np.float64)
        state.step = np.zeros_like(state.expected)
        effects: Effects
        _, effects = state.follow(fixed, ratios, results.variances.report, ROUNDS_AFTER)
        results.put(state.blocks, effects, part.which, part.items)
        return state.moved

    return ROUNDS_BEFORE + ROUNDS_AFTER, max(parts.each(tell))
