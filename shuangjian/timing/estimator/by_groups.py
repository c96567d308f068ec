"""The same fit as repeated group-bys, for a database that holds more reports than one machine's memory.

Backfitting (Ghosh, Hastie and Owen 2022), in blocks that are solved exactly: items inside their teachers, pupils inside
their classes. Every step is one Ibis expression over named tables, so DuckDB on one machine and Spark on many run the
same sums. It stops when the local contrasts m_j stand still: raw effects drift on long after, pupils all quicker and
items all longer by the same amount, and nobody is told those.

Tables that must be there: `reports` (pupil, item, mode, y, weight), y log minutes; `pupils` (pupil, klass, block);
`items` (item, cell, teacher, block). Codes are int32, y and weight float64. Tables it makes: `item_levels`, `speeds`,
`modes` and at the end `contrasts` (item, m, variance, reports); m is null of a cell without reports.
"""

from dataclasses import dataclass
from typing import Protocol

import ibis

from shuangjian.timing.estimator.fitted import Variances
from shuangjian.timing.estimator.group_errors import with_variance
from shuangjian.timing.estimator.group_tables import (
    BEFORE,
    CELLS,
    CONTRASTS,
    HEARD,
    ITEMS,
    LEVELS,
    MODES,
    PUPILS,
    REPORTS,
    SEEN,
    SPEEDS,
    SPEEDS_BEFORE,
    TEACHERS,
    Ratios,
    Table,
)

LEAP = 10  # sweeps


class Engine(Protocol):
    """Whatever keeps tables and runs queries over them."""

    def query(self, expression: Table) -> str:
        """The expression in the engine's own SQL."""

    def keep(self, name: str, query: str) -> None:
        """Run the query and keep its rows under this name, in place of what had it."""

    def number(self, query: str) -> float:
        """The only value of the only row; nan if it is null."""


@dataclass(frozen=True)
class Sweeps:
    """How it ended: after how many sweeps, and how far (rms) the contrasts are estimated to be from where they go."""

    count: int
    error: float


def fit_by_groups(engine: Engine, variances: Variances, *, tolerance: float = 1e-4, most: int = 200) -> Sweeps:
    """Sweep until the rms error of m_j is below `tolerance` log minutes, and keep `contrasts`.

    What is left after a sweep that changed m_j by d, each change being q times the one before, is d q / (1 − q). As q
    is near 1, every tenth sweep leaps that far ahead. Raises RuntimeError if it takes more than `most` sweeps.
    """
    ratios = Ratios.of(variances)
    for name, expression in _start(ratios).items():
        engine.keep(name, engine.query(expression))
    sweep = {name: engine.query(expression) for name, expression in _sweep(ratios).items()}
    change, before, speeds_before = (engine.query(e) for e in (_change(), CONTRASTS, SPEEDS))
    now, slowest = float("nan"), 0.0
    for count in range(1, most + 1):
        for name, query in sweep.items():
            engine.keep(name, query)
        last, now = now, engine.number(change) if count > 1 else float("nan")
        if count % LEAP == 0 and now < last:
            slowest = max(slowest, now / last)
            engine.keep("speeds", engine.query(_leapt(slowest / (1 - slowest))))
        elif count > LEAP and now < last and now * slowest / (1 - slowest) < tolerance:
            engine.keep("contrasts", engine.query(with_variance(ratios)))
            return Sweeps(count, now * slowest / (1 - slowest))
        engine.keep("contrasts_before", before)
        engine.keep("speeds_before", speeds_before)
    raise RuntimeError(f"contrasts still moved by {now:.2g} after {most} sweeps")


def _start(ratios: Ratios) -> dict[str, Table]:
    none, prior = ibis.literal(0.0), ibis.literal(ratios.teacher)
    return {
        "speeds": PUPILS.select("pupil", speed=none),
        "modes": REPORTS.select("mode").distinct().mutate(delta=none),
        "teachers": ITEMS.select("teacher").distinct().mutate(u=none, precision=prior),
    }


def _sweep(ratios: Ratios) -> dict[str, Table]:
    """What is computed one after another, each from the tables that are then there."""
    return {
        "heard": _heard(),
        "cells": _cells(ratios),
        "teachers": _teachers(ratios),
        "item_levels": _levels(ratios),
        "seen": _seen(),
        "speeds": _speeds(ratios),
        "modes": _modes(),
        "contrasts_now": _contrasts(),
    }


def _heard() -> Table:
    """What reports say of each item once the speed of who did it is taken out; nothing of one without reports."""
    r = REPORTS.join(SPEEDS, "pupil").join(MODES, "mode")
    value = r.weight * (r.y - r.delta + r.speed)
    means = r.group_by("item").agg(mean=value.sum() / r.weight.sum(), n=r.weight.sum())
    return means.join(ITEMS, "item").select("item", "cell", "teacher", "mean", "n")


def _kept(n: Table, ratio: float) -> Table:
    """Precision that is left of n reports for the group above, the member's own effect being integrated out."""
    return n * ratio / (n + ratio)


def _cells(ratios: Ratios) -> Table:
    heard = HEARD.join(TEACHERS, "teacher").mutate(w=_kept(HEARD.n, ratios.item))
    return heard.group_by("cell").agg(b=(heard.w * (heard["mean"] - heard.u)).sum() / heard.w.sum())


def _teachers(ratios: Ratios) -> Table:
    heard = HEARD.join(CELLS, "cell").mutate(w=_kept(HEARD.n, ratios.item))
    precision = heard.w.sum() + ratios.teacher
    told = heard.group_by("teacher").agg(u=(heard.w * (heard["mean"] - heard.b)).sum() / precision, precision=precision)
    every = ITEMS.select("teacher").distinct().left_join(told, "teacher")
    return every.select("teacher", u=every.u.fill_null(0.0), precision=every.precision.fill_null(ratios.teacher))


def _levels(ratios: Ratios) -> Table:
    items = (
        ITEMS.left_join(CELLS, "cell").join(TEACHERS, "teacher").left_join(HEARD.select("item", "mean", "n"), "item")
    )
    shared = items.b + items.u
    a = items.n / (items.n + ratios.item) * (items["mean"] - shared)
    return items.select("item", "cell", "teacher", level=shared + a.fill_null(0.0))


def _seen() -> Table:
    """What reports say of each pupil once the items' minutes are taken out."""
    r = REPORTS.join(LEVELS, "item").join(MODES, "mode")
    value = r.weight * (r.level + r.delta - r.y)
    means = r.group_by("pupil").agg(mean=value.sum() / r.weight.sum(), n=r.weight.sum())
    return means.join(PUPILS, "pupil").select("pupil", "klass", "mean", "n")


def _speeds(ratios: Ratios) -> Table:
    seen = SEEN.mutate(w=_kept(SEEN.n, ratios.pupil))
    classes = seen.group_by("klass").agg(h=(seen.w * seen["mean"]).sum() / (seen.w.sum() + ratios.klass))
    pupils = PUPILS.left_join(classes, "klass").left_join(SEEN.select("pupil", "mean", "n"), "pupil")
    h = pupils.h.fill_null(0.0)
    s = pupils.n / (pupils.n + ratios.pupil) * (pupils["mean"] - h)
    return pupils.select("pupil", speed=h + s.fill_null(0.0))


def _modes() -> Table:
    r = REPORTS.join(LEVELS, "item").join(SPEEDS, "pupil")
    delta = (r.weight * (r.y - r.level + r.speed)).sum() / r.weight.sum()
    modes = r.group_by("mode").agg(delta=delta)
    return modes.select("mode", delta=ibis.ifelse(modes["mode"] == 0, 0.0, modes.delta))


def _contrasts() -> Table:
    pupils = PUPILS.join(SPEEDS, "pupil")
    blocks = pupils.group_by("block").agg(local=pupils.speed.mean())
    items = LEVELS.select("item", "level").join(ITEMS, "item").join(blocks, "block")
    return items.select("item", m=items.level - items.local)


def _leapt(far: float) -> Table:
    both = SPEEDS.join(SPEEDS_BEFORE.select("pupil", before="speed"), "pupil")
    return both.select("pupil", speed=both.speed + (both.speed - both.before) * far)


def _change() -> Table:
    both = CONTRASTS.join(BEFORE.select("item", before="m"), "item")
    return both.agg(change=((both.m - both.before) * (both.m - both.before)).mean().sqrt())
