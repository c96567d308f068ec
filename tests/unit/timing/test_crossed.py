"""The exact engine on any crossed data, against one dense covariance matrix."""

import itertools
from importlib import import_module

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangjian.timing.estimator import crossed
from shuangjian.timing.estimator.blocks import Blocks
from shuangjian.timing.estimator.layout import Design, lay_out
from shuangjian.timing.estimator.moments import ratios_by_moments
from shuangjian.timing.estimator.variances import answer, begun, by_em, by_reml, probes
from tests.unit.timing.dense_oracle import Oracle

CLOSE = 1e-6


def some_data(seed, rows=90, sizes=(12, 9, 4), deviations=(0.6, 0.8, 0.5), weighted=True):
    rng = np.random.default_rng(seed)
    names = ("person", "item", "class")[: len(sizes)]
    groups = {name: rng.integers(0, size, rows) for name, size in zip(names, sizes, strict=True)}
    groups = {name: np.unique(codes, return_inverse=True)[1] for name, codes in groups.items()}
    y = rng.normal(2.0, 0.7, rows)
    for codes, deviation in zip(groups.values(), deviations, strict=True):
        y += rng.normal(0, deviation, codes.max() + 1)[codes]
    x = np.column_stack([np.ones(rows), rng.normal(size=rows)])
    return y, groups, x, rng.uniform(0.5, 2.0, rows) if weighted else np.ones(rows)


@pytest.mark.parametrize(("seed", "eliminate"), [(1, "person"), (1, "item"), (2, "item")])
def test_variances_effects_errors_and_deviance_are_those_of_one_dense_matrix(seed, eliminate) -> None:
    y, groups, x, weight = some_data(seed)
    oracle = Oracle(y, x, groups, weight)
    variances, deviance = oracle.reml()
    found = crossed(y, groups, x, weight, eliminate=eliminate)
    assert found.converged
    assert found.deviance == pytest.approx(deviance, abs=CLOSE)
    assert found.residual == pytest.approx(variances["row"], rel=CLOSE)
    for name in groups:
        assert found.variances[name] == pytest.approx(variances[name], rel=CLOSE, abs=CLOSE)
    relative = {name: max(variances[name] / variances["row"], 1e-7) for name in groups}
    effects, covariance, at = oracle.henderson(relative)
    np.testing.assert_allclose(found.fixed, effects[:2], atol=CLOSE)
    np.testing.assert_allclose(found.fixed_covariance, covariance[:2, :2], atol=CLOSE)
    for name in groups:
        np.testing.assert_allclose(found.effects[name], effects[at[name]], atol=CLOSE)
        np.testing.assert_allclose(found.errors[name] ** 2, np.diag(covariance)[at[name]], atol=CLOSE)


def test_a_grouping_alone_is_fitted_and_so_is_data_that_hangs_together_in_parts() -> None:
    y, groups, x, weight = some_data(3, sizes=(12,), deviations=(0.6,))
    assert crossed(y, groups, x, weight).deviance == pytest.approx(Oracle(y, x, groups, weight).reml()[1], abs=CLOSE)
    y, groups, x, weight = some_data(4, sizes=(12, 9), deviations=(0.6, 0.8))
    half = np.arange(len(y)) % 2
    apart = {name: np.unique(codes * 2 + half, return_inverse=True)[1] for name, codes in groups.items()}
    found, told = crossed(y, apart, x, weight), crossed(y, apart, x, weight, block=half)
    assert found.deviance == pytest.approx(Oracle(y, x, apart, weight).reml()[1], abs=CLOSE)
    assert told.deviance == pytest.approx(found.deviance, abs=1e-9)


def test_a_sparse_system_gives_what_a_dense_one_gives() -> None:
    y, groups, x, weight = some_data(8, rows=200)
    variances = {"person": 0.4, "item": 0.6, "class": 0.2, "residual": 0.5}
    dense, sparse = (crossed(y, groups, x, weight, variances=variances, sparse=how) for how in (False, True))
    assert sparse.deviance == pytest.approx(dense.deviance, abs=CLOSE)
    for what in ("fixed", "fixed_errors", "fitted"):
        np.testing.assert_allclose(getattr(sparse, what), getattr(dense, what), atol=CLOSE)
    for what, name in itertools.product(("effects", "errors", "conditional_errors"), groups):
        np.testing.assert_allclose(getattr(sparse, what)[name], getattr(dense, what)[name], atol=CLOSE)


def test_a_sparse_system_finds_variances_near_those_of_a_dense_one() -> None:
    y, codes = a_district(11, blocks=60, rows=9_000)
    groups = {"pupil": codes["pupil"], "item": codes["item"], "teacher": codes["teacher"][codes["item"]]}
    dense, sparse = (crossed(y, groups, sparse=how) for how in (False, True))
    assert sparse.converged
    for name, variance in dense.variances.items():
        assert sparse.variances[name] == pytest.approx(variance, rel=0.1)


def test_where_the_data_show_no_variance_it_is_exactly_nought() -> None:
    rng = np.random.default_rng(5)
    person, item = np.repeat(np.arange(10), 8), np.tile(np.arange(8), 10)
    noise = rng.normal(size=80)
    noise -= np.bincount(person, noise)[person] / 8
    found = crossed(noise + rng.normal(0, 1, 8)[item], {"person": person, "item": item})
    assert found.variances["person"] == 0.0
    assert np.abs(found.effects["person"]).max() < CLOSE


def test_a_column_that_others_explain_is_left_out_and_labels_may_be_anything() -> None:
    y, groups, x, _ = some_data(6)
    names = {"person": [f"p{code:02}" for code in groups["person"]], "item": groups["item"] * 1000}
    twice = crossed(y, names, np.column_stack([x, x[:, 0] + x[:, 1]]))
    once = crossed(y, names, x)
    assert list(np.isnan(twice.fixed)) == [False, False, True]
    np.testing.assert_allclose(twice.fitted, once.fitted, atol=CLOSE)
    assert list(once.levels["person"][:2]) == ["p00", "p01"]


def test_what_does_not_fit_together_is_refused() -> None:
    y, groups, x, weight = some_data(7)
    for wrong in (
        {"y": np.where(np.arange(len(y)) == 3, np.nan, y)},
        {"groups": {}},
        {"weights": -weight},
        {"groups": {"person": [1, 2]}},
        {"block": np.arange(len(y))},
        {"x": np.eye(len(y))},
    ):
        with pytest.raises(ValueError):
            crossed(**({"y": y, "groups": groups, "x": x, "weights": weight} | wrong))


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.integers(20, 60), st.permutations(range(3)), st.sampled_from([0.1, 1.0, 7.0]))
def test_at_given_variances_any_data_in_any_order_is_solved_as_by_one_dense_matrix(seed, rows, order, ratio) -> None:
    y, groups, x, weight = some_data(seed, rows=rows, sizes=(9, 7, 3))
    names = [list(groups)[place] for place in order]
    variances = {"person": ratio, "item": 0.5, "class": 0.2, "residual": 1.0}
    shuffled = np.random.default_rng(seed).permutation(rows)
    mixed = {name: groups[name][shuffled] for name in names}
    found = crossed(y[shuffled], mixed, x[shuffled], weight[shuffled], eliminate=names[0], variances=variances)
    oracle = Oracle(y, x, groups, weight)
    assert found.deviance == pytest.approx(oracle.least_squares(variances)[0], abs=CLOSE)
    effects, covariance, at = oracle.henderson(variances, row=1.0)
    for name in names:
        np.testing.assert_allclose(found.effects[name], effects[at[name]], atol=CLOSE)
        np.testing.assert_allclose(found.errors[name] ** 2, np.diag(covariance)[at[name]], atol=CLOSE)


def blocks_of(y, codes, threads=1, probing=0):
    design = Design(codes["item"], codes["block"], [codes["pupil"]], [codes["teacher"]], codes["cell"])
    layout = lay_out(design, [y])
    sides = np.column_stack([y[layout.row], np.zeros((len(y), probing))])
    return Blocks(layout, sides, np.ones(len(y)), design.fixed_at[2], threads)


def in_pieces(seed, piece):
    """What the engine says of one small block that is taken to these pieces, by code."""
    rng = np.random.default_rng(seed)
    person, klass = rng.integers(0, 9, 80).astype(np.int32), rng.integers(0, 3, 80).astype(np.int32)
    teacher, cell = rng.integers(0, 4, 14).astype(np.int32), rng.integers(0, 3, 14).astype(np.int32)
    item = np.append(np.arange(14), rng.integers(0, 14, 66)).astype(np.int32)
    mode, x = rng.integers(-1, 2, 80).astype(np.int32), rng.normal(size=(80, 1))
    y, weight = rng.normal(2, 1, 80), rng.uniform(0.5, 2.0, 80)
    design = Design(item, np.zeros(14, np.int32), [person, klass], [teacher], cell, mode, x, piece)
    layout = lay_out(design, [y])
    engine = Blocks(layout, y[layout.row, None], weight[layout.row], design.fixed_at[2])
    start, asked = ratios_by_moments(engine), engine.sided(2)
    _, fixed, deviance = engine.solve(np.array([1.5, 4.0, 1.2, 2.0]))
    effects, spread = engine.effects(fixed, fitted=True), engine.spread(fixed)
    names = (100.0 * layout.factor + layout.level)[:, None]
    answer(0, 1, layout, names, np.zeros((14, 1)), np.zeros((80, 1)), asked.y)
    levels, items, rows = np.lexsort((layout.level, layout.factor)), np.argsort(layout.item), np.argsort(layout.row)
    last = np.where(layout.factor > 0, 0.0, spread.levels)
    engine.spread_last(fixed, last)
    return (
        *(start, asked.y[rows, 1], deviance, fixed.effects, fixed.inverse),
        *(effects.levels[levels], effects.items[items], effects.fitted[rows]),
        *(spread.levels[levels], spread.items[items], last[levels]),
    )


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.lists(st.integers(0, 5), min_size=14, max_size=14))
def test_however_a_block_is_taken_to_pieces_it_comes_to_the_same(seed, pieces) -> None:
    for whole, apart in zip(in_pieces(seed, None), in_pieces(seed, np.array(pieces, np.int32)), strict=True):
        np.testing.assert_allclose(apart, whole, rtol=1e-9, atol=1e-9)


def a_district(seed, blocks=8, rows=2400):
    """Codes of a district: blocks with ten pupils, two teachers and twelve items each."""
    rng = np.random.default_rng(seed)
    items, pupils = blocks * 12, blocks * 10
    block = np.arange(items) // 12
    item = rng.integers(0, items, rows)
    pupil = block[item] * 10 + rng.integers(0, 10, rows)
    codes = {"item": item, "pupil": pupil, "block": block, "cell": np.arange(items) % 3}
    codes["teacher"] = block * 2 + np.arange(items) % 2
    y = rng.normal(3, 0.4, rows) + rng.normal(0, 0.3, items)[item] + rng.normal(0, 0.3, pupils)[pupil]
    y += rng.normal(0, 0.2, blocks * 2)[codes["teacher"][item]]
    return y, {name: part.astype(np.int32) for name, part in codes.items()}


def test_a_grouping_of_few_levels_that_ties_a_district_together_makes_no_large_matrix(monkeypatch) -> None:
    y, codes = a_district(12)
    examiner = np.random.default_rng(12).integers(0, 5, len(y))
    groups = {"pupil": codes["pupil"], "item": codes["item"], "examiner": examiner}
    variances = {"pupil": 0.1, "item": 0.1, "examiner": 0.05, "residual": 0.16}
    sparse = crossed(y, groups, variances=variances, sparse=True)
    module = import_module("shuangjian.timing.estimator.crossed")
    monkeypatch.setattr(module, "DENSE_UP_TO", 12)  # pupils of a piece, of 80 in all
    monkeypatch.setattr(module, "Sparse", None)
    found = crossed(y, groups, variances=variances)
    assert found.deviance == pytest.approx(sparse.deviance, abs=CLOSE)
    for name in groups:
        np.testing.assert_allclose(found.effects[name], sparse.effects[name], atol=CLOSE)
        np.testing.assert_allclose(found.errors[name], sparse.errors[name], atol=CLOSE)


def test_sums_of_two_parts_are_the_sums_of_the_whole() -> None:
    y, codes = a_district(1)
    ratios = np.array([1.5, 4.0, 1.2])
    whole = blocks_of(y, codes).sums_at(ratios)
    first = codes["block"][codes["item"]] < 3
    parts = []
    for rows, items in ((first, codes["block"] < 3), (~first, codes["block"] >= 3)):
        of_items = {name: codes[name][items] for name in ("block", "cell", "teacher")}
        of_rows = {"item": (np.cumsum(items) - 1)[codes["item"][rows]].astype(np.int32), "pupil": codes["pupil"][rows]}
        parts.append(blocks_of(y[rows], of_items | of_rows).sums_at(ratios))
    both = parts[0] + parts[1]
    for name in ("cross", "answers", "squares", "logdet", "levels", "rows"):
        np.testing.assert_allclose(getattr(both, name), getattr(whole, name), rtol=1e-9, atol=1e-9)


def test_neither_the_order_of_rows_nor_the_number_of_threads_changes_a_bit() -> None:
    y, codes = a_district(2)
    order = np.random.default_rng(0).permutation(len(y))
    shuffled = codes | {"item": codes["item"][order], "pupil": codes["pupil"][order]}
    found = []
    for engine in (blocks_of(y, codes), blocks_of(y, codes, threads=4), blocks_of(y[order], shuffled, threads=3)):
        _, fixed, deviance = engine.solve(np.array([1.5, 4.0, 1.2]))
        effects, spread = engine.effects(fixed), engine.spread(fixed)
        found.append((np.array([deviance]), fixed.effects, effects.levels, effects.items, spread.levels, spread.items))
    for other in found[1:]:
        for here, there in zip(found[0], other, strict=True):
            np.testing.assert_array_equal(here, there)


def test_monte_carlo_em_comes_within_four_percent_of_reml_and_the_same_seed_to_the_same_figures() -> None:
    y, codes = a_district(3, blocks=300, rows=36_000)
    engine = blocks_of(y, codes, threads=2)
    start = ratios_by_moments(engine)
    exact = by_reml(engine, start)
    drawn = [probes(engine.layout, seed) for seed in (1, 1)]
    found = [by_em(blocks_of(y, codes, 2, one.rows.shape[1]), one, start) for one in drawn]
    assert exact.converged
    assert found[0].converged
    np.testing.assert_allclose(found[0].variances, exact.variances, rtol=0.04)
    np.testing.assert_array_equal(found[0].variances, found[1].variances)
    np.testing.assert_allclose(exact.report / start, exact.variances, rtol=0.5)


def test_what_is_unknown_of_all_groupings_but_the_first_stands_at_the_end_of_the_factor() -> None:
    engine = blocks_of(*a_district(4))
    fixed = engine.solve(np.array([1.5, 4.0, 1.2]))[1]
    whole, last = engine.spread(fixed).levels, np.zeros(len(engine.layout.level))
    engine.spread_last(fixed, last)
    after = engine.layout.factor > 0
    np.testing.assert_allclose(last[after], whole[after], rtol=1e-9)
    assert not last[~after].any()


def test_a_search_that_starts_where_one_over_an_eighth_ended_ends_where_any_search_ends(monkeypatch) -> None:
    engine = blocks_of(*a_district(5, blocks=80, rows=9_600))
    far = by_reml(engine, ratios_by_moments(engine))
    monkeypatch.setattr("shuangjian.timing.estimator.variances.ENOUGH", 1_000)
    start, slope = begun(engine, lambda few, ratios, known: by_reml(few, ratios, slope=known))
    near = by_reml(engine, start, slope=slope)
    assert slope is not None
    np.testing.assert_allclose(near.variances, far.variances, rtol=CLOSE)
