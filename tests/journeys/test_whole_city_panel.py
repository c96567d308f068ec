"""The panel of the whole city: the same each time, as its model says, and measured the whole way from the database."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.db import transaction

from shuangjian.demo.whole_city import SEED, model
from shuangjian.demo.whole_city.build import build
from shuangjian.demo.whole_city.panel import detection
from shuangjian.demo.whole_city.panel.chance import normal, uniform
from shuangjian.demo.whole_city.panel.term import StandingCity, standing
from shuangjian.demo.whole_city.shapes import City, city_of
from shuangjian.journeys.measure import measure_due, refit
from shuangjian.kernel.actor import operator
from shuangjian.kernel.refusal import InvalidInput
from shuangjian.lake import Lake
from shuangjian.lake.laying import lay_down
from shuangjian.lake.pseudonyms import pseudonym
from shuangjian.lake.tables import ASKED, REPORTS, UNLISTED, WORKS
from shuangjian.people.queries import seats_of_all
from shuangjian.timing.models import Answer, Ask, Fitted, Run, TeacherFactor

pytestmark = [pytest.mark.slow]
NIGHTS = 9


def small_city() -> City:
    """A village school and a small school of a town, the smallest of each."""
    whole = city_of(SEED)
    chosen = [
        min((s for s in whole.shapes if s.kind.name == kind), key=lambda s: len(s.rooms))
        for kind in ("乡村小学", "镇区九年一贯制")
    ]
    return City(SEED, tuple(chosen))


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[StandingCity]:
    """The built city with the last evenings of its term, for all the tests here."""
    with django_db_blocker.unblock(), transaction.atomic():
        build(small_city(), resume=False, workers=1, say=silent)
        dates = standing_dates()
        yield StandingCity(SEED, {}, dates[-NIGHTS:])
        transaction.set_rollback(True)


def standing_dates() -> list[dt.date]:
    from shuangjian.demo.whole_city.term import Term
    from shuangjian.schools.queries import cities

    return [span.date for span in Term(cities()[0].path).spans if span.until <= model.TODAY]


def silent(words: str) -> None:
    """Nobody listens."""


@pytest.fixture(scope="module")
def laid(city: StandingCity, tmp_path_factory: pytest.TempPathFactory) -> tuple[Lake, Path]:
    folder = tmp_path_factory.mktemp("panel")
    city.lay(Lake(folder / "lake"), folder / "minutes.json", silent)
    return Lake(folder / "lake"), folder / "minutes.json"


def test_a_draw_belongs_to_whose_it_is() -> None:
    ids = np.arange(50_000)
    draws = normal(7, "pupil", ids)
    assert abs(draws.mean()) < 0.02
    assert abs(draws.std() - 1) < 0.02
    assert (normal(7, "pupil", ids[::-1]) == draws[::-1]).all()
    assert (uniform(7, "pupil", ids, 3) != uniform(7, "pupil", ids, 4)).all()
    assert abs(np.corrcoef(draws, normal(7, "class", ids))[0, 1]) < 0.02


def test_a_family_is_asked_once_in_ten_evenings_and_about_four_of_a_class(city: StandingCity, laid: Any) -> None:
    lake, _ = laid
    asked = lake.read(ASKED, city.dates[:-1])
    assert 0 < asked["asked"].max() <= 6
    reports = lake.read(REPORTS, city.dates[:-1])
    evenings = {(pupil, date) for pupil, date in zip(reports["pupil"].tolist(), reports["date"].tolist(), strict=True)}
    assert len(evenings) == len({pupil for pupil, _ in evenings})
    assert asked["answered"].sum() >= len(evenings)
    assert {pupil for pupil, _ in evenings} < {pseudonym(row[0]) for row in seats_of_all()}


def test_the_last_evening_is_rows_that_lay_down_as_the_others_were(
    city: StandingCity, laid: Any, tmp_path: Path
) -> None:
    lake, _ = laid
    last = city.dates[-1]
    assert last not in lake.days(REPORTS)
    assert set(Ask.objects.values_list("date", flat=True)) == {last}
    other = Lake(tmp_path)
    found = lay_down(other, last)
    assert found.reports == Answer.objects.count() > 0
    before = lake.read(WORKS, city.dates[-2:-1])
    assert other.read(WORKS, [last]).keys() == before.keys()


def test_a_term_that_was_broken_off_goes_on_and_is_the_same(city: StandingCity, laid: Any, tmp_path: Path) -> None:
    lake, planted = laid
    files = {date: lake.file(REPORTS, date).read_bytes() for date in city.dates[:-1]}
    lake.file(REPORTS, city.dates[3]).unlink()
    asks = Ask.objects.count()
    city.lay(lake, tmp_path / "again.json", silent)
    assert {date: lake.file(REPORTS, date).read_bytes() for date in city.dates[:-1]} == files
    assert Ask.objects.count() == asks
    assert json.loads((tmp_path / "again.json").read_text()) == json.loads(planted.read_text())


def test_a_term_that_is_lived_lays_down_what_a_term_at_once_does_and_measures_each_evening_once(
    city: StandingCity, laid: Any, tmp_path: Path
) -> None:
    at_once, _ = laid
    lived, lake = StandingCity(city.seed, city.planted, city.dates[:3]), Lake(tmp_path / "lake")
    with transaction.atomic():
        measured = [
            measure_due(lake, by=operator("测试"), at=at, say=silent)
            for _ in range(2)
            for at in lived.mornings(tmp_path / "minutes.json", silent)
        ]
        transaction.set_rollback(True)
    assert measured == [*([date] for date in lived.dates), [], [], []]
    for table in (REPORTS, ASKED, UNLISTED, WORKS):
        for date in lived.dates:
            assert lake.file(table, date).read_bytes() == at_once.file(table, date).read_bytes()


def test_the_night_goes_its_whole_way_and_says_what_it_found(city: StandingCity, laid: Any) -> None:
    lake, planted = laid
    act: dict[str, Any] = {"by": operator("测试"), "at": model.STANDS_AT, "say": silent}
    with transaction.atomic():
        refit(lake, since=None, until=None, **act)
        assert measure_due(lake, **act) == [city.dates[-1]]
        assert Run.objects.exclude(ended_at=None).count() == 2
        assert Fitted.objects.filter(date=city.dates[-1]).exists()
        assert TeacherFactor.objects.exists()
        assert len(list(detection.told(planted))) == 4
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_where_no_city_was_built_there_is_no_panel(settings: Any) -> None:
    from shuangjian.demo.models import WholeCity

    WholeCity.objects.all().delete()
    with pytest.raises(InvalidInput):
        standing()
