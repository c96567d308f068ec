"""`/rules/`: every rule, by chapter, by words, by place and by date. No sign-in, no query."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shuangjian import rulebook
from shuangjian.rulebook.themes import OTHER, THEMES, theme_of
from tests.portal.book import small_book

BOOK = rulebook.load()
NAMES = [parameter.name for parameter in BOOK.parameters()]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def standing_clock(settings: object) -> None:
    settings.SHUANGJIAN_CLOCK = "tests.cast.standing"


def found(query: str = "") -> set[str]:
    """The rules that the page lists."""
    page = Client().get(f"/rules/{query}")
    assert page.status_code == 200
    return {one.parameter.name for one in page.context["found"]}


def test_every_rule_is_linked_once_under_its_chapter() -> None:
    page = Client().get("/rules/")
    for name in NAMES:
        assert page.text.count(f'href="/rules/{name}/"') == 1
    for theme in THEMES:
        assert theme.title in page.text


def test_no_rule_is_left_without_a_chapter_and_no_chapter_names_a_rule_that_is_not_there() -> None:
    assert [name for name in NAMES if theme_of(name) is OTHER] == []
    named = [name for theme in THEMES for name in theme.names]
    assert sorted(named) == sorted(NAMES)


@pytest.mark.parametrize(
    ("words", "among", "not_among"),
    [
        ("手机", "homework/by_phone", "sleep/hours"),
        ("教基厅函〔2021〕11号", "sleep/bedtime", "homework/by_phone"),
        ("  睡　21:20 ", "sleep/bedtime", "sleep/hours"),
        ("鞍山", "homework/written_minutes", "homework/by_phone"),
        ("领导小组", "homework/leading_group", "homework/by_phone"),
    ],
)
def test_a_search_finds_words_values_numbers_of_documents_and_places(words: str, among: str, not_among: str) -> None:
    names = found(f"?q={words}")
    assert among in names
    assert not_among not in names


def test_a_search_without_a_hit_says_so_and_that_silence_allows_nothing() -> None:
    page = Client().get("/rules/?q=<script>没有这个词")
    assert page.context["found"] == []
    assert "没有查到，不等于可以做" in page.text
    assert "<script>没有" not in page.text


def test_the_date_defaults_to_today_in_shanghai() -> None:
    assert Client().get("/rules/").context["ask"].date == dt.date(2026, 9, 17)


def test_a_date_decides_what_is_in_force_and_what_will_change() -> None:
    page = Client().get("/rules/?date=2021-07-23")
    states = {one.parameter.name: one.state.value for one in page.context["found"]}
    assert states["homework/publicity"] == "LATER"
    assert states["homework/written_minutes"] == "IN_FORCE"
    assert (dt.date(2021, 7, 24), "homework/publicity") in {
        (item.change.on, item.change.parameter.name) for item in page.context["ahead"]
    }
    assert "2021年7月24日起" in page.text
    assert "没有哪一条要变" in Client().get("/rules/").text


def test_a_place_brings_its_own_rules_and_those_above_it() -> None:
    states = {
        place: {o.parameter.name: o for o in Client().get(f"/rules/?place={place}").context["found"]}
        for place in ("", "410900", "210300", "410902")
    }
    group = "homework/leading_group"
    assert [states[p][group].state.value for p in states] == ["ELSEWHERE", "IN_FORCE", "ELSEWHERE", "IN_FORCE"]
    caps = {p: [line.words for line in states[p]["homework/written_minutes"].lines] for p in states}
    assert caps["210300"] == ["0分钟", "不超过45分钟", "不超过60分钟"]
    assert caps[""] == caps["410900"] == ["0分钟", "不超过60分钟", "不超过90分钟"]
    assert states["410900"]["homework/written_minutes"].local == "濮阳市"


@pytest.mark.parametrize("query", ["?date=2026-13-40", "?date=tomorrow", "?place=濮阳", "?place=../../etc", "?place=1"])
def test_what_cannot_be_read_is_said_and_the_page_still_opens(query: str) -> None:
    page = Client().get(f"/rules/{query}")
    assert page.status_code == 200
    assert "没有看懂" in page.text
    assert len(page.context["found"]) == len(NAMES)


@pytest.mark.parametrize(
    "query", ["?date=0001-01-01", "?date=9999-12-31", "?q=" + "长" * 5000, "?place=999999", "?q=%00"]
)
def test_far_dates_long_words_and_unknown_codes_are_answered(query: str) -> None:
    assert Client().get(f"/rules/{query}").status_code == 200


def test_ended_and_unsure_rules_are_marked(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(rulebook, "load", lambda: small_book(tmp_path))
    page = Client().get("/rules/?date=2024-01-01")
    states = {one.parameter.name: one.state.value for one in page.context["found"]}
    assert states == {"homework/ended": "ENDED", "homework/unsure": "UNSURE", "homework/cap": "IN_FORCE"}
    assert "到这一天已经停了的" in page.text
    assert "没有核实，从不用来判断" in page.text


def test_the_rules_cost_the_public_no_query() -> None:
    with CaptureQueriesContext(connection) as queries:
        for path in (
            "/rules/",
            "/rules/?place=410900&date=2021-04-01",
            "/rules/homework/written_minutes/",
            "/privacy/",
        ):
            Client().get(path)
    assert queries.captured_queries == []


def test_only_reading_is_answered() -> None:
    assert Client().post("/rules/").status_code == 405
