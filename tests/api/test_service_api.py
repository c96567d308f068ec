"""After-school service for programs: what is announced, the units of a plan with their checks, and coverage."""

from typing import Any

import pytest

from shuangjian.afterschool.draw import check_file
from shuangjian.afterschool.figures import FIGURES
from shuangjian.afterschool.models import Unit
from shuangjian.afterschool.operations import start_programme
from shuangjian.audit.models import Act
from shuangjian.people.rules import Scope, offered_scopes
from tests.api.callers import caller
from tests.apps.afterschool import term
from tests.apps.afterschool.offered import offer
from tests.apps.afterschool.programmes import announced, planned
from tests.apps.afterschool.rows import key
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db
TERM = "2026-1"


def plan_of(cast: Cast) -> str:
    return f"/schools/{cast.school.pk}/service/plans/{TERM}"


def unit(**more: Any) -> dict[str, Any]:
    return {
        "kind": "SPORT", "name": "篮球", "weekdays": [1],
        "first_grade": 3, "last_grade": 6, "capacity": 24, "minimum": 10,
    } | more  # fmt: skip


def test_a_coordinator_has_a_token_for_the_service_and_for_nothing_else(cast: Cast) -> None:
    assert offered_scopes(cast.actor("coordinator")) == (Scope.READ_SERVICE, Scope.WRITE_SERVICE)
    assert offered_scopes(cast.actor("guardian")) == ()
    assert Scope.WRITE_SERVICE not in offered_scopes(cast.actor("maths"))


def test_what_is_announced_is_told_to_everybody_and_what_is_planned_to_nobody_outside(cast: Cast) -> None:
    address = f"/schools/{cast.school.pk}/service"
    planned(cast)
    assert caller(cast, "stranger").get(address).status_code == 404
    assert caller(cast, "stranger").get(plan_of(cast)).status_code == 404
    assert caller(cast, "maths").get(plan_of(cast)).status_code == 200
    assert caller(cast, "county_officer").get(plan_of(cast)).status_code == 200


def test_an_announced_programme_is_as_its_public_page_says(cast: Cast) -> None:
    row = announced(cast)
    told = caller(cast, "stranger").get(f"/schools/{cast.school.pk}/service").json()
    assert (told["school"], told["term"], told["commitment"]) == ("青枣路小学", TERM, row.commitment)
    assert [one["number"] for one in told["units"]] == [one.number for one in row.units.order_by("number")]
    assert row.secret not in str(told)
    assert told["opens_at"].endswith("+08:00")


def test_a_coordinator_sets_all_units_at_once_and_is_told_what_the_checks_say(cast: Cast) -> None:
    row = planned(cast)
    keep = row.units.order_by("number").first()
    program = caller(cast, "coordinator")
    body = {"units": [unit(number=keep.number, name="小篮球"), unit(name="数学新课", weekdays=[2, 3], kind="CLUB")]}
    told = program.send("put", f"{plan_of(cast)}/units", body)
    assert told.status_code == 200
    assert [(one["number"], one["name"]) for one in told.json()["programme"]["units"]] == [
        (keep.number, "小篮球"),
        (row.units.order_by("number").last().number, "数学新课"),
    ]
    refused = [one for one in told.json()["findings"] if one["verdict"] == "REFUSE"]
    assert [(one["check"], one["field"]) for one in refused if one["unit"]] == [("NEW_LESSONS", "name")]
    assert all(one["clauses"] for one in refused)
    assert told.json()["findings"] == program.get(plan_of(cast)).json()["findings"]
    act = Act.objects.get(name="afterschool.set_units")
    assert act.after == {"names": ["小篮球", "数学新课"]}


def test_the_same_request_sets_units_once(cast: Cast) -> None:
    row, program = planned(cast), caller(cast, "coordinator")
    for _ in range(2):
        assert program.send("put", f"{plan_of(cast)}/units", {"units": [unit()]}).status_code == 200
    assert row.units.count() == 1
    assert Act.objects.filter(name="afterschool.set_units").count() == 1
    assert program.send("put", f"{plan_of(cast)}/units", {"units": []}).json()["type"].endswith("key-reused")


def test_units_that_cannot_stand_change_nothing_and_each_mistake_is_named(cast: Cast) -> None:
    row = planned(cast)
    before = list(row.units.values())
    body = {
        "units": [
            unit(),
            unit(),
            unit(name="合唱", number=99),
            unit(name="排球", minimum=25),
            unit(name="足球", leader_id=cast.people["stranger"].pk),
            unit(name="棋", last_grade=9),
        ]
    }
    told = caller(cast, "coordinator").send("put", f"{plan_of(cast)}/units", body)
    assert told.status_code == 422
    assert set(told.json()["errors"]) == {
        "units.1.name", "units.2.number", "units.3.minimum", "units.4.leader_id", "units.5.grades",
    }  # fmt: skip
    assert list(row.units.values()) == before


def test_an_announced_menu_is_not_changed_by_a_program_either(cast: Cast) -> None:
    announced(cast)
    told = caller(cast, "coordinator").send("put", f"{plan_of(cast)}/units", {"units": [unit()]})
    assert told.status_code == 409
    assert told.json()["refusals"]


def test_who_does_not_plan_there_sets_nothing(cast: Cast) -> None:
    planned(cast)
    body, address = {"units": [unit()]}, f"{plan_of(cast)}/units"
    assert caller(cast, "maths").send("put", address, body).status_code == 403
    assert caller(cast, "other_principal").send("put", address, body).status_code == 404
    assert caller(cast, "coordinator", Scope.READ_SERVICE).send("put", address, body).status_code == 403
    elsewhere = f"/schools/{cast.school.pk}/service/plans/2031-2/units"
    assert caller(cast, "coordinator").send("put", elsewhere, body).status_code == 404
    assert Unit.objects.filter(name="篮球", capacity=24, minimum=10, first_grade=3).count() == 0


def test_coverage_of_a_place_opens_the_schools_behind_every_number(cast: Cast) -> None:
    offer(cast)
    program = caller(cast, "city_officer")
    told = program.get(f"/places/{cast.city.pk}/service/coverage").json()
    assert (told["term"], told["at"][:16]) == (TERM, "2026-09-17T16:20")
    assert {one["figure"] for one in told["figures"]} == {figure.id for figure in FIGURES}
    for one in told["figures"]:
        items = program.client().get(one["rows"]).json()["items"]
        assert sum(item["numerator"] for item in items) == one["numerator"], one
        assert sum(item["denominator"] for item in items) == one["denominator"], one
    served = next(one for one in told["figures"] if one["figure"] == "pupils_served")
    assert (served["numerator"], served["denominator"], served["rule"]) == (1, 3, "/rules/afterschool/coverage/")
    lacking = program.get(
        f"/places/{cast.city.pk}/service/coverage/schools", figure="schools_announced", lacking="true"
    ).json()
    assert [item["name"] for item in lacking["items"]] == ["槐荫初级中学"]


def test_a_schools_coverage_is_for_its_staff_and_above_and_a_places_for_above_alone(cast: Cast) -> None:
    offer(cast)
    school, place = f"/schools/{cast.school.pk}/service/coverage", f"/places/{cast.school.pk}/service/coverage"
    for who, of_school, of_place in (
        ("maths", 200, 404),
        ("coordinator", 200, 404),
        ("county_officer", 200, 200),
        ("stranger", 404, 404),
        ("other_county_officer", 404, 404),
    ):
        program = caller(cast, who)
        assert (program.get(school).status_code, program.get(place).status_code) == (of_school, of_place), who
    told = caller(cast, "maths").get(school).json()
    assert all(one["rows"] is None for one in told["figures"])


def test_who_plans_reads_how_many_of_each_class_have_answered_and_nobody_which(cast: Cast) -> None:
    offer(cast)
    address = f"/schools/{cast.school.pk}/service/answers"
    told = caller(cast, "coordinator").get(address)
    assert (told.json()["term"], told.json()["deleted"]) == (TERM, False)
    assert [(one["label"], one["answered"], one["pupils"]) for one in told.json()["classes"]] == [
        ("一（1）班", 0, 1),
        ("五（1）班", 2, 2),
        ("五（2）班", 1, 1),
    ]
    assert "左小禾" not in told.text
    for who, status in (("maths", 403), ("county_officer", 403), ("stranger", 404)):
        assert caller(cast, who).get(address).status_code == status, who


def test_an_earlier_day_is_asked_for_and_a_later_one_is_not_guessed(cast: Cast) -> None:
    offer(cast)
    address, program = f"/places/{cast.city.pk}/service/coverage", caller(cast, "city_officer")
    assert program.get(address, date="2026-09-04").json()["at"][:10] == "2026-09-04"
    assert program.get(address, date="2026-09-18").status_code == 422
    assert program.get(address, term="2026-3").status_code == 422
    assert program.get(f"{address}/schools", figure="marks").status_code == 422


def test_a_plan_without_a_programme_is_not_found(cast: Cast) -> None:
    assert caller(cast, "maths").get(plan_of(cast)).status_code == 404
    start_programme(
        by=cast.actor("academic"), at=AT, school_id=cast.school.pk, year=2026, number=1, copied=False, request=key()
    )
    told = caller(cast, "maths").get(plan_of(cast)).json()
    assert told["programme"]["units"] == []
    assert "NO_UNITS" in [one["check"] for one in told["findings"]]


def test_a_draw_is_told_step_by_step_and_its_file_can_be_drawn_again(cast: Cast) -> None:
    address = f"/schools/{cast.school.pk}/service/draw"
    assert caller(cast, "stranger").get(address).status_code == 404
    row = term.programme_of(cast)
    told = caller(cast, "stranger").get(address).json()
    assert (told["commitment"], told["sealed"], told["drawn"], told["file"]) == (row.commitment, None, None, None)
    assert row.secret not in str(told)
    term.joins(row, cast.pupils["左小禾"], (1, 2), (1,))
    draw = term.drawn(row)
    told = caller(cast, "stranger").get(address).json()
    assert told["sealed"]["digest"] == draw.sealed_digest
    assert (told["drawn"]["seed"], told["drawn"]["digest"]) == (draw.seed, draw.digest)
    file = caller(cast, "maths").client().get(told["file"])
    assert file.headers["Content-Type"] == "application/json"
    assert check_file(file.json()) == []
    assert caller(cast, "county_officer").get(f"{address}/file").status_code == 200
    assert caller(cast, "stranger").get(f"{address}/file").status_code == 404


def test_facts_and_file_of_a_draw_are_of_the_same_term(cast: Cast) -> None:
    address = f"/schools/{cast.school.pk}/service/draw"
    term.drawn(term.programme_of(cast, term=(2025, 2)))
    term.programme_of(cast)
    maths = caller(cast, "maths")
    newest, before = maths.get(address).json(), maths.get(f"{address}?term=2025-2").json()
    assert (newest["term"], newest["file"]) == ("2026-1", None)
    assert maths.get(f"{address}/file").status_code == 404
    assert before["term"] == "2025-2"
    assert maths.client().get(before["file"]).json()["menu"]["term"] == "2025-2"
    assert maths.get(f"{address}?term=2024-1").status_code == 404
