"""Reports as they are worked with: intervals by their mean and variance, gross errors held at arm's length."""

import numpy as np
import pytest
from scipy.stats import truncnorm

from shuangjian.timing.estimator.working import CALM, first_guess, truncated, working

EDGES = [(-1.0, 0.5), (-np.inf, 0.3), (1.2, np.inf), (2.0, 2.5), (-9.0, -8.0), (5.0, np.inf), (-0.1, 0.1)]


@pytest.mark.parametrize("edges", EDGES)
def test_mean_and_variance_between_two_limits_are_those_of_a_truncated_normal(edges) -> None:
    mean, variance = truncated(np.array([edges[0]]), np.array([edges[1]]))
    assert mean[0] == pytest.approx(truncnorm.mean(*edges), rel=1e-8, abs=1e-10)
    assert variance[0] == pytest.approx(truncnorm.var(*edges), rel=1e-5)


def test_far_out_in_a_tail_mean_and_variance_stay_sound() -> None:
    low = np.array([40.0, 300.0, -300.0, 40.0])
    high = np.array([np.inf, np.inf, -299.0, 40.01])
    mean, variance = truncated(low, high)
    assert ((mean >= low) & (mean <= high)).all()
    assert ((variance >= 0) & (variance <= 1)).all()
    assert mean[0] == pytest.approx(40.025, abs=0.001)


def test_a_number_near_what_is_expected_is_itself() -> None:
    low = np.array([3.0, 3.2])
    now = working(low, low, np.array([1.0, 2.0]), np.array([3.1, 3.1]), 0.1)
    np.testing.assert_allclose(now.value, low)
    np.testing.assert_allclose(now.weight, [1.0, 2.0])


def test_a_gross_error_pulls_no_harder_than_a_report_at_the_limit_of_calm() -> None:
    low = np.array([3.0 + CALM, 8.0, 20.0])
    now = working(low, low, np.ones(3), np.full(3, 3.0), 1.0)
    np.testing.assert_allclose(now.weight * (now.value - 3.0), CALM)


def test_not_finished_pulls_up_by_the_mean_beyond_its_limit_and_weighs_less_than_a_number() -> None:
    now = working(np.array([3.0]), np.array([np.inf]), np.ones(1), np.array([3.0]), 1.0)
    pull = now.weight * (now.value - 3.0)
    assert pull[0] == pytest.approx(np.sqrt(2 / np.pi))
    assert 0 < now.weight[0] < 1


def test_a_report_that_says_nothing_is_refused() -> None:
    with pytest.raises(ValueError):
        first_guess(np.array([-np.inf]), np.array([np.inf]))
