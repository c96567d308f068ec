"""What the estimator is for: minutes of each tier without the bias of who did it, at the panel's density."""

import numpy as np

from shuangjian.timing.estimator import fit
from shuangjian.timing.estimator.calibration import Measured, factors, learn, sums
from shuangjian.timing.estimator.simulated import EASY, FORMS, HARD, MIDDLE, UNTIERED, Shape
from shuangjian.timing.estimator.simulated_panel import raw_medians
from shuangjian.timing.estimator.streams import MIXED, UNSEEN, streams
from tests.unit.timing.worlds import VARIANCES, fitted, world

TIERS = (UNTIERED, EASY, MIDDLE, HARD)
UNDER = Shape(days=34, under_declaring=0.12)  # twenty assignments of a teacher


def bias(minutes: np.ndarray, tier: int) -> float:
    """Of the log minutes' mean in one tier, as a share of the minutes."""
    invented, _ = world()
    off = (minutes - invented.m)[invented.tier == tier]
    return float(np.expm1(np.nanmean(off)))


def test_no_tier_is_off_by_more_than_two_and_a_half_percent_where_raw_medians_are_off_by_thirty():
    assert [abs(bias(fitted().median, tier)) <= 0.025 for tier in TIERS] == [True] * 4
    raw = raw_medians(*world())
    assert bias(raw, EASY) > 0.15
    assert bias(raw, HARD) < -0.15


def test_without_streams_a_part_of_the_pupils_speed_would_be_booked_as_work():
    invented, reports = world()
    plain = fit(reports, invented.items, invented.pupils, variances=VARIANCES)
    assert bias(plain.median, EASY) > 0.04
    assert bias(plain.median, HARD) < -0.04


def test_nine_intervals_in_ten_hold_the_true_minutes():
    invented, _ = world()
    low, high = fitted().interval()
    true = np.exp(invented.m)
    assert 0.88 <= np.mean((low < true) & (true < high)) <= 0.925


def test_pupils_stand_in_the_stream_of_the_tiers_they_did():
    invented, reports = world()
    stream = streams(reports, invented.rank, invented.pupils)
    tiered = np.unique(reports.pupil[~np.isnan(invented.rank[reports.item])])
    assert set(np.flatnonzero(stream != UNSEEN)) == set(tiered)
    speeds = [invented.speed[stream == s].mean() for s in (MIXED + 1, MIXED + 2, MIXED, MIXED + 3, MIXED + 4)]
    assert speeds == sorted(speeds)


def test_who_declares_sixty_percent_is_corrected_within_twenty_assignments():
    invented, _ = world(UNDER, seed=2)
    found, subjects, of = fitted(UNDER, seed=2), UNDER.subjects, invented.items.teacher
    told = np.isfinite(found.unshrunken)
    ratio = found.unshrunken - np.log(invented.items.declared)
    measured = Measured(of[told], invented.calibration_cell[told], ratio[told], found.unshrunken_variance[told])
    first = np.unique(of, return_index=True)[1]
    group = invented.items.block[first] // UNDER.grades * subjects + invented.items.subject[first]
    habits = learn(measured, group, subjects * FORMS)
    corrected = factors(sums(measured, habits, group.size), habits, group)
    cell = invented.items.subject[first] * FORMS
    true = np.exp(invented.alpha[cell] + invented.kappa)
    off = np.abs(corrected.factor(np.arange(group.size), cell) / true - 1)
    assert np.median(off[invented.under_declares]) < 0.10
    assert np.median(off[~invented.under_declares]) < 0.08
