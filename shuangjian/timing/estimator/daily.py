"""One day at a time: each evening's reports are read once, and only sums are kept until the weekend's full fit.

Cells, modes, streams and variances are the last full fit's. Kept are four sums for each pupil and two for each teacher,
never a report and nothing of an item. A day is a pure step from the state of the day before: whoever gets a late or
corrected report takes that state again and redoes the days since. After a full fit the weeks it was fitted from are
gone through once more with what it found.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from shuangjian.timing.estimator.data import Floats, Ints, Items, Pupils, Reports, sums_by
from shuangjian.timing.estimator.morning import Known, State
from shuangjian.timing.estimator.streams import block_means, stream_of, tiered
from shuangjian.timing.estimator.working import working

LEAST = 1e-12  # variance
ROUNDS = 3  # in which intervals follow what the other reports of the day say


@dataclass(frozen=True)
class DayFit:
    """The day's items: `item` (n,) their codes in ascending order, `m` (n,) local log medians, `variance` (n,), and the
    unshrunken ones that calibration takes, `unshrunken` (n,) with `unshrunken_variance` (n,)."""

    item: Ints
    m: Floats
    variance: Floats
    unshrunken: Floats
    unshrunken_variance: Floats


def days(
    state: State, known: Known, reports: Sequence[Reports], rank: Floats, items: Items, pupils: Pupils
) -> Iterator[tuple[State, DayFit]]:
    """State and fit after each of these days, one after another."""
    for of_day in reports:
        state, fitted = after_day(state, known, of_day, rank, items, pupils)
        yield state, fitted


def after_day(
    state: State, known: Known, reports: Reports, rank: Floats, items: Items, pupils: Pupils
) -> tuple[State, DayFit]:
    """The next morning's state and the day's fit; `rank` (J,) as in `streams`. Each item is updated once; each pupil
    learns from what the others said of an item, never from its own report of it. Intervals and wild reports are worked
    with as in the full fit."""
    v = known.variances
    state = state.a_day_later(*tiered(reports, rank, pupils))
    speed, speed_variance = _speeds(state, known, pupils)
    item = np.unique(reports.item)
    place = np.searchsorted(item, reports.item).astype(np.int32)
    teacher, cell = items.teacher[item], known.cell[items.cell[item]]
    u, u_variance = _shrunken(state.teacher_precision, state.teacher_weighted, v.teacher)
    expected = cell + u[teacher]
    prior = 1 / (u_variance[teacher] + known.cell_unsure[items.cell[item]] + max(v.item, LEAST))

    made = known.mode[reports.mode] - speed[reports.pupil]  # how a report differs from its item's level
    level = expected
    for _ in range(ROUNDS):
        now = working(reports.low, reports.high, reports.weight, level[place] + made, v.report)
        noise = v.report / now.weight
        precision = 1 / (noise + speed_variance[reports.pupil])
        told = now.value - made
        total, weighted = sums_by(place, precision, item.size), sums_by(place, precision * told, item.size)
        level = (expected * prior + weighted) / (prior + total)

    others = (prior + total)[place] - precision
    by_others = (level * (prior + total))[place] - precision * told
    of_pupil = 1 / (noise + 1 / others)
    of_teacher = 1 / (1 / total + max(v.item, LEAST))
    quicker = by_others / others - told + speed[reports.pupil]
    new = State(
        state.pupil_precision + sums_by(reports.pupil, of_pupil, speed.size),
        state.pupil_weighted + sums_by(reports.pupil, of_pupil * quicker, speed.size),
        state.pupil_tiered,
        state.pupil_ranks,
        state.teacher_precision + sums_by(teacher, of_teacher, u.size),
        state.teacher_weighted + sums_by(teacher, of_teacher * (weighted / total - cell), u.size),
    )
    local = _local(speed, known, new, pupils)[items.block[item]]
    away = partial(_streams_away, known, new, pupils, items.block[item], place, reports.pupil)
    return new, DayFit(
        item.astype(np.int32),
        level - local,
        1 / (prior + total) + away(precision / (prior + total)[place]),
        weighted / total - local,
        1 / total + away(precision / total[place]),
    )


def _shrunken(precision: Floats, weighted: Floats, variance: float) -> tuple[Floats, Floats]:
    total = precision + 1 / max(variance, LEAST)
    return weighted / total, 1 / total


def _slower(known: Known, state: State) -> Floats:
    """(S,) how much longer than MIXED each pupil's stream takes."""
    return known.stream[stream_of(state.pupil_tiered, state.pupil_ranks)]


def _speeds(state: State, known: Known, pupils: Pupils) -> tuple[Floats, Floats]:
    """(S,) speed and its variance: the stream's, the class's from all its pupils, the pupil's beside them."""
    v, slower = known.variances, _slower(known, state)
    classes = int(pupils.klass.max(initial=-1)) + 1
    beside = state.pupil_weighted + state.pupil_precision * slower
    left = 1 / (1 + state.pupil_precision * v.pupil)  # of a pupil's precision, for the class
    h, h_variance = _shrunken(
        sums_by(pupils.klass, state.pupil_precision * left, classes),
        sums_by(pupils.klass, beside * left, classes),
        v.klass,
    )
    h, h_variance = h[pupils.klass], h_variance[pupils.klass]
    total = state.pupil_precision + 1 / max(v.pupil, LEAST)
    speed = h + (beside - state.pupil_precision * h) / total
    return speed - slower, 1 / total + left**2 * h_variance


def _streams_away(
    known: Known, state: State, pupils: Pupils, block: Ints, place: Ints, pupil: Ints, share: Floats
) -> Floats:
    """(n,) variance that an item has from errors of `known.stream`: those of whoever reported it, each row with its
    `share` of the item at `place`, beside those of all of the item's `block` (n,) who were heard."""
    stream, heard = stream_of(state.pupil_tiered, state.pupil_ranks), (state.pupil_precision > 0).astype(np.float64)
    variance = np.zeros(block.size)
    for one in np.flatnonzero(known.stream_unsure):
        of_block = block_means((stream == one).astype(np.float64), heard, pupils)[block]
        of_item = sums_by(place, share * (stream[pupil] == one), block.size)
        variance += (of_block - of_item) ** 2 * known.stream_unsure[one]
    return variance


def _local(speed: Floats, known: Known, state: State, pupils: Pupils) -> Floats:
    """(G,) the middle-level pupil's speed; a pupil nobody heard of belongs to the streams of those who were heard."""
    slower = _slower(known, state)
    every = np.ones(speed.size)
    heard = (state.pupil_precision > 0).astype(np.float64)
    return block_means(speed + slower, every, pupils) - block_means(slower, heard, pupils)
