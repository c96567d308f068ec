"""The minutes of a middle-level pupil, from reports of whoever answered."""

import numpy as np

from shuangjian.timing.estimator.by_parts import Parts, parts_of, settled_in_parts, spread_in_parts
from shuangjian.timing.estimator.data import Floats, Ints, Items, Pupils, Reports
from shuangjian.timing.estimator.estimating import some_blocks, variances_of
from shuangjian.timing.estimator.fitted import Fit, Variances
from shuangjian.timing.estimator.layout import Design, lay_out
from shuangjian.timing.estimator.local import component_of, crossed_by, load_of
from shuangjian.timing.estimator.results import Results
from shuangjian.timing.estimator.settling import STILL, Settling, settling
from shuangjian.timing.estimator.variances import NOTHING

# What is to stand in memory at once is counted in reports; the equations of pupils who share a school count as reports
# too (`local.load_of`), because within a few weeks they are most of it. Variances are estimated from whole blocks of
# about so much; a city has that to spare.
REPORTS_FOR_VARIANCES = 1_500_000
# More than this is gone through in parts, so that what stands in memory is a part's.
MOST_AT_ONCE, A_PART = 3_000_000, 400_000


def fit(
    reports: Reports,
    items: Items,
    pupils: Pupils,
    *,
    variances: Variances | None = None,
    seed: int = 0,
    reports_for_variances: int = REPORTS_FOR_VARIANCES,
    a_part: int | None = None,
    threads: int | None = None,
) -> Fit:
    """Fit the crossed model to reports; variances are estimated where none are given.

    `seed` draws the blocks and probes that variances are estimated from, and that a fit in parts begins with. Neither
    the order of reports nor `threads` changes a result. More than `a_part`, or MOST_AT_ONCE, is fitted in parts of
    about so much: to the same however large the parts are, and to about what one fit would come to. Both and
    `reports_for_variances` are counted in reports as `local.load_of` does. Raises
    ValueError for no reports, or for a report that says nothing.
    """
    if not len(reports.item):
        raise ValueError("there are no reports")
    component = component_of(reports, items, pupils)
    load = load_of(reports, items, pupils, component)
    if load.sum() > (a_part or MOST_AT_ONCE):
        sample = some_blocks(reports, items, component, load, reports_for_variances, seed)
        parts = parts_of(reports, items, pupils, component, load, a_part or A_PART, threads)
        return _fit_in_parts(parts, sample, variances, seed)
    design, state = _ready(reports, items, pupils, threads, component)
    if variances is None:
        some = state
        if load.sum() > reports_for_variances:
            drawn = some_blocks(reports, items, component, load, reports_for_variances, seed)
            some = _ready(*drawn, pupils, threads)[1]
        variances = variances_of(some, seed)
        del some
    ratios = ratios_of(variances)
    fixed, effects, deviance = state.settle(ratios, variances.report)
    results = Results(reports, items, pupils, variances, fixed, design.fixed_at[0])
    results.put(state.blocks, effects, slice(None), items)
    return results.fit(deviance, state.rounds, state.moved < STILL)


def ratios_of(variances: Variances) -> Floats:
    """A report's variance over each grouping's (F + 1,), items last."""
    spare = np.array([variances.pupil, variances.klass, variances.teacher, variances.item])
    ratios: Floats = np.minimum(variances.report / np.maximum(spare, np.finfo(float).tiny), 1 / NOTHING)
    return ratios


def _ready(
    reports: Reports, items: Items, pupils: Pupils, threads: int | None, component: Ints | None = None
) -> tuple[Design, Settling]:
    design = crossed_by(reports, items, pupils, component)
    layout = lay_out(design, [reports.mode, reports.low, reports.high, reports.weight])
    return design, settling(reports, layout, design.fixed_at[2], threads)


def _fit_in_parts(parts: Parts, sample: tuple[Reports, Items], variances: Variances | None, seed: int) -> Fit:
    design, state = _ready(*sample, parts.pupils, parts.threads)
    if variances is None:
        variances = variances_of(state, seed)
    ratios = ratios_of(variances)
    begun, _, _ = state.settle(ratios, variances.report)
    begin = parts.begin_with(begun, design.fixed_at[0])
    del design, state
    expected, fixed, deviance = settled_in_parts(parts, begin, ratios, variances.report)
    results = Results(parts.reports, parts.items, parts.pupils, variances, fixed, parts.cells)
    rounds, moved = spread_in_parts(parts, expected, fixed, ratios, results)
    return results.fit(deviance, rounds, moved < STILL)
