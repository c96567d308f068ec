"""The minutes of a middle-level pupil: against one dense matrix, what was simulated, and bad reports."""

from dataclasses import replace

import numpy as np
import pytest

from shuangjian.timing.estimator import Items, Pupils, Reports, Variances, fit
from tests.unit.timing.dense_oracle import Oracle

GIVEN = Variances(teacher=0.03, item=0.08, pupil=0.1, klass=0.01, report=0.12)


def a_city(seed, blocks=40, per_item=6.0):
    """Reports, items, pupils and true local medians: grades of two classes of twelve, two teachers, thirty items."""
    rng = np.random.default_rng(seed)
    block = np.repeat(np.arange(blocks), 24)
    klass = np.arange(blocks * 24) // 12
    items = blocks * 30
    of_block = np.arange(items) // 30
    teacher = of_block * 2 + np.arange(items) % 2
    cell = np.arange(items) % 2 + 2 * (np.arange(items) // 2 % 3)
    slow = rng.normal(0, 0.3, len(block)) + rng.normal(0, 0.1, blocks * 2)[klass]
    true = 2.8 + rng.normal(0, 0.2, 6)[cell] + rng.normal(0, 0.17, blocks * 2)[teacher] + rng.normal(0, 0.28, items)
    item = rng.integers(0, items, int(items * per_item))
    pupil = of_block[item] * 24 + rng.integers(0, 24, len(item))
    said = true[item] + slow[pupil] + rng.normal(0, 0.35, len(item))
    true += (np.bincount(block, slow) / 24)[of_block]
    ints = [
        part.astype(np.int32) for part in (pupil, item, cell, np.arange(items) % 2, teacher, of_block, klass, block)
    ]
    pupil, item, cell, subject, teacher, of_block, klass, block = ints
    reports = Reports(pupil, item, said, said, np.zeros_like(item), np.ones(len(item)))
    return reports, Items(cell, subject, teacher, of_block, np.exp(true)), Pupils(klass, block), true


def error_of(reports, items, pupils, true):
    found = fit(reports, items, pupils, seed=1)
    assert found.converged
    known = found.reports > 0
    miss = (found.median - true)[known]
    return float(miss.mean()), float(np.sqrt((miss**2).mean())), np.abs(miss / found.error[known]) < 1.645


def in_the_open(reports, items, pupils):
    """The same model as one dense matrix; the signs of pupils and classes are turned, as slowness."""
    cells, modes = items.cell[reports.item], reports.mode
    x = np.column_stack([cells == cell for cell in np.unique(cells)] + [modes == m for m in range(1, modes.max() + 1)])
    groups = {
        "pupil": reports.pupil,
        "klass": pupils.klass[reports.pupil],
        "teacher": items.teacher[reports.item],
        "item": reports.item,
    }
    return Oracle(reports.low, x.astype(float), groups, reports.weight)


def a_small_city():
    reports, items, pupils, _ = a_city(3, blocks=2, per_item=3.0)
    rng = np.random.default_rng(4)
    mode = rng.integers(0, 3, len(reports.item)).astype(np.int32)
    reports = replace(reports, mode=mode, weight=rng.uniform(0.5, 2, len(mode)))
    # Within two standard deviations of anything: no report is calmed, so the dense matrix tells the same.
    value = 3 + 0.3 * np.tanh(reports.low - 3)
    return replace(reports, low=value, high=value), items, pupils


def test_medians_errors_and_all_effects_are_those_of_one_dense_matrix() -> None:
    reports, items, pupils = a_small_city()
    # One item of the first grade and one pupil are left without reports.
    kept = (reports.item != 5) & (reports.pupil != 7)
    reports = Reports(*(getattr(reports, name)[kept] for name in Reports.__dataclass_fields__))
    found = fit(reports, items, pupils, variances=GIVEN)
    relative = {name: getattr(GIVEN, name) / GIVEN.report for name in ("pupil", "klass", "teacher", "item")}
    effects, covariance, at = in_the_open(reports, items, pupils).henderson(relative, row=GIVEN.report)
    np.testing.assert_allclose(found.cell, effects[:6], atol=1e-6)
    np.testing.assert_allclose(found.mode, [0, *effects[6:8]], atol=1e-6)
    np.testing.assert_allclose(found.mode_error**2, [0, *np.diag(covariance)[6:8]], atol=1e-6)
    np.testing.assert_allclose(found.pupil, -effects[at["pupil"]], atol=1e-6)
    np.testing.assert_allclose(found.klass, -effects[at["klass"]], atol=1e-6)
    for j in (0, 5, 31):
        wanted = np.zeros(len(effects))
        wanted[items.cell[j]] = wanted[at["teacher"][items.teacher[j]]] = wanted[at["item"][j]] = 1
        for i in np.flatnonzero(pupils.block == items.block[j]):
            wanted[at["pupil"][i]] += 1 / 24
            wanted[at["klass"][pupils.klass[i]]] += 1 / 24
        assert found.median[j] == pytest.approx(wanted @ effects, abs=1e-6)
        assert found.error[j] ** 2 == pytest.approx(wanted @ covariance @ wanted, abs=1e-6)
    assert (found.reports[5], found.unshrunken_variance[5]) == (0, np.inf)
    assert np.isnan(found.unshrunken[5])
    assert found.pupil[7] == 0


def test_an_unshrunken_median_is_the_one_of_an_item_without_a_prior() -> None:
    reports, items, pupils = a_small_city()
    found = fit(reports, items, pupils, variances=GIVEN)
    relative = {name: getattr(GIVEN, name) / GIVEN.report for name in ("pupil", "klass", "teacher", "item")}
    oracle = in_the_open(reports, items, pupils)
    for j in (0, 17, 40):
        effects, covariance, at = oracle.henderson(relative, row=GIVEN.report, flat=[("item", j)])
        wanted = np.zeros(len(effects))
        wanted[items.cell[j]] = wanted[at["teacher"][items.teacher[j]]] = wanted[at["item"][j]] = 1
        mine = pupils.block == items.block[j]
        np.add.at(wanted, at["pupil"][mine], 1 / 24)
        np.add.at(wanted, at["klass"][pupils.klass[mine]], 1 / 24)
        assert found.unshrunken[j] == pytest.approx(wanted @ effects, abs=1e-6)
        assert found.unshrunken_variance[j] == pytest.approx(wanted @ covariance @ wanted, abs=1e-6)


def test_grades_that_share_a_teacher_are_solved_together() -> None:
    reports, items, pupils = a_small_city()
    shared = replace(items, teacher=items.teacher % 2)
    found = fit(reports, shared, pupils, variances=GIVEN)
    relative = {name: getattr(GIVEN, name) / GIVEN.report for name in ("pupil", "klass", "teacher", "item")}
    effects, covariance, at = in_the_open(reports, shared, pupils).henderson(relative, row=GIVEN.report)
    np.testing.assert_allclose(found.teacher, effects[at["teacher"]], atol=1e-6)
    np.testing.assert_allclose(found.teacher_error**2, np.diag(covariance)[at["teacher"]], atol=1e-6)
    slow = [-(found.pupil + found.klass[pupils.klass])[pupils.block == block].mean() for block in (0, 1)]
    expected = found.cell[items.cell] + found.teacher[shared.teacher] + found.item + np.array(slow)[items.block]
    np.testing.assert_allclose(found.median, expected, atol=1e-12)


def test_nine_in_ten_intervals_hold_the_true_median_and_there_is_no_bias() -> None:
    bias, _, held = error_of(*a_city(5, blocks=60))
    assert abs(bias) < 0.01
    assert 0.88 <= held.mean() <= 0.925


def test_a_fifth_not_finished_biases_by_less_than_three_percent() -> None:
    reports, items, pupils, true = a_city(6)
    cap = np.quantile(reports.low, 0.8)
    over = reports.low > cap
    cut = replace(reports, low=np.minimum(reports.low, cap), high=np.where(over, np.inf, reports.low))
    bias, _, held = error_of(cut, items, pupils, true)
    assert abs(bias) <= 0.03
    assert held.mean() > 0.86
    as_the_cap = replace(cut, high=cut.low)
    assert error_of(as_the_cap, items, pupils, true)[0] < -0.05
    assert fit(cut, items, pupils, variances=GIVEN).unfinished.sum() == over.sum()


def test_four_answers_instead_of_minutes_bias_by_less_than_three_percent() -> None:
    reports, items, pupils, true = a_city(7)
    edges = np.array([-np.inf, *np.log([10, 20, 30]), np.inf])
    answer = np.searchsorted(edges, reports.low) - 1
    bias, _, _ = error_of(replace(reports, low=edges[answer], high=edges[answer + 1]), items, pupils, true)
    assert abs(bias) <= 0.03


def test_gross_errors_and_heaped_minutes_cost_little() -> None:
    reports, items, pupils, true = a_city(8)
    _, clean, _ = error_of(reports, items, pupils, true)
    rng = np.random.default_rng(8)
    wrong = np.where(rng.random(len(reports.low)) < 0.04, rng.choice([-1.5, 1.5, np.log(10)], len(reports.low)), 0)
    assert (
        error_of(replace(reports, low=reports.low + wrong, high=reports.low + wrong), items, pupils, true)[1]
        <= 1.2 * clean
    )
    minutes = np.exp(reports.low)
    heaped = np.log(np.where(minutes < 10, np.maximum(np.round(minutes), 1), np.round(minutes / 5) * 5))
    assert error_of(replace(reports, low=heaped, high=heaped), items, pupils, true)[1] <= 1.1 * clean


def test_neither_the_order_of_reports_nor_the_number_of_threads_changes_a_figure() -> None:
    reports, items, pupils, _ = a_city(9, blocks=10)
    order = np.random.default_rng(0).permutation(len(reports.item))
    mixed = Reports(*(getattr(reports, name)[order] for name in Reports.__dataclass_fields__))
    here = fit(reports, items, pupils, seed=3, threads=1)
    there = fit(mixed, items, pupils, seed=3, threads=4)
    assert here.variances == there.variances
    np.testing.assert_array_equal(here.median, there.median)
    np.testing.assert_array_equal(here.error, there.error)


def test_variances_may_be_estimated_from_some_of_the_blocks() -> None:
    reports, items, pupils, _ = a_city(10, blocks=60)
    some = fit(reports, items, pupils, seed=1, reports_for_variances=5_000).variances
    every = fit(reports, items, pupils, seed=1).variances
    assert some != every
    assert some.report == pytest.approx(every.report, rel=0.1)
    assert some.item == pytest.approx(every.item, rel=0.2)


def test_variances_of_many_reports_come_within_four_percent_of_those_of_an_exact_search(monkeypatch) -> None:
    reports, items, pupils, _ = a_city(12, blocks=60)
    exact = fit(reports, items, pupils).variances
    monkeypatch.setattr("shuangjian.timing.estimator.estimating.EXACT_UP_TO", 500)
    monkeypatch.setattr("shuangjian.timing.estimator.estimating.ENOUGH", 1_000)
    many = fit(reports, items, pupils, seed=1).variances
    assert many != exact
    for name in ("teacher", "item", "pupil", "klass", "report"):
        assert getattr(many, name) == pytest.approx(getattr(exact, name), rel=0.04)


def test_no_reports_are_refused() -> None:
    reports, items, pupils, _ = a_city(11, blocks=1)
    nothing = Reports(*(getattr(reports, name)[:0] for name in Reports.__dataclass_fields__))
    with pytest.raises(ValueError):
        fit(nothing, items, pupils)
