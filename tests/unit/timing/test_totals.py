"""Fitted evenings, and what measured and declared minutes say together."""

from functools import cache

import numpy as np
import pytest

from shuangjian.timing.estimator.calibration import Factors, Measured, factors, learn, sums, together
from shuangjian.timing.estimator.simulated import FORMS
from shuangjian.timing.estimator.totals import Totals, evening_totals
from tests.unit.timing.worlds import SHAPE, fitted, world


@cache
def totals() -> tuple[Totals, np.ndarray]:
    """Fitted totals of all evenings, and the true ones."""
    invented, _ = world()
    evening, item = invented.evenings()
    evenings = SHAPE.schools * SHAPE.grades * SHAPE.classes * SHAPE.days
    found = evening_totals(fitted(), invented.items, evening, item, evenings)
    return found, np.bincount(evening, np.exp(invented.m[item]), evenings)


@cache
def calibrated() -> tuple[np.ndarray, Measured, Factors]:
    invented, _ = world()
    told = np.flatnonzero(np.isfinite(fitted().unshrunken))
    ratio = (fitted().unshrunken - np.log(invented.items.declared))[told]
    teacher, cell = invented.items.teacher[told], invented.calibration_cell[told]
    measured = Measured(teacher, cell, ratio, fitted().unshrunken_variance[told])
    group = np.zeros(invented.kappa.size, int)
    habits = learn(measured, group, SHAPE.subjects * FORMS)
    return told, measured, factors(sums(measured, habits, group.size), habits, group)


def test_a_total_is_the_sum_of_its_items_and_one_without_work_is_nothing():
    found, true = totals()
    assert np.isneginf(found.log_total[true == 0]).all()
    assert (found.variance[true == 0] == 0).all()
    invented, _ = world()
    evening, item = invented.evenings()
    first = item[evening == evening[0]]
    assert np.exp(found.log_total[evening[0]]) == pytest.approx(np.exp(fitted().median[first]).sum())


def test_the_error_of_an_evening_and_of_ten_of_a_class_are_about_what_is_said():
    found, true = totals()
    some = true > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        off = np.where(some, found.log_total - np.log(true), 0.0)
    said = found.variance
    assert np.mean(off[some] ** 2) == pytest.approx(said[some].mean(), rel=0.2)
    by_class = off.reshape(-1, SHAPE.days).mean(axis=1)
    of_class = (found.own / SHAPE.days + found.shared).reshape(-1, SHAPE.days).mean(axis=1)
    assert 0.5 < np.mean(by_class**2) / of_class.mean() < 1.5


def test_measured_and_declared_minutes_together_are_nearer_than_either():
    invented, _ = world()
    told, measured, known = calibrated()
    declared, true = invented.items.declared[told], invented.m[told]
    minutes, variance = together(measured, declared, known)
    expected = np.log(declared * known.factor(measured.teacher, measured.cell))
    errors = [np.std(m - true) for m in (minutes, fitted().median[told], expected)]
    assert errors[0] < min(errors[1:])
    assert 0.84 < np.mean(np.abs(minutes - true) < 1.645 * np.sqrt(variance)) < 0.94
