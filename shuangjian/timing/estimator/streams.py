"""Pupils who mostly do the easy tier are slower: said to the model, so that tiers are compared without bias.

A pupil's effect is shrunk towards the mean, and at a few reports per pupil half of what sets the easy tier's pupils
apart would be booked as longer work: +8 % in the easy tier, −8 % in the hard one. So each stream of pupils has a mean
of its own (Mundlak 1978). To the fit it is a part of how a report was made; `shift` puts it back into the middle-level
pupil afterwards.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from shuangjian.timing.estimator.data import Floats, Ints, Items, Pupils, Reports, stretches, sums_by
from shuangjian.timing.estimator.fitted import Fit
from shuangjian.timing.estimator.fitting import fit

MIXED, EASY, RATHER_EASY, RATHER_HARD, HARD, UNSEEN = range(6)
STREAMS = 6
BY_HALVES = np.array([EASY, RATHER_EASY, MIXED, RATHER_HARD, HARD])  # mean rank −1, −0.5, 0, 0.5, 1


def streams(reports: Reports, rank: Floats, pupils: Pupils) -> Ints:
    """(S,) stream of each pupil by the tiers that were reported. `rank` (J,): −1 the easiest tier of an assignment to 1
    the hardest, nan where it has no tiers. UNSEEN: no report of a tiered assignment."""
    return stream_of(*tiered(reports, rank, pupils))


def tiered(reports: Reports, rank: Floats, pupils: Pupils) -> tuple[Floats, Floats]:
    """Two (S,) sums: how many tiers each pupil reported, and of their ranks. They add over days."""
    size = pupils.klass.size
    count, ranks = np.zeros(size), np.zeros(size)
    for part in stretches(reports.item.size):
        of = rank[reports.item[part]]
        some = ~np.isnan(of)
        count += sums_by(reports.pupil[part], some.astype(np.float64), size)
        ranks += sums_by(reports.pupil[part], np.where(some, of, 0.0), size)
    return count, ranks


def stream_of(count: Floats, ranks: Floats) -> Ints:
    """(S,) stream of pupils with these sums."""
    with np.errstate(invalid="ignore"):
        mean = np.clip(np.nan_to_num(ranks / count), -1, 1)
    return np.where(count > 0, BY_HALVES[np.rint(2 * mean).astype(np.int64) + 2], UNSEEN).astype(np.int32)


def in_streams(reports: Reports, stream: Ints) -> Reports:
    """The same reports with mode × stream as their mode: code mode · 6 + stream, 0 still the reference."""
    mode = reports.mode * np.int32(STREAMS) + stream[reports.pupil]
    return replace(reports, mode=mode.astype(np.int32))


def shift(mode: Floats, stream: Ints, pupils: Pupils, reports: Reports) -> Floats:
    """(G,) what is added to a block's log medians after a fit of `in_streams`, from its mode effects (D · 6,).

    It is the mean of the streams' effects over the block's pupils that have reports, who were drawn from all of them;
    a block without any has the mean of all blocks.
    """
    known = np.zeros(STREAMS)
    known[: mode.size] = np.nan_to_num(mode[:STREAMS])
    heard = np.zeros(stream.size)
    heard[reports.pupil] = 1.0
    return block_means(known[stream], heard, pupils)


def block_means(values: Floats, weight: Floats, pupils: Pupils) -> Floats:
    """(G,) weighted means of pupils' values (S,); a block without weight has the mean of all."""
    blocks = int(pupils.block.max(initial=-1)) + 1
    count, total = sums_by(pupils.block, weight, blocks), sums_by(pupils.block, weight * values, blocks)
    everywhere = total.sum() / count.sum() if count.any() else 0.0
    return np.where(count > 0, total / np.where(count > 0, count, 1.0), everywhere)


def fit_in_streams(reports: Reports, rank: Floats, items: Items, pupils: Pupils, **options: Any) -> Fit:
    """`fit` with streams; `rank` (J,) as in `streams`, `options` as of `fit`. `mode` of the result is mode × stream."""
    stream = streams(reports, rank, pupils)
    found = fit(in_streams(reports, stream), items, pupils, **options)
    added = shift(found.mode, stream, pupils, reports)[items.block]
    return replace(found, median=found.median + added, unshrunken=found.unshrunken + added)
