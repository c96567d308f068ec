"""What was planted in the invented city and what of it is found, at no more than one false signal in twenty."""

from typing import Any

import numpy as np

from bench.timing_weeks import CAP, SHAPE, Weeks
from shuangjian.timing.estimator.false_alarms import EVENINGS, beyond, over_cap, signals
from shuangjian.timing.estimator.simulated import FORMS, Flags
from shuangjian.timing.estimator.totals import evening_totals

Row = tuple[Any, ...]  # a figure but for its database
RATE = 0.05
MUCH = np.log(1.2)  # a teacher's factor, or a class's evenings, that is worth a word


def found_and_missed(weeks: Weeks) -> list[Row]:
    return [_teachers(weeks), _unlisted(weeks), _classes(weeks), *_by_experience(weeks)]


def _teachers(weeks: Weeks) -> Row:
    known = weeks.factors
    found = signals(beyond(known.kappa, known.uncertainty, MUCH), RATE)
    planted, fits = weeks.city.under_declares, weeks.city.fits_declared
    return _row("teachers who declare 60 %", found, planted, (weeks.city.kappa > MUCH) | fits)


def _unlisted(weeks: Weeks) -> Row:
    """Each assignment's tiers together against what its teacher's habit leads to expect."""
    known, (told, measured) = weeks.factors, weeks.measured
    off = measured.ratio - known.habits.alpha[measured.cell] - known.kappa[measured.teacher]
    variance = measured.variance + known.habits.item + known.uncertainty[measured.teacher]
    assignment, size = weeks.city.assignment[told], int(weeks.city.assignment.max()) + 1
    precision = np.bincount(assignment, 1 / variance, size)
    asked = precision > 0
    weighted = np.bincount(assignment, off / variance, size)[asked]
    found = signals(beyond(weighted / precision[asked], 1 / precision[asked], 0.0), RATE)
    planted = np.zeros(size, bool)
    planted[weeks.city.assignment] = weeks.city.unlisted
    return _row("assignments with as much again on no list", found, planted[asked], planted[asked])


def _classes(weeks: Weeks) -> Row:
    """The last ten evenings with work of each class."""
    evening, item = weeks.city.evenings()
    totals = evening_totals(weeks.fit, weeks.items, evening, item, weeks.evenings)
    truth = weeks.total(np.exp(weeks.city.m)).reshape(-1, SHAPE.days)
    free_first = np.argsort(truth > 0, axis=1, kind="stable")
    last = np.sort(free_first[:, -EVENINGS:], axis=1)
    log_minutes, variance, shared = (
        np.take_along_axis(column.reshape(-1, SHAPE.days), last, axis=1)
        for column in (totals.log_total, totals.own, totals.shared)
    )
    p = over_cap(log_minutes, variance, np.full(last.shape, CAP), shared.mean(axis=1))
    ratio = np.log(np.take_along_axis(truth, last, axis=1) / CAP).mean(axis=1)
    return _row("classes a tenth and more over the cap", signals(p, RATE), ratio > 0.1, ratio > 0)


def _by_experience(weeks: Weeks) -> list[Row]:
    """How far factors are off that rest on so many measured items, of teachers who hold to one habit."""
    cell = weeks.group % SHAPE.subjects * FORMS
    truth = weeks.city.alpha[cell] + weeks.city.kappa
    steady = ~weeks.city.under_declares & ~weeks.city.fits_declared
    rows = []
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
