"""A menu stands still once it is committed to, and a public number is entered once, whoever comes at the same time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shuangjian.afterschool.draw import digest
from shuangjian.afterschool.models import Programme, Round, ServiceModel, Unit
from shuangjian.afterschool.operations import (
    add_units,
    announce_programme,
    change_unit,
    enter_public_value,
    pass_issue_over,
    start_programme,
    state_round,
    state_service_model,
)
from shuangjian.afterschool.queries import menu_of
from shuangjian.kernel.refusal import Refused
from tests.apps.afterschool.programmes import (
    BALLS,
    DUE,
    NUMBER,
    ROUND,
    SECRET,
    YEAR,
    key,
    planned,
    stated,
)
from tests.cast import AT, Cast
from tests.races.crowd import at_once

pytestmark = pytest.mark.race


def by_the_coordinator(cast: Cast, row: Programme) -> dict[str, Any]:
    return {"by": cast.actor("coordinator"), "at": AT, "programme_id": row.pk}


def test_what_is_changed_while_it_is_announced_is_committed_to_or_refused(committed_cast: Cast) -> None:
    row = planned(committed_cast)
    stated(committed_cast)
    about = by_the_coordinator(committed_cast, row)
    acts: list[Callable[[], Any]] = [lambda: announce_programme(**about, secret=SECRET, request=key())]
    for n in range(3):
        spec = replace(BALLS, name=f"足球{n}")
        acts.append(lambda spec=spec: add_units(**about, specs=[spec], request=key()))
        acts.append(lambda n=n: change_unit(**about, number=1, spec=replace(BALLS, capacity=30 + n), request=key()))
    results = at_once(acts)
    assert [r for r in results if isinstance(r, Exception) and not isinstance(r, Refused)] == []
    row.refresh_from_db()
    assert row.announced_at == AT
    assert row.menu_digest == digest(menu_of(row, Unit.objects.filter(programme=row)).as_json())


def test_the_dates_announced_are_those_of_the_round_as_it_then_stands(committed_cast: Cast) -> None:
    row = planned(committed_cast)
    stated(committed_cast)
    bureau = {"by": committed_cast.actor("city_officer"), "at": AT, "place_id": committed_cast.city.pk}
    other = replace(ROUND, public=replace(ROUND.public, source="福彩3D"))
    results = at_once(
        [
            lambda: announce_programme(**by_the_coordinator(committed_cast, row), secret=SECRET, request=key()),
            lambda: state_round(**bureau, year=YEAR, number=NUMBER, spec=other, request=key()),
        ]
    )
    assert [r for r in results if isinstance(r, Exception) and not isinstance(r, Refused)] == []
    its_round, row = Round.objects.get(), Programme.objects.get()
    changed = its_round.public_source == other.public.source
    assert changed != isinstance(results[1], Refused)
    assert row.opens_at == its_round.opens_at


def test_a_term_is_begun_once(committed_cast: Cast) -> None:
    about = {"by": committed_cast.actor("coordinator"), "at": AT, "school_id": committed_cast.school.pk}
    term = {"year": YEAR, "number": NUMBER, "copied": False}
    results = at_once([lambda: start_programme(**about, **term, request=key()) for _ in range(4)])
    assert sum(isinstance(result, Programme) for result in results) == 1
    assert [r.refusals[0].code for r in results if isinstance(r, Refused)] == ["PROGRAMME_STANDS"] * 3
    assert Programme.objects.count() == 1


def test_a_round_that_many_state_at_once_is_one_round_as_the_last_of_them_stated_it(committed_cast: Cast) -> None:
    results = at_once([lambda n=n: stated(committed_cast, waves=n, gap_minutes=10) for n in (2, 3, 4, 5)])
    assert [r for r in results if not isinstance(r, Round)] == []
    assert Round.objects.get().waves in (2, 3, 4, 5)


def test_of_the_service_models_that_are_stated_at_once_for_a_place_one_stands(committed_cast: Cast) -> None:
    about = {"by": committed_cast.actor("city_officer"), "at": AT, "place_id": committed_cast.city.pk}

    def state(name: str) -> Callable[[], Any]:
        model = {"name": name, "source": "市教育局通知", "since": AT.date(), "parts": ()}
        return lambda: state_service_model(**about, **model, request=key())

    for names in ("甲乙", "丙丁戊"):  # the first, and what takes its place
        results = at_once([state(name) for name in names])
        assert [r for r in results if isinstance(r, Exception)] == []
        assert ServiceModel.objects.get(until=None).name in names


def test_of_one_that_enters_the_number_and_one_that_passes_it_over_one_is_refused(committed_cast: Cast) -> None:
    row, late = stated(committed_cast), DUE + timedelta(days=6)
    about = {"by": committed_cast.actor("city_officer"), "at": late, "round_id": row.pk, "passed": 0}
    results = at_once(
        [
            lambda: enter_public_value(**about, typed="03", request=key()),
            lambda: pass_issue_over(**about, request=key()),
        ]
    )
    assert sum(isinstance(result, Round) for result in results) == 1
    row.refresh_from_db()
    assert (row.public_value, row.issues_passed) in {("03", 0), ("", 1)}


def test_of_two_public_numbers_one_stands_and_the_other_is_told_so(committed_cast: Cast) -> None:
    row = stated(committed_cast)
    about = {"by": committed_cast.actor("city_officer"), "at": DUE, "round_id": row.pk}
    results = at_once([lambda n=n: enter_public_value(**about, typed=f"0{n}", request=key()) for n in range(4)])
    entered = [result.public_value for result in results if isinstance(result, Round)]
    assert len(entered) == 1
    assert [r.refusals[0].code for r in results if isinstance(r, Refused)] == ["NUMBER_STANDS"] * 3
    row.refresh_from_db()
    assert row.public_value == entered[0]
