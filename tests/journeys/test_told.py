"""What is told after an evening rests on evenings about which somebody said something, and on enough of them."""

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from shuangjian.journeys.measuring.over import LOOKED_AT, classes_over
from shuangjian.journeys.measuring.running import USUAL
from shuangjian.journeys.measuring.told import DAYS, bands, variance_of_evenings
from shuangjian.lake import Lake
from shuangjian.lake.tables import ASKED, TOTALS, WORKS
from shuangjian.timing.estimator.false_alarms import EVENINGS

FIRST = dt.date(2026, 9, 1)
OVER, CAP = 1, 60
CITY = np.arange(OVER, 400)  # classes, of which one goes over


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


def lay(
    lake: Lake, evening: int, fitted: dict[int, float], *, answered: bool, expected: float = 50.0, teachers: int = 1
) -> dt.date:
    """The totals of classes in minutes, whether anybody answered about them, and how many teachers take turns."""
    date = FIRST + dt.timedelta(days=evening)
    classes = np.array(list(fitted))
    same = np.ones(classes.size)
    whose = {"school": same, "school_class": classes, "grade": same * 5}
    lake.write(ASKED, date, whose | {"asked": same * 4, "answered": same * answered})
    facts = {"stage": np.array(["PRIMARY"] * classes.size, object), "cap": same * CAP, "spread": same * 0.15}
    minutes = {"fitted": np.log(np.array(list(fitted.values()))), "expected": same * np.log(expected)}
    lake.write(TOTALS, date, whose | facts | minutes | {"variance": same * 0.02, "shared": same * 0.005})
    works = dict.fromkeys(WORKS.columns, same) | whose | {"minutes": same * 30, "declared": same * 30}
    texts = {name: np.array(["MATHEMATICS"] * classes.size, object) for name in ("subject", "stage", "form")}
    lake.write(WORKS, date, works | texts | {"teacher": same * (evening % teachers)})
    return date


def test_an_evening_that_nobody_answered_takes_no_place_of_one_that_was(lake: Lake) -> None:
    for evening in range(EVENINGS):
        date = lay(lake, evening, {OVER: 90.0}, answered=True)
    (before,) = classes_over(lake, date, USUAL)
    silent = lay(lake, EVENINGS, {OVER: 20.0}, answered=False)
    (after,) = classes_over(lake, silent, USUAL)
    assert after == before | {"as_of": silent}
    (answered,) = classes_over(lake, lay(lake, EVENINGS + 1, {OVER: 50.0}, answered=True), USUAL)
    assert (answered["seen"], answered["since"]) == (9, FIRST + dt.timedelta(days=1))


def test_a_class_that_cannot_be_told_anything_of_makes_nothing_harder_to_tell_of_another(lake: Lake) -> None:
    for evening in range(EVENINGS):
        whose = CITY if evening else CITY[:1]
        date = lay(lake, evening, {int(one): 80.0 if one == OVER else 50.0 for one in whose}, answered=True)
    (told,) = classes_over(lake, date, USUAL)
    assert told["school_class_id"] == OVER
    assert told["p"] * CITY.size > 0.05  # were all of them tested


def test_what_many_teachers_set_in_turn_is_surer_than_what_one_does(lake: Lake, tmp_path: Path) -> None:
    p = []
    for teachers in (1, 5):
        lake = Lake(tmp_path / f"{teachers}")
        for evening in range(EVENINGS):
            date = lay(lake, evening, {OVER: 90.0}, answered=True, teachers=teachers)
        p += [told["p"] for told in classes_over(lake, date, USUAL)]
    assert p[1] < p[0] < 0.05


def test_nine_answered_evenings_are_no_signal(lake: Lake) -> None:
    for evening in range(EVENINGS + 5):
        date = lay(lake, evening, {OVER: 200.0}, answered=evening < EVENINGS - 1)
    assert classes_over(lake, date, USUAL) == []


def test_ten_answered_evenings_are_looked_for_among_the_last_twenty(lake: Lake) -> None:
    for evening in range(EVENINGS):
        date = lay(lake, evening, {OVER: 90.0}, answered=True)
    for evening in range(EVENINGS, LOOKED_AT + 1):
        assert len(classes_over(lake, date, USUAL)) == 1
        date = lay(lake, evening, {OVER: 90.0}, answered=False)
    assert classes_over(lake, date, USUAL) == []


def test_evenings_that_nobody_answered_make_no_outlook_surer(lake: Lake) -> None:
    rng = np.random.default_rng(1)
    for evening in range(4):
        surprising = dict(zip(map(int, CITY), 50 * np.exp(rng.normal(0, 0.3, CITY.size)), strict=True))
        date = lay(lake, evening, surprising, answered=True)
    variance = variance_of_evenings(lake, date, 0.0)
    assert variance == pytest.approx(0.3**2 - 0.01 - 0.15**2, rel=0.1)
    told = bands(lake, date, variance)
    silent = lay(lake, 4, dict.fromkeys(map(int, CITY), 50.0), answered=False)
    assert variance_of_evenings(lake, silent, variance) == variance  # and is no higher for having been found before
    assert bands(lake, silent, variance) == [row | {"as_of": silent} for row in told]


@pytest.mark.parametrize("evenings", [0, 3, 20])
def test_few_evenings_that_went_as_expected_do_not_say_that_all_do(lake: Lake, evenings: int) -> None:
    date = FIRST
    for evening in range(evenings):
        date = lay(lake, evening, {OVER: 50.0}, answered=True)
    assert variance_of_evenings(lake, date, 0.0) == DAYS
