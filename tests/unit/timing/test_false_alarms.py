"""Signals: a class over ten evenings, and few that are none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangjian.timing.estimator.false_alarms import EVEN, EVENINGS, adjusted, beyond, over_cap, signals

CAPS = np.full((1, EVENINGS), 60.0)


def p_of(minutes: float, error: float = 0.2, shared: float = 0.0) -> float:
    totals = np.full((1, EVENINGS), np.log(minutes))
    return float(over_cap(totals, np.full((1, EVENINGS), error**2), CAPS, shared)[0])


def test_ten_evenings_at_the_cap_are_even_odds_and_well_over_it_are_a_signal():
    assert p_of(60) == pytest.approx(0.5)
    assert p_of(75) < 0.001
    assert p_of(45) > 0.999


def test_an_error_that_all_evenings_share_does_not_average_out():
    assert p_of(75, shared=0.2**2) > 0.1


def test_nine_evenings_are_no_signal_however_long():
    totals = np.full((1, EVENINGS), np.log(500.0))
    totals[0, 3] = np.nan
    assert over_cap(totals, np.full((1, EVENINGS), 0.01), CAPS).tolist() == [1.0]


def test_an_evening_without_any_minutes_allowed_is_not_averaged():
    with pytest.raises(ValueError, match="cap is 0"):
        over_cap(np.zeros((1, EVENINGS)), np.ones((1, EVENINGS)), CAPS * 0)


def test_the_procedure_of_benjamini_and_hochberg_on_a_worked_row():
    p = np.array([0.041, 0.001, 0.039, 0.008, 0.6])
    assert adjusted(p) == pytest.approx([0.05125, 0.005, 0.05125, 0.02, 0.6])
    assert signals(p, 0.05).tolist() == [False, True, False, True, False]


def test_of_nothing_there_is_no_signal():
    assert signals(np.zeros(0)).size == 0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=50), st.floats(0.01, 0.3))
def test_it_rejects_as_the_definition_does_among_what_lies_above(p, rate):
    p = np.array(p)
    ranked = np.sort(p[p <= EVEN]) / EVEN
    passing = np.flatnonzero(ranked * ranked.size / np.arange(1, ranked.size + 1) <= rate)
    limit = ranked[passing[-1]] if passing.size else -1.0
    assert signals(p, rate).tolist() == ((p <= EVEN) & (p / EVEN <= limit)).tolist()


def test_classes_well_below_the_cap_make_nothing_harder_to_tell_of_others():
    few = np.array([0.004, 0.3, 0.01])
    assert signals(few).tolist() == signals(np.append(few, np.full(500, 0.9)))[:3].tolist() == [True, False, True]


@pytest.mark.parametrize("below", [0.0, 0.02, 0.2], ids=["at the cap", "just below", "well below"])
def test_false_signals_stay_under_their_rate_wherever_the_others_lie(below):
    """The share of false ones, and where nothing is true, how often there is any."""
    rng = np.random.default_rng(5)
    for planted in (0, 20):
        true = np.where(np.arange(300) < planted, 0.25, -below)
        p = [beyond(true + rng.normal(0, 0.06, 300), np.full(300, 0.06**2), 0.0) for _ in range(300)]
        false = [(signals(one) & (true <= 0)).sum() / max(1, signals(one).sum()) for one in p]
        assert np.mean(false) <= 0.065


def test_false_signals_stay_under_their_rate():
    rng = np.random.default_rng(4)
    false = []
    for _ in range(200):
        true = np.where(np.arange(400) < 60, 0.8, 0.0)
        found = signals(beyond(true + rng.normal(0, 0.2, 400), np.full(400, 0.04), 0.0), 0.05)
        false.append((found & (true == 0)).sum() / max(1, found.sum()))
    assert np.mean(false) <= 0.055
