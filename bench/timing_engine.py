"""The estimator's exact engine: seconds and memory by the number of reports, and lme4 beside it where there is one.

No database is asked anything: measured once, under SQLite. SHUANGJIAN_BENCH_REPORTS=1000000,10000000 are the sizes; a
size of 10⁸ goes through the engine in parts. SHUANGJIAN_BENCH_LME4=100000,1000000 are lme4's; 0 leaves it out.
SHUANGJIAN_BENCH_CROSSED= a CSV, perhaps gzipped, with columns person, item and seconds, measures those beside it too.
"""

import os
import resource

import numpy as np

from bench import servers, timing_lme4
from bench.figure import Figure
from bench.timing_city import DEVIATIONS, SUBJECTS, TIERS, City, city
from bench.took import Took, timed
from shuangjian.timing.estimator import fit
from shuangjian.timing.estimator.blocks import Blocks
from shuangjian.timing.estimator.fixed import Fixed, Sums, solved
from shuangjian.timing.estimator.layout import Layout, lay_out
from shuangjian.timing.estimator.local import crossed_by
from shuangjian.timing.estimator.variances import Found, begun, by_em, probes

SIZES = os.environ.get("SHUANGJIAN_BENCH_REPORTS", "1000000,10000000")
# Above this many reports the city comes in parts of this many, as it would from several machines.
A_PART = 10_000_000
GROUPINGS = ("pupil", "klass", "teacher", "item")
DRAWN = ", ".join(f"{DEVIATIONS[name] ** 2:.4f}" for name in (*GROUPINGS, "report"))
RATIOS = (DEVIATIONS["report"] / np.array([DEVIATIONS[name] for name in GROUPINGS])) ** 2
HUNDRED = 200  # reports of a pupil in a city of 10⁸


def measure(database: str) -> list[Figure]:
    """Figures by size, then lme4's. Compiling comes before anything is timed."""
    if database != servers.SQLITE:
        return []
    _of_a_city(city(300_000), "")
    figures = []
    for size in map(int, SIZES.split(",")):
        figures += _of_a_city(city(size), f"{size:,} reports") if size <= A_PART else _in_parts(size)
    return [*figures, *timing_lme4.measure()]


def _of_a_city(given: City, name: str) -> list[Figure]:
    layout, laid_out = timed(lambda: _layout(given))
    found, searched = timed(lambda: _searched(given, layout))
    predicted = _predicted(given, layout)
    fitted, whole = timed(lambda: fit(given.reports, given.items, given.pupils, seed=1))
    known = fitted.reports > 0
    held = np.abs((fitted.median - given.true)[known] / fitted.error[known]) < 1.645
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    variances = ", ".join(f"{each:.4f}" for each in [*found.variances, found.report])
    rows = {
        "put in order": (laid_out, ""),
        "variances by EM": (searched, f"{found.steps} steps; {variances}; drawn with {DRAWN}"),
        "exact predictions": (predicted, "at given variances"),
        "robust variances, fit and errors": (
            whole,
            f"{fitted.rounds} rounds; 90 % intervals hold {held.mean():.1%}; peak {memory:.1f} GiB",
        ),
    }
    return [Figure(f"{name}: {row}", servers.SQLITE, str(took), detail) for row, (took, detail) in rows.items()]


def _searched(given: City, layout: Layout) -> Found:
    drawn = probes(layout, 1)
    engine = _engine(given, layout, drawn.rows.shape[1])

    def search(blocks: Blocks, start: np.ndarray, slope: np.ndarray | None) -> Found:
        return by_em(blocks, drawn, start, slope=slope)

    return search(engine, *begun(engine, search))


def _layout(given: City) -> Layout:
    return lay_out(crossed_by(given.reports, given.items, given.pupils), [given.reports.low])


def _predicted(given: City, layout: Layout) -> Took:
    engine = _engine(given, layout)
    engine.solve(RATIOS)  # the pages of its memory are touched for the first time
    return timed(lambda: engine.effects(engine.solve(RATIOS)[1]))[1]


def _engine(given: City, layout: Layout, probing: int = 0) -> Blocks:
    sides = np.zeros((len(layout.row), 1 + probing))
    sides[:, 0] = given.reports.low[layout.row]
    return Blocks(layout, sides, given.reports.weight[layout.row], SUBJECTS * TIERS)


def _in_parts(size: int) -> list[Figure]:
    """Exact predictions of a city that does not fit into memory: each part sends its sums up, and keeps its factors."""
    summed = [_summed(part) for part in range(size // A_PART)]
    fixed, settled = timed(lambda: solved(sum((sums for sums, _, _ in summed[1:]), start=summed[0][0])))
    back = [_solved_back(part, factors, fixed) for part, (_, factors, _) in enumerate(summed)]
    every = [settled, *back, *(took for _, _, took in summed)]
    whole = Took(sum(took.seconds for took in every), sum(took.processor for took in every))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    told = f"in {len(summed)} parts, made before each is timed; peak {memory:.1f} GiB"
    return [Figure(f"{size:,} reports: exact predictions", servers.SQLITE, str(whole), told)]


def _summed(part: int) -> tuple[Sums, np.ndarray, Took]:
    engine = _part(part)
    sums, took = timed(lambda: engine.sums_at(RATIOS))
    return sums, engine.matrices, took


def _solved_back(part: int, factors: np.ndarray, fixed: Fixed) -> Took:
    engine = _part(part)
    engine.matrices, engine.ratios = factors, RATIOS
    return timed(lambda: engine.effects(fixed))[1]


def _part(part: int) -> Blocks:
    given = city(A_PART, seed=part, a_pupil=HUNDRED)
    return _engine(given, _layout(given))
