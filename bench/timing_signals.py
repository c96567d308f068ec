"""What was planted in the invented city and what of it is found, at no more than one false signal in twenty."""

from typing import Any

import numpy as np

from bench.timing_weeks import ANSWERING, CAP, SHAPE, Weeks
from shuangjian.timing.estimator.data import Floats
from shuangjian.timing.estimator.false_alarms import EVENINGS, beyond, over_cap, signals
from shuangjian.timing.estimator.in_common import Pieces, alike, evening_factor, teachers_part
from shuangjian.timing.estimator.simulated import FORMS, Flags
from shuangjian.timing.estimator.totals import evening_totals

Row = tuple[Any, ...]  # a figure but for its database
RATE = 0.05
MUCH = np.log(1.2)  # a teacher's factor, or a class's evenings, that is worth a word
OVER = np.array([0.0, 0.05, 0.10, 0.15, 0.20, 0.30, np.inf])  # how far over the cap classes truly are
CITIES = 6  # whose classes are looked at together


def found_and_missed(weeks: Weeks) -> list[Row]:
    return [_teachers(weeks), _unlisted(weeks), _classes(weeks), *_by_experience(weeks)]


def _teachers(weeks: Weeks) -> Row:
    known = weeks.factors
    found = signals(beyond(known.kappa, known.uncertainty, MUCH), RATE)
    planted, fits = weeks.city.under_declares, weeks.city.fits_declared
    return _row("teachers who declare 60 %", found, planted, (weeks.city.kappa > MUCH) | fits)


def _unlisted(weeks: Weeks) -> Row:
    """Each assignment's tiers together against what its teacher's habit leads to expect. It is among what that habit
    was learnt from, and lies nearer to it by as much as the habit is uncertain."""
    known, (told, measured) = weeks.factors, weeks.measured
    off = measured.ratio - known.habits.alpha[measured.cell] - known.kappa[measured.teacher]
    variance = measured.variance + known.habits.item - known.uncertainty[measured.teacher]
    assignment, size = weeks.city.assignment[told], int(weeks.city.assignment.max()) + 1
    precision = np.bincount(assignment, 1 / variance, size)
    asked = precision > 0
    weighted = np.bincount(assignment, off / variance, size)[asked]
    found = signals(beyond(weighted / precision[asked], 1 / precision[asked], 0.0), RATE)
    planted = np.zeros(size, bool)
    planted[weeks.city.assignment] = weeks.city.unlisted
    return _row("assignments with as much again on no list", found, planted[asked], planted[asked])


def _classes(weeks: Weeks) -> Row:
    ratio, _, found = _last(weeks, EVENINGS)
    return _row("classes a tenth and more over the cap", found, ratio > 0.1, ratio > 0)


def _last(weeks: Weeks, evenings: int) -> tuple[Floats, Floats, Flags]:
    """Of each class over its last evenings with work, so many of them: the true log ratio to the cap, what the fit is
    off, and whether it is told."""
    evening, item = weeks.city.evenings()
    totals = evening_totals(weeks.fit, weeks.items, evening, item, weeks.evenings)
    truth = weeks.total(np.exp(weeks.city.m)).reshape(-1, SHAPE.days)
    last = np.sort(np.argsort(truth > 0, axis=1, kind="stable")[:, -evenings:], axis=1)
    klass = np.repeat(np.arange(last.shape[0], dtype=np.int32), SHAPE.days)
    looked_at = np.zeros((last.shape[0], SHAPE.days), bool)
    np.put_along_axis(looked_at, last, True, axis=1)
    some = looked_at.ravel()[evening]
    place = np.cumsum(looked_at.ravel()) - 1
    pieces = Pieces(
        place[evening[some]].astype(np.int32),
        weeks.items.teacher[item[some]],
        weeks.items.declared[item[some]],
        klass[looked_at.ravel()],
    )
    log_minutes, own, shared = (
        np.take_along_axis(column.reshape(-1, SHAPE.days), last, axis=1)
        for column in (totals.log_total, totals.own, totals.shared)
    )
    own = own * evening_factor(pieces, alike(weeks.fit.variances)).reshape(last.shape)
    common = shared.mean(axis=1) * teachers_part(pieces, last.shape[0])
    ratio = np.log(np.take_along_axis(truth, last, axis=1) / CAP).mean(axis=1)
    p = over_cap(log_minutes, own, np.full(last.shape, CAP), common, evenings)
    return ratio, (log_minutes - np.log(CAP)).mean(axis=1) - ratio, signals(p, RATE)


def power(seed: int) -> list[tuple[object, ...]]:
    """How many of the classes that truly are so far over are told, beside a test that knew the fit's error exactly."""
    cities = [Weeks.invented(SHAPE, ANSWERING, seed + n) for n in range(CITIES)]
    rows: list[Row] = []
    for evenings in (EVENINGS // 2, EVENINGS, 2 * EVENINGS):
        each = [_last(weeks, evenings) for weeks in cities]
        ratio, found = (np.concatenate([one[k] for one in each]) for k in (0, 2))
        ideal = np.concatenate([_ideal(true, float(off.std()), seed) for true, off, _ in each])
        excess = np.digitize(np.expm1(ratio), OVER) - 1
        shares = [f"{found[excess == k].mean():.0%} ({ideal[excess == k].mean():.0%})" for k in range(OVER.size - 1)]
        false = (found & (ratio <= 0)).sum() / max(1, found.sum())
        detail = (
            f"of classes from {', '.join(f'{least:.0%}' for least in OVER[:-1])} over; {false:.1%} of signals false"
        )
        rows.append((f"classes told over {evenings} evenings", ", ".join(shares), detail, "≤ 5 % false", false <= RATE))
    return rows


def _ideal(ratio: Floats, error: float, seed: int, times: int = 40) -> Floats:
    """(C,) how often each class is told where the estimate is the truth and an error whose spread is known."""
    draws = np.random.default_rng(seed).normal(0, error, (times, ratio.size))
    told: Floats = np.mean([signals(beyond(ratio + off, np.full(ratio.size, error**2), 0.0), RATE) for off in draws], 0)
    return told


def _by_experience(weeks: Weeks) -> list[Row]:
    """How far factors are off that rest on so many measured items, of teachers who hold to one habit."""
    cell = weeks.group % SHAPE.subjects * FORMS
    truth = weeks.city.alpha[cell] + weeks.city.kappa
    steady = ~weeks.city.under_declares & ~weeks.city.fits_declared
    rows: list[Row] = []
    for name, most in (("a new teacher", 0), ("after 5 items", 5), ("after 40 items", 40)):
        log_factor = np.log(weeks.factors_after(most).factor(np.arange(cell.size, dtype=np.int32), cell))
        rows.append((f"factor's error, {name}", f"{np.abs(log_factor - truth)[steady].mean():.1%}"))
    return rows


def _row(name: str, found: Flags, planted: Flags, true: Flags) -> Row:
    """`true`: what a signal may rightly say, planted or not."""
    hit, missed, false = (found & planted).sum(), (planted & ~found).sum(), (found & ~true).sum()
    share = false / max(1, found.sum())
    detail = f"{missed} missed; {found.sum()} signals, {false} of them false ({share:.1%})"
    return name, f"{hit} of {planted.sum()} found", detail, "≤ 10 % false", bool(share <= 2 * RATE)
