"""What an evening will take: moments, calibration of probabilities, and what past evenings correct."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangjian.timing.estimator.conformal import FEWEST, scores
from shuangjian.timing.estimator.planning import DayTotals, Planned, day_totals

EVENINGS, ITEMS, TEACHERS = 40_000, 4, 3
ITEM, EVENING, KAPPA = 0.06, 0.03, 0.02
CAP = 60.0


def invented(seed: int, *, wider: float = 1.0, longer: float = 0.0) -> tuple[Planned, np.ndarray]:
    """Plans of many evenings and the minutes they took, in a city that may have drifted from what is believed of it."""
    rng = np.random.default_rng(seed)
    evening = np.repeat(np.arange(EVENINGS), ITEMS)
    teacher = rng.integers(0, TEACHERS, evening.size)
    minutes = rng.uniform(6, 24, evening.size)
    kappa = rng.normal(0, np.sqrt(KAPPA), (EVENINGS, TEACHERS))[evening, teacher]
    whole = rng.normal(longer, np.sqrt(EVENING) * wider, EVENINGS)[evening]
    taken = minutes * np.exp(0.1 + kappa + whole + rng.normal(0, np.sqrt(ITEM) * wider, evening.size))
    planned = Planned(evening, teacher, minutes, np.full(evening.size, 0.1), np.full(evening.size, KAPPA))
    return planned, np.bincount(evening, taken)


def predicted(planned: Planned) -> DayTotals:
    return day_totals(planned, EVENINGS, item_variance=ITEM, evening_variance=EVENING)


def measured(taken: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What a fit makes of evenings, not better than it can: log minutes and the variance of their error."""
    variance = np.full(taken.size, 0.02)
    return np.log(taken) + np.random.default_rng(9).normal(0, np.sqrt(variance)), variance


def calibration_error(probability: np.ndarray, happened: np.ndarray) -> float:
    """Mean over evenings of the distance between what was said and how often it happened among those it was said of."""
    tenth = np.minimum((probability * 10).astype(int), 9)
    said, was = (np.bincount(tenth, values, 10) for values in (probability, happened))
    return float(np.abs(said - was).sum() / probability.size)


def test_a_total_has_the_mean_and_the_variance_that_its_items_add_up_to():
    planned = Planned(
        *(np.array(v) for v in ([0] * 3, [0, 0, 1], [10.0, 15.0, 20.0], [0.1, 0.0, 0.2], [0.05, 0.05, 0]))
    )
    rng = np.random.default_rng(1)
    kappa = rng.normal(0, np.sqrt(0.05), 400_000)
    parts = np.stack([kappa, kappa, np.zeros(kappa.size)]) + rng.normal(0, np.sqrt(ITEM), (3, kappa.size))
    parts += rng.normal(0, np.sqrt(EVENING), kappa.size)
    drawn = (planned.minutes[:, None] * np.exp(planned.factor[:, None] + parts)).sum(axis=0)
    totals = day_totals(planned, 1, item_variance=ITEM, evening_variance=EVENING)
    assert totals.expected[0] == pytest.approx(drawn.mean(), rel=0.005)
    assert np.expm1(totals.spread[0] ** 2) * totals.expected[0] ** 2 == pytest.approx(drawn.var(), rel=0.02)


def test_one_teacher_twice_is_less_certain_than_two_teachers_and_no_longer():
    two = [np.array([0, 0]), np.array([10.0, 20.0]), np.zeros(2), np.full(2, 0.05)]
    same, apart = (
        day_totals(Planned(two[0], np.array(teachers), *two[1:]), 1, item_variance=ITEM, evening_variance=0.0)
        for teachers in ([7, 7], [7, 8])
    )
    assert same.spread[0] > apart.spread[0]
    assert same.expected[0] == apart.expected[0]


def test_the_sum_of_medians_is_the_rules_and_less_than_the_median_of_the_evening():
    planned, taken = invented(2)
    totals = predicted(planned)
    assert totals.sum_of_medians[0] == pytest.approx((planned.minutes[:ITEMS] * np.exp(0.1)).sum())
    assert (totals.sum_of_medians < totals.median).all()
    assert np.mean(taken > totals.median) == pytest.approx(0.5, abs=0.01)


def test_an_evening_without_work_takes_nothing_and_is_over_no_cap():
    nothing = Planned(*(np.zeros(0, kind) for kind in (np.int32, np.int32, float, float, float)))
    totals = day_totals(nothing, 2, item_variance=ITEM, evening_variance=EVENING)
    assert totals.median.tolist() == [0, 0]
    assert totals.probability_over(0.0).tolist() == [0, 0]


def test_any_work_is_over_a_cap_of_nothing():
    totals = predicted(invented(3)[0])
    assert (totals.probability_over(0.0) == 1).all()


def test_probabilities_hold_in_a_city_as_believed():
    planned, taken = invented(4)
    totals = predicted(planned)
    assert calibration_error(totals.probability_over(CAP), taken > CAP) <= 0.01
    low, high = totals.interval()
    assert np.mean((low < taken) & (taken < high)) == pytest.approx(0.9, abs=0.01)


def test_past_evenings_put_a_drifted_city_right_in_every_band():
    planned, taken = invented(5, wider=1.4, longer=0.12)
    totals, band = predicted(planned), np.arange(EVENINGS) % 3
    past = np.arange(EVENINGS) < 3_000
    fitted, variance = measured(taken[past])
    known = scores(_of(totals, past), fitted, variance, band[past], 3)
    new, then, theirs = _of(totals, ~past), taken[~past], band[~past]
    assert calibration_error(new.probability_over(CAP), then > CAP) > 0.03
    assert calibration_error(known.probability_over(new, theirs, CAP), then > CAP) <= 0.03
    under = then < known.bound(new, theirs)
    assert all(0.88 <= under[theirs == b].mean() <= 0.92 for b in range(3))


def test_a_band_with_too_few_evenings_borrows_from_all():
    totals = predicted(invented(6)[0])
    few = np.where(np.arange(EVENINGS) < FEWEST - 1, 1, 0)
    known = scores(totals, totals.log_median + totals.spread, np.zeros(EVENINGS), few, 2)
    assert known.factor(np.array([1])) == pytest.approx(1.0)


@given(st.lists(st.floats(-3, 3), min_size=FEWEST, max_size=60, unique=True))
def test_the_factor_holds_at_least_its_share_of_the_evenings_it_came_from(past):
    size = len(past)
    totals = DayTotals(np.ones(size), np.zeros(size), np.ones(size), np.ones(size))
    factor = scores(totals, np.array(past), np.zeros(size), np.zeros(size, int), 1).factor(np.zeros(1, int))[0]
    assert np.mean(np.array(past) <= factor) >= 0.9


def _of(totals: DayTotals, chosen: np.ndarray) -> DayTotals:
    return DayTotals(*(getattr(totals, name)[chosen] for name in totals.__dataclass_fields__))
