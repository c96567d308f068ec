"""The worked teacher of docs/algorithms/minutes.md, computed by the estimator."""

import re
from pathlib import Path

import numpy as np

from shuangjian.timing.estimator.calibration import Habits, Measured, Sums, factors, sums

PAGE = Path(__file__).parents[3] / "docs/algorithms/minutes.md"
ROW = re.compile(
    r"^\| (\d+) \| (\d+) \| (\d+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$", re.M
)
HABITS = Habits(np.array([0.05]), np.array([0.0]), item=0.20**2, teacher=0.25**2, group=0.10**2)
ERROR = 0.25  # standard error of one measurement, in logs
UNDER_DECLARED = 1 / 0.6
ONE = np.zeros(1, np.int32)


def worked() -> list[tuple[float, ...]]:
    return [tuple(map(float, row.groups())) for row in ROW.finditer(PAGE.read_text(encoding="utf-8"))]


def computed(declared: list[float], measured: list[float]) -> list[tuple[float, ...]]:
    """R, W, S, factor, from and to, after each assignment."""
    kept, rows = Sums(np.zeros(1), np.zeros(1)), []
    for d, m in zip(declared, measured, strict=True):
        ratio = np.log([m / d])
        kept = kept.forgotten(np.ones(1, np.int32)) + sums(Measured(ONE, ONE, ratio, np.array([ERROR**2])), HABITS, 1)
        found = factors(kept, HABITS, ONE)
        low, high = found.interval(ONE, ONE)
        values = (ratio, kept.weight, kept.weighted, found.factor(ONE, ONE), low, high)
        rows.append(tuple(float(value[0]) for value in values))
    return rows


def test_the_document_says_what_the_estimator_computes() -> None:
    rows = worked()
    assert [row[0] for row in rows] == list(range(1, 11))
    found = computed([row[1] for row in rows], [row[2] for row in rows])
    words = [(f"{r:.3f}", *(f"{value:.2f}" for value in rest)) for r, *rest in found]
    told = [(f"{row[3]:.3f}", *(f"{value:.2f}" for value in row[4:])) for row in rows]
    assert told == words


def test_the_interval_leaves_one_out_soon_and_holds_the_truth_all_along() -> None:
    rows = worked()
    assert all(low < UNDER_DECLARED < high for *_, low, high in rows)
    assert next(row[0] for row in rows if row[7] > 1) == 3
