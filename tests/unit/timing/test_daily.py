"""A day at a time: near the full fit after twenty days, whatever is answered, and days that are redone."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from shuangjian.timing.estimator import Reports
from shuangjian.timing.estimator.daily import DayFit, after_day, days
from shuangjian.timing.estimator.morning import KEPT, Known, State
from shuangjian.timing.estimator.nightly import state_after
from shuangjian.timing.estimator.simulated import EASY, HARD, City, Shape
from shuangjian.timing.estimator.simulated_panel import Answering
from shuangjian.timing.estimator.streams import fit_in_streams
from tests.unit.timing.worlds import VARIANCES, fitted, only, world

SHAPE, ANSWERING = Shape(schools=10, days=30), Answering(bucketed=0.5)
WEEKS = 20


def then(state: State, reports: list[Reports]) -> list[tuple[State, DayFit]]:
    invented = this_city()
    return list(days(state, known(), reports, invented.rank, invented.items, invented.pupils))


def this_city() -> City:
    return world(SHAPE, ANSWERING)[0]


@cache
def by_day() -> list[Reports]:
    invented, reports = world(SHAPE, ANSWERING)
    on = invented.day[reports.item]
    return [only(reports, on == day) for day in range(SHAPE.days)]


@cache
def known() -> Known:
    """What a full fit knew after twenty days."""
    invented, reports = world(SHAPE, ANSWERING)
    before = only(reports, invented.day[reports.item] < WEEKS)
    return Known.of(fit_in_streams(before, invented.rank, invented.items, invented.pupils, variances=VARIANCES))


def empty() -> State:
    return State.empty(this_city().speed.size, this_city().kappa.size)


@cache
def one_pass() -> list[tuple[State, DayFit]]:
    return then(empty(), by_day())


def test_after_twenty_days_one_pass_is_within_five_percent_of_the_full_fit():
    true, full = this_city().m, fitted(SHAPE, ANSWERING).median
    once, batch = (
        np.concatenate([m(day) - true[day.item] for _, day in one_pass()[WEEKS:]])
        for m in (lambda day: day.m, lambda day: full[day.item])
    )
    assert np.sqrt(np.mean(once**2)) <= 1.05 * np.sqrt(np.mean(batch**2))


@pytest.mark.parametrize("schools", [3, 10])
def test_intervals_of_the_days_after_a_full_fit_hold_nine_in_ten(schools):
    """However little the fit knew: what it left open of cells and streams is open still."""
    held = []
    for seed in range(1, 4 if schools < 10 else 2):
        shape = replace(SHAPE, schools=schools)
        city, reports = world(shape, ANSWERING, seed)
        days_since = [only(reports, city.day[reports.item] == day) for day in range(WEEKS, SHAPE.days)]
        before = only(reports, city.day[reports.item] < WEEKS)
        full = fit_in_streams(before, city.rank, city.items, city.pupils, variances=VARIANCES)
        begun = state_after(full, Known.of(full), before, city.rank, city.pupils)
        for _, day in days(begun, Known.of(full), days_since, city.rank, city.items, city.pupils):
            held.append(np.abs(day.m - city.m[day.item]) < 1.645 * np.sqrt(day.variance))
    assert 0.88 <= np.concatenate(held).mean() <= 0.925


def test_what_a_fit_left_open_makes_a_day_less_sure():
    sure = replace(known(), cell_unsure=known().cell_unsure * 0, stream_unsure=known().stream_unsure * 0)
    invented = this_city()
    given = by_day()[25], invented.rank, invented.items, invented.pupils
    (_, open_still), (_, closed) = (after_day(one_pass()[24][0], each, *given) for each in (known(), sure))
    assert (open_still.variance > closed.variance).all()


def test_tiers_are_told_apart_day_by_day():
    done = [day for _, day in one_pass()[WEEKS:]]
    item = np.concatenate([day.item for day in done])
    off = np.concatenate([day.m for day in done]) - this_city().m[item]
    assert all(abs(off[this_city().tier[item] == tier].mean()) < 0.05 for tier in (EASY, HARD))


def test_a_late_report_is_the_day_done_again_from_the_state_of_the_day_before():
    late = np.arange(by_day()[3].item.size) < 5
    without = then(empty(), [*by_day()[:3], only(by_day()[3], ~late), *by_day()[4:6]])
    again = then(without[2][0], by_day()[3:6])
    for (state, day), (whole, its) in zip(again, one_pass()[3:6], strict=True):
        assert all(np.array_equal(mine, vars(whole)[name]) for name, mine in vars(state).items())
        assert np.array_equal(day.m, its.m)


def test_the_order_of_a_days_reports_changes_nothing():
    turned = only(by_day()[5], np.random.default_rng(1).permutation(by_day()[5].item.size))
    (mine,), (theirs,) = (then(one_pass()[4][0], [reports]) for reports in (turned, by_day()[5]))
    np.testing.assert_allclose(mine[1].m, theirs[1].m, atol=1e-9)
    np.testing.assert_allclose(mine[0].pupil_weighted, theirs[0].pupil_weighted, atol=1e-9)


def test_a_day_without_reports_only_lets_precision_go():
    state = one_pass()[4][0]
    ((later, day),) = then(state, [only(by_day()[5], by_day()[5].item < 0)])
    assert day.item.size == 0
    assert np.array_equal(later.pupil_precision, state.pupil_precision * KEPT)


def test_a_pupil_alone_on_an_item_learns_from_what_was_expected_and_not_from_itself():
    """Had its own report counted, an item that seemed longer would have made the pupil seem less slow."""
    invented = this_city()
    item = np.flatnonzero(np.isnan(invented.rank))[:1].astype(np.int32)
    expected = known().cell[invented.items.cell[item]]
    said = expected + 0.3
    one = Reports(np.zeros(1, np.int32), item, said, said, np.zeros(1, np.int32), np.ones(1))
    state, _ = after_day(empty(), known(), one, invented.rank, invented.items, invented.pupils)
    assert state.pupil_weighted[0] / state.pupil_precision[0] == pytest.approx(expected[0] - said[0])


def test_work_given_up_counts_as_longer_than_its_limit():
    reports = by_day()[25]
    given_up = replace(reports, high=np.where(reports.item == reports.item[0], np.inf, reports.high))
    ((_, told),), ((_, open_ended),) = (then(one_pass()[24][0], [said]) for said in (reports, given_up))
    of = told.item == reports.item[0]
    assert open_ended.m[of] > told.m[of]
    assert open_ended.variance[of] > told.variance[of]
