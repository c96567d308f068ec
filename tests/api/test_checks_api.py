"""Checks and reports by a program: the desk's numbers, each with its definition and its rows; nobody signs here."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import pytest

from shuangjian.homework.figures import FIGURES, measured, scope_of
from shuangjian.homework.models import SignedFigure, SignedReport
from shuangjian.homework.queries import monday_of
from shuangjian.homework.rules import TierSpec
from shuangjian.kernel.subject import Subject
from tests.api.callers import ROOT, Caller, caller
from tests.api.test_reading_api import all_pages
from tests.apps.homework.month import SHEET, THURSDAY, WEDNESDAY, live, moment, put
from tests.cast import TODAY, Cast
from tests.desks.places import add_classes, queries_of
from tests.desks.test_school_reports import MONTH_END, SEPTEMBER, in_october, sign

pytestmark = pytest.mark.django_db
WEEKEND = THURSDAY.replace(day=18)


@pytest.fixture
def lived(cast: Cast) -> Cast:
    live(cast)
    return cast


@pytest.fixture
def october(lived: Cast, settings: Any) -> Cast:
    settings.SHUANGJIAN_CLOCK = f"{in_october.__module__}.{in_october.__name__}"
    return lived


def checks(cast: Cast, end: str = "") -> str:
    return f"/schools/{cast.school.pk}/checks{end}"


def reports(cast: Cast, end: str = "") -> str:
    return f"/schools/{cast.school.pk}/reports{end}"


def numbers(figures: list[Any]) -> dict[tuple[str, str], tuple[int, int]]:
    return {(f["figure"], f["part"]): (f["numerator"], f["denominator"]) for f in figures}


def behind(program: Caller, figure: Any, limit: int) -> list[Any]:
    path, _, query = figure["rows"].removeprefix(ROOT).partition("?")
    return all_pages(program, path, **dict(parse_qsl(query)), limit=limit)


def test_a_week_is_what_the_desk_counts(lived: Cast) -> None:
    told = caller(lived, "academic").get(checks(lived), week=WEDNESDAY).json()
    expected = measured(scope_of(lived.facts(), monday_of(TODAY), WEEKEND))
    assert (told["since"], told["until"], told["grades"]) == ("2026-09-14", "2026-09-18", None)
    assert numbers(told["figures"]) == {(one.figure.id, one.part): (one.n, one.of) for one in expected}
    assert told == caller(lived, "academic").get(checks(lived)).json()


def test_every_number_says_what_it_counts_and_opens_to_rows_that_add_up_to_it(lived: Cast) -> None:
    program = caller(lived, "principal")
    definitions = {figure.id: figure for figure in FIGURES}
    for figure in program.get(checks(lived)).json()["figures"]:
        defined = definitions[figure["figure"]]
        assert (figure["numerator_words"], figure["denominator_words"]) == (defined.numerator, defined.denominator)
        assert figure["rule"] in (None, f"/rules/{defined.rule}/")
        rows = behind(program, figure, 200)
        assert sum(row["amount"] for row in rows) == figure["numerator"], figure["label"]
        paged = behind(program, figure, 1) if len(rows) < 10 else rows
        assert paged == rows


def test_rows_stand_still_while_more_is_set_between_two_pages(lived: Cast) -> None:
    program = caller(lived, "principal")
    asked = {"figure": "forms", "part": "WRITTEN", "limit": 3}
    stood = all_pages(program, checks(lived, "/rows"), **asked)
    first = program.get(checks(lived, "/rows"), **asked).json()
    put(lived, "science", replace(SHEET, subject=Subject.SCIENCE), THURSDAY, lived.five_two)
    rest, cursor = first["items"], first["next"]
    while cursor:
        page = program.get(checks(lived, "/rows"), **asked, cursor=cursor).json()
        rest, cursor = rest + page["items"], page["next"]
    assert [row for row in rest if row in stood] == stood
    assert len(rest) == len(stood) + 1


def test_a_head_of_grade_checks_the_grade_without_what_is_to_be_weighed(lived: Cast) -> None:
    head = caller(lived, "grade_head")
    told = head.get(checks(lived)).json()
    whole = caller(lived, "principal").get(checks(lived)).json()
    assert told["grades"] == [5]
    assert {f["figure"] for f in whole["figures"]} - {f["figure"] for f in told["figures"]} == {"evenings_outweighed"}
    assert head.get(checks(lived, "/rows"), figure="evenings_outweighed").status_code == 404
    assert head.get(checks(lived), grade=1).status_code == 404
    assert caller(lived, "principal").get(checks(lived), grade=5).json()["grades"] == [5]


@pytest.mark.parametrize(("figure", "status"), [("nothing", 422), ("", 422), ("withdrawn", 200)])
def test_a_figure_that_is_not_defined_is_told(lived: Cast, figure: str, status: int) -> None:
    response = caller(lived, "principal").get(checks(lived, "/rows"), figure=figure)
    assert response.status_code == status
    if status == 422:
        assert "withdrawn" in response.json()["errors"]["figure"]


def test_a_signed_report_keeps_its_numbers_and_says_what_they_would_be_now(october: Cast) -> None:
    signed = sign(october)
    (kept,) = SignedFigure.objects.filter(report=signed, figure="withdrawn")
    principal, officer = caller(october, "principal"), caller(october, "county_officer")
    before = officer.get(reports(october, "/2026-09")).json()
    assert before == principal.get(reports(october, "/2026-09")).json()
    assert (before["signed"]["signed_by"], before["signed"]["remark"]) == ("葛青", "九月还好， 科学课的器材要早点发")
    assert all(figure["now"] is None for figure in before["figures"])
    put(october, "maths", SHEET, MONTH_END, october.five_one, time="15:00")
    after = officer.get(reports(october, "/2026-09")).json()
    assert numbers(after["figures"]) == numbers(before["figures"])
    (withdrawn,) = (figure for figure in after["figures"] if figure["figure"] == "withdrawn")
    assert (withdrawn["numerator"], withdrawn["denominator"]) == (kept.n, kept.of)
    assert withdrawn["now"] == {"numerator": kept.n, "denominator": kept.of + 1}
    for figure in after["figures"]:
        rows = behind(officer, figure, 200)
        assert sum(row["amount"] for row in rows) == (figure["now"] or figure)["numerator"]


def test_a_signed_number_outlives_its_definition(october: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    sign(october)
    monkeypatch.setattr("shuangjian.api.figure_shapes.BY_ID", {})
    told = caller(october, "principal").get(reports(october, "/2026-09")).json()["figures"]
    assert [(f["label"], f["numerator"], f["rows"]) for f in told] == [
        (f.words, f.n, None) for f in SignedFigure.objects.order_by("position")
    ]


def test_months_are_listed_and_read_from_above_once_they_are_signed(october: Cast) -> None:
    principal, officer = caller(october, "principal"), caller(october, "county_officer")
    listed = all_pages(officer, reports(october), limit=1)
    assert [(m["month"], m["is_over"], m["signed"]) for m in listed] == [
        ("2026-10", False, None),
        ("2026-09", True, None),
    ]
    assert officer.get(reports(october, "/2026-09")).status_code == 403
    assert officer.get(reports(october, "/2026-09/rows"), figure="forms").status_code == 403
    assert principal.get(reports(october, "/2026-09")).json()["signed"] is None
    assert principal.get(reports(october, "/2026-11")).status_code == 404
    assert principal.get(reports(october, "/2026-13")).status_code == 422
    sign(october)
    assert (
        officer.get(reports(october, "/2026-09")).json()["signed"]["signed_at"]
        == moment(SEPTEMBER.until, "09:00").isoformat()
    )


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_no_token_signs_a_report(october: Cast, method: str) -> None:
    for who in ("principal", "academic"):
        assert caller(october, who).send(method, reports(october, "/2026-09"), {"remark": ""}).status_code == 405
    assert not SignedReport.objects.exists()


def test_a_check_and_a_report_cost_the_same_however_much_there_is(lived: Cast) -> None:
    cast = lived
    client = caller(cast, "principal").client()
    paths = [
        f"{ROOT}{path}"
        for path in (checks(cast), checks(cast, "/rows?figure=forms"), reports(cast), reports(cast, "/2026-09"))
    ]
    few = [queries_of(client, path) for path in paths]
    add_classes(cast.school, 3, 4, 5, 6)
    for n in range(4):
        put(cast, "maths", replace(SHEET, unit=f"又一个{n}", tiers=(TierSpec("", 5),)), THURSDAY, cast.five_one)
    assert [queries_of(client, path) for path in paths] == few
