"""The fit as group-bys: the exact engine's contrasts, in whatever order and on however many threads."""

from dataclasses import replace

import duckdb
import numpy as np
import pytest

from shuangjian.timing.estimator import Reports, Variances, fit
from shuangjian.timing.estimator.by_groups import fit_by_groups
from shuangjian.timing.estimator.group_engines import OnDuckDB
from shuangjian.timing.estimator.simulated import Shape
from tests.unit.timing.worlds import VARIANCES, only, world

SHAPE = Shape(schools=3, days=20)
# A hundred times as large, ratios and medians are the same, and no report is so far off that the exact engine calms it.
CALM = Variances(*(100 * variance for variance in vars(VARIANCES).values()))


def by_groups(reports: Reports, threads: int = 2, tolerance: float = 5e-4) -> tuple[np.ndarray, ...]:
    invented, _ = world(SHAPE)
    with duckdb.connect(config={"threads": threads}) as connection:
        engine = OnDuckDB(connection)
        engine.load(reports, invented.items, invented.pupils)
        sweeps = fit_by_groups(engine, VARIANCES, tolerance=tolerance)
        assert sweeps.error < tolerance
        return *engine.contrasts(), engine.modes()


def test_it_agrees_with_the_exact_engine_on_every_contrast():
    invented, reports = world(SHAPE)
    reports = replace(
        reports,
        mode=(np.arange(reports.item.size) % 3 == 0).astype(np.int32),
        weight=1.0 + np.arange(reports.item.size) % 2,
    )
    reports = only(reports, invented.items.cell[reports.item] != 5)  # nobody can say anything of its items
    exact = fit(reports, invented.items, invented.pupils, variances=CALM)
    m, variance, modes = by_groups(reports)
    np.testing.assert_allclose(modes, exact.mode, atol=2e-3)
    told = invented.items.cell != 5
    assert np.array_equal(np.isfinite(m), told)
    assert np.sqrt(np.mean((m - exact.median)[told] ** 2)) < 1e-3
    errors = (10 * np.sqrt(variance) / exact.error)[told]
    assert errors.min() > 0.93
    assert 0.97 < errors.mean() <= 1.005


def test_neither_the_order_of_reports_nor_the_number_of_threads_changes_a_result():
    _, reports = world(SHAPE)
    turned = only(reports, np.random.default_rng(5).permutation(reports.item.size))
    one, other = by_groups(reports, threads=1), by_groups(turned, threads=4)
    for mine, theirs in zip(one, other, strict=True):
        np.testing.assert_allclose(mine, theirs, atol=1e-9)


def test_intervals_are_refused():
    _, reports = world(SHAPE)
    with pytest.raises(ValueError, match="exact engine"):
        by_groups(replace(reports, high=reports.high + 0.1))


def test_it_says_so_when_it_does_not_come_to_rest():
    invented, reports = world(SHAPE)
    with duckdb.connect() as connection:
        engine = OnDuckDB(connection)
        engine.load(reports, invented.items, invented.pupils)
        with pytest.raises(RuntimeError, match="after 3 sweeps"):
            fit_by_groups(engine, VARIANCES, most=3)
