"""The city that tests and bench invent: as dense as the panel, and the same from the same seed."""

import numpy as np
import pytest

from shuangjian.timing.estimator.simulated import EASY, FORMS, HARD, UNTIERED
from shuangjian.timing.estimator.simulated_panel import REST, Answering, panel
from tests.unit.timing.worlds import SHAPE, world


def test_the_same_seed_gives_the_same_city_and_the_same_answers():
    one, other = world(seed=1), world.__wrapped__(SHAPE, Answering(), 1)
    assert np.array_equal(one[0].m, other[0].m)
    assert np.array_equal(one[1].low, other[1].low)


def test_about_four_of_a_class_are_asked_and_nobody_twice_in_ten_school_days():
    invented, _ = world()
    reports = panel(invented, Answering(answers=0.999), np.random.default_rng(2))
    sitting = np.unique(np.stack([reports.pupil, invented.day[reports.item]]), axis=1)
    assert sitting.shape[1] / (SHAPE.schools * SHAPE.grades * SHAPE.classes * SHAPE.days) == pytest.approx(4, rel=0.1)
    same = np.diff(sitting[0]) == 0
    assert set(sitting[1] // REST) == set(range(SHAPE.days // REST))
    assert (np.diff(sitting[1] // REST)[same] > 0).all()


def test_a_report_is_of_a_tier_that_its_pupil_does_and_of_work_set_to_its_class():
    invented, reports = world()
    tier = invented.tier[reports.item]
    done = invented.tier_done[reports.pupil, invented.items.subject[reports.item]]
    assert ((tier == UNTIERED) | (tier == done)).all()
    assert (invented.taught[reports.item] == invented.pupils.klass[reports.pupil][:, None]).any(axis=1).all()
    assert (
        invented.speed[invented.tier_done[:, 0] == EASY].mean()
        < invented.speed[invented.tier_done[:, 0] == HARD].mean()
    )


def test_answers_are_minutes_or_one_of_four_or_not_finished():
    invented, _ = world()
    said = panel(invented, Answering(heaped=1.0), np.random.default_rng(3))
    minutes = np.exp(said.low)
    assert np.abs(minutes / 5 - np.rint(minutes / 5)).max() < 1e-9
    chosen = panel(invented, Answering(bucketed=1.0), np.random.default_rng(3))
    of_one = chosen.item == np.bincount(chosen.item).argmax()
    assert len(set(zip(chosen.low[of_one], chosen.high[of_one], strict=True))) <= 4
    assert (chosen.low < chosen.high).all()
    exact = panel(invented, Answering(), np.random.default_rng(3))
    assert ((chosen.low <= exact.low) & (exact.low <= chosen.high)).all()
    stopped = panel(invented, Answering(stops_at=30.0), np.random.default_rng(3))
    assert np.isposinf(stopped.high[stopped.low >= np.log(30)]).all()
    assert (stopped.low <= np.log(30) + 1e-12).all()


def test_whose_evening_went_badly_answers_less_where_silence_depends_on_it():
    invented, _ = world()
    off = []
    for silence in (0.0, 1.5):
        reports = panel(invented, Answering(silence=silence), np.random.default_rng(4))
        off.append((reports.low - invented.level[reports.item] + invented.speed[reports.pupil]).mean())
    assert off[0] == pytest.approx(0, abs=0.02)
    assert off[1] < -0.03


def test_a_middling_pupil_does_one_tier_of_each_assignment():
    invented, _ = world()
    evening, item = invented.evenings()
    pairs = np.stack([evening, invented.assignment[item]])
    assert np.unique(pairs, axis=1).shape[1] == pairs.shape[1]
    assert invented.calibration_cell.max() < SHAPE.subjects * FORMS
