"""The variances of a city's reports, from all of them or from whole blocks drawn by a seed."""

import numpy as np

from shuangjian.timing.estimator.data import Floats, Ints, Items, Reports
from shuangjian.timing.estimator.fitted import Variances
from shuangjian.timing.estimator.moments import ratios_by_moments
from shuangjian.timing.estimator.settling import Settling
from shuangjian.timing.estimator.variances import A_PART_OF, ENOUGH, Found, Probes, by_em, by_reml, probes

# Up to so many reports the exact search costs no more than the probes of the other.
EXACT_UP_TO = 200_000
# Variances are settled when none moves by more than this part of itself.
SETTLED = 2e-3
MOST_TURNS, ROUNDS_A_TURN = 20, 3


def variances_of(state: Settling, seed: int) -> Variances:
    """REML variances, exact up to EXACT_UP_TO reports and by Monte-Carlo EM beyond. `state` is then settled nearly."""
    drawn = probes(state.blocks.layout, seed) if len(state.low) > EXACT_UP_TO else None
    if drawn is not None:
        state.blocks = state.blocks.sided(1 + drawn.rows.shape[1])
    found = _found(state, drawn)
    state.blocks = state.blocks.sided(1)
    pupil, klass, teacher, item = found.variances
    return Variances(
        teacher=float(teacher), item=float(item), pupil=float(pupil), klass=float(klass), report=found.report
    )


def _found(state: Settling, drawn: Probes | None) -> Found:
    """Turn by turn: reports settle at the variances so far, which are then searched for anew among the settled."""
    blocks, rows = state.blocks, len(state.low)

    def search(ratios: Floats, report: float | None, slope: Floats | None) -> Found:
        if drawn is None:
            return by_reml(blocks, ratios, SETTLED / 10, report, slope)
        return by_em(blocks, drawn, ratios, SETTLED, report, slope)

    few = state.first(rows // A_PART_OF) if rows > ENOUGH else None
    if few is None:
        found = search(ratios_by_moments(blocks), None, None)
    else:
        found = _found(few, drawn).for_more()
        state.known = few.known
    at, pulls = np.log(found.report), []
    for _ in range(MOST_TURNS):
        report = float(np.exp(at))
        fixed, _, _ = state.settle(found.ratios, report, ROUNDS_A_TURN)
        known = int(fixed.kept.sum()) + float(blocks.levels @ (1 - found.blind))
        state.known = min(known / rows, 0.9)
        pulls.append((at, float(np.log(state.squares / (rows - known)))))
        at += _move(pulls)
        before = report / found.ratios
        found = search(np.exp(at) * found.ratios / report, float(np.exp(at)), found.slope)
        if abs(at - pulls[-1][0]) < SETTLED and np.abs(np.log(found.report / found.ratios / before)).max() < SETTLED:
            break
    return found


def _move(pulls: list[tuple[float, float]]) -> float:
    """How far to move the logarithm of a report's variance: (where it was, what it would be times) of past turns."""
    at, pull = pulls[-1]
    if len(pulls) > 2 and at != pulls[-2][0]:
        slope = (pull - pulls[-2][1]) / (at - pulls[-2][0])
        return pull / min(max(-slope, 0.25), 1.0)
    return pull


def some_blocks(
    reports: Reports, items: Items, component: Ints, load: Floats, most: int, seed: int
) -> tuple[Reports, Items]:
    """Whole components (J,) of the city, drawn by `seed` until their `load` comes to about `most`."""
    order = np.random.default_rng(seed).permutation(len(load))
    taken = np.zeros(len(load), bool)
    taken[order[: 1 + int(np.searchsorted(np.cumsum(load[order]), most))]] = True
    of_items = np.flatnonzero(taken[component])
    item_at = np.full(len(component), -1, np.int32)
    item_at[of_items] = np.arange(len(of_items), dtype=np.int32)
    rows = np.flatnonzero(item_at[reports.item] >= 0)
    some = Reports(
        pupil=reports.pupil[rows],
        item=item_at[reports.item[rows]],
        low=reports.low[rows],
        high=reports.high[rows],
        mode=reports.mode[rows],
        weight=reports.weight[rows],
    )
    theirs = Items(
        cell=items.cell[of_items],
        subject=items.subject[of_items],
        teacher=items.teacher[of_items],
        block=items.block[of_items],
        declared=items.declared[of_items],
    )
    return some, theirs
