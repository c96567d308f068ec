"""A city that is fitted in parts comes to the same, whatever the parts are."""

from dataclasses import fields, replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from shuangjian.timing.estimator import Fit, fit
from shuangjian.timing.estimator.by_parts import parts_of
from shuangjian.timing.estimator.local import PUPILS_BY_PUPILS, component_of, load_of
from shuangjian.timing.estimator.simulated import Shape
from tests.unit.timing.worlds import SHAPE, VARIANCES, world

MANY = Shape(schools=12, days=15)
AT_ONCE = 10**9


@cache
def found(a_part: int, threads: int = 1) -> Fit:
    city, reports = world(MANY)
    sample = reports.item.size  # by load, so a good third of the schools
    return fit(
        reports, city.items, city.pupils, variances=VARIANCES, reports_for_variances=sample, a_part=a_part,
        threads=threads,
    )  # fmt: skip


@pytest.mark.parametrize("share", [3, 8, 1000])
def test_how_large_parts_are_changes_nothing(share: int) -> None:
    reports = world(MANY)[1].item.size
    one, other = found(reports - 1), found(reports // share)
    for field in fields(Fit):
        if field.name != "variances":
            mine, theirs = getattr(one, field.name), getattr(other, field.name)
            np.testing.assert_allclose(mine, theirs, rtol=1e-6, atol=1e-9, err_msg=field.name)


def test_parts_come_to_what_one_fit_of_the_whole_does() -> None:
    reports = world(MANY)[1].item.size
    whole, parts = found(AT_ONCE), found(reports // 5)
    assert whole.converged
    heard = whole.reports > 0
    off = np.abs(whole.median - parts.median)[heard]
    assert off.max() < 0.01
    assert np.sqrt(np.mean(off**2)) < 1e-3
    np.testing.assert_allclose(parts.error[heard], whole.error[heard], rtol=0.01)
    np.testing.assert_allclose(parts.cell, whole.cell, atol=2e-3)


def test_two_threads_come_to_the_same_as_one() -> None:
    part = world(MANY)[1].item.size // 8
    np.testing.assert_array_equal(found(part).median, found(part, 2).median)


def test_a_kind_of_work_that_the_sample_had_none_of_is_fitted_all_the_same() -> None:
    city, reports = world(MANY)
    items = city.items
    rare = items.cell.copy()
    rare[items.block == items.block.max()] += rare.max() + 1
    other = type(items)(rare, items.subject, items.teacher, items.block, items.declared)
    whole, parts = (
        fit(reports, other, city.pupils, variances=VARIANCES, reports_for_variances=100, a_part=a_part)
        for a_part in (AT_ONCE, reports.item.size // 5)
    )
    np.testing.assert_allclose(parts.cell, whole.cell, atol=0.02)


def test_the_equations_of_each_grade_and_of_the_teachers_they_share_are_part_of_the_load() -> None:
    city, reports = world(SHAPE)
    items = replace(city.items, teacher=city.items.teacher // 3)  # who teach grades and schools that are neighbours
    component = component_of(reports, items, city.pupils)
    theirs = component[reports.item]
    assert 1 <= component.max() < items.block.max()
    for number, load in enumerate(load_of(reports, items, city.pupils, component)):
        mine = theirs == number
        grades = [
            np.unique(reports.pupil[mine & (city.pupils.block[reports.pupil] == grade)]).size
            for grade in np.unique(items.block[component == number])
        ]
        teachers = np.unique(items.teacher[component == number]).size
        room = sum(pupils**2 for pupils in grades) + teachers**2
        assert load == pytest.approx(mine.sum() + room / PUPILS_BY_PUPILS)


def test_a_city_of_few_reports_and_many_pupils_is_fitted_in_parts_too(monkeypatch: pytest.MonkeyPatch) -> None:
    city, reports = world(MANY)
    cut: list[int] = []

    def seen(*given: Any) -> Any:
        parts = parts_of(*given)
        cut.append(parts.count)
        return parts

    monkeypatch.setattr("shuangjian.timing.estimator.fitting.parts_of", seen)
    fit(reports, city.items, city.pupils, variances=VARIANCES, a_part=reports.item.size)
    assert cut == [3]
