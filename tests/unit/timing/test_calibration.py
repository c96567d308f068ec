"""Declared minutes against measured ones: sums that add, errors by experience, and a habit that is found out."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangjian.timing.estimator import calibration
from shuangjian.timing.estimator.calibration import FEW, ITEM, Habits, Measured, Sums, factors, learn, sums

TEACHERS, CELLS, PER_GROUP = 1_500, 12, 5
GROUP = np.arange(TEACHERS) // PER_GROUP
TAU = Habits(np.zeros(CELLS), np.zeros(CELLS), item=0.02, teacher=0.03, group=0.006)


@cache
def city() -> tuple[Measured, np.ndarray, np.ndarray, np.ndarray]:
    """Assignments of many teachers, with how many each had, the teachers' kappa and the cells' alpha."""
    rng = np.random.default_rng(3)
    of_groups = rng.normal(0, np.sqrt(TAU.group), TEACHERS // PER_GROUP)
    kappa = of_groups[GROUP] + rng.normal(0, np.sqrt(TAU.teacher), TEACHERS)
    alpha = rng.normal(0.1, 0.1, CELLS)
    count = rng.integers(0, 60, TEACHERS)
    teacher = np.repeat(np.arange(TEACHERS), count)
    cell = (teacher % 4) * 3 + rng.integers(0, 3, teacher.size)
    variance = rng.uniform(0.01, 0.03, teacher.size)
    ratio = alpha[cell] + kappa[teacher] + rng.normal(0, np.sqrt(variance + TAU.item))
    return Measured(teacher, cell, ratio, variance), count, kappa, alpha


@cache
def learnt() -> Habits:
    return learn(city()[0], GROUP, CELLS)


def of(measured: Measured, chosen: np.ndarray) -> Measured:
    return Measured(*(column[chosen] for column in vars(measured).values()))


def test_the_three_variances_and_the_cells_are_found():
    habits, alpha = learnt(), city()[3]
    assert habits.item == pytest.approx(TAU.item, rel=0.05)
    assert habits.teacher == pytest.approx(TAU.teacher, rel=0.15)
    assert habits.group == pytest.approx(TAU.group, rel=0.5)
    assert np.abs(habits.alpha - alpha).max() < 0.03


def test_a_factor_is_16_percent_off_for_a_new_teacher_6_after_a_few_and_2_after_forty():
    measured, count, kappa, _ = city()
    found = factors(sums(measured, learnt(), TEACHERS), learnt(), GROUP)
    error = np.abs(found.kappa - kappa)
    assert error[count == 0].mean() < 0.18
    assert error[(count >= 4) & (count <= 10)].mean() < 0.07
    assert error[(count >= 38) & (count <= 42)].mean() < 0.03


def test_nine_intervals_in_ten_hold_the_factor():
    measured, _, kappa, alpha = city()
    found = factors(sums(measured, learnt(), TEACHERS), learnt(), GROUP)
    teacher, cell = np.arange(TEACHERS), np.arange(TEACHERS) % 4 * 3
    low, high = found.interval(teacher, cell)
    true = np.exp(alpha[cell] + kappa)
    assert 0.88 <= np.mean((low < true) & (true < high)) <= 0.925
    assert ((low < found.factor(teacher, cell)) & (found.factor(teacher, cell) < high)).all()


def test_a_new_teacher_starts_where_the_colleagues_of_the_subject_are():
    kept = Sums(np.full(10, 500.0), np.full(10, 150.0))
    kept.weight[0] = kept.weighted[0] = kept.weight[5:] = kept.weighted[5:] = 0.0
    found = factors(kept, TAU, np.arange(10) // 5)
    assert found.kappa[0] == pytest.approx(0.3 * 3 / 7, rel=0.01)  # four tell 4 / 0.032, the prior 1 / 0.006
    assert found.kappa[5] == 0
    assert found.uncertainty[0] < found.uncertainty[5] == pytest.approx(TAU.teacher + TAU.group)


@given(st.integers(0, 2**32 - 1))
def test_sums_of_two_parts_are_the_sums_of_the_whole(seed):
    measured = city()[0]
    first = np.random.default_rng(seed).random(measured.ratio.size) < 0.4
    parts = sums(of(measured, first), TAU, TEACHERS) + sums(of(measured, ~first), TAU, TEACHERS)
    whole = sums(measured, TAU, TEACHERS)
    np.testing.assert_allclose(parts.weight, whole.weight, rtol=1e-12, atol=1e-9)
    np.testing.assert_allclose(parts.weighted, whole.weighted, rtol=1e-12, atol=1e-9)


def test_forty_assignments_later_a_sum_counts_half():
    kept = Sums(np.array([8.0, 8.0]), np.array([4.0, 4.0])).forgotten(np.array([40, 0]))
    assert kept.weight.tolist() == [4, 8]
    assert kept.weighted.tolist() == [2, 4]


def test_a_teacher_who_changes_is_followed():
    """Sixty assignments declared right, then forty at 60 %: who forgets believes it sooner."""
    habits, group = TAU, np.zeros(1, int)
    rng = np.random.default_rng(8)
    kept = remembering = Sums(np.zeros(1), np.zeros(1))
    for true in [0.0] * 60 + [-np.log(0.6)] * 40:
        one = Measured(np.zeros(1, int), np.zeros(1, int), rng.normal([true], 0.25), np.array([0.0425]))
        kept = kept.forgotten(np.ones(1)) + sums(one, habits, 1)
        remembering = remembering + sums(one, habits, 1)
    assert factors(kept, habits, group).kappa[0] > 1.35 * factors(remembering, habits, group).kappa[0]


def test_a_cell_without_assignments_is_refused():
    with pytest.raises(ValueError, match="every cell"):
        learn(of(city()[0], city()[0].cell != 5), GROUP, CELLS)


def test_from_few_works_that_hardly_differ_it_is_not_learnt_that_none_do():
    measured, *_ = city()
    few = of(measured, measured.teacher < 30)
    assert few.ratio.size < FEW
    alike = Measured(few.teacher, few.cell, np.full(few.ratio.size, 0.1), few.variance)
    assert learn(alike, GROUP[:30], CELLS).item == pytest.approx(ITEM, rel=0.01)
    many = Measured(*(np.tile(column, FEW // few.ratio.size + 1) for column in vars(alike).values()))
    assert learn(many, GROUP[:30], CELLS).item < ITEM / 10


def test_variances_of_very_many_assignments_are_those_of_some_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(5)
    group = (np.arange(400) // 4).astype(np.int32)
    teacher = np.repeat(np.arange(400, dtype=np.int32), 12)
    cell = rng.integers(0, 3, teacher.size).astype(np.int32)
    cell[:2] = 3  # a kind of work that one teacher sets
    kappa = rng.normal(0, 0.15, 400) + rng.normal(0, 0.1, 100)[group]
    ratio = np.array([0.0, 0.1, 0.2, 0.4])[cell] + kappa[teacher] + rng.normal(0, 0.2, teacher.size)
    measured = Measured(teacher, cell, ratio, np.full(teacher.size, 0.01))
    whole = learn(measured, group, 4)
    monkeypatch.setattr(calibration, "ENOUGH", teacher.size // 2)
    some = learn(measured, group, 4)
    np.testing.assert_allclose(some.alpha, whole.alpha, atol=0.02)
    np.testing.assert_allclose([some.item, some.teacher], [whole.item, whole.teacher], rtol=0.15)
