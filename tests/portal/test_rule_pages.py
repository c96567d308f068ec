"""`/rules/<name>/`: one rule with its documents, history, places, schools' choices and examples."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from shuangjian import rulebook
from tests.conftest import ROOT
from tests.portal.book import small_book

BOOK = rulebook.load()
PARAMETERS = {parameter.name: parameter for parameter in BOOK.parameters()}
FOLDERS = "|".join({name.partition("/")[0] for name in PARAMETERS})
PATHS = re.compile(rf"""["']((?:{FOLDERS})/[a-z0-9_]+)["']|/rules/([a-z0-9_/]+)/""")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def standing_clock(settings: object) -> None:
    settings.SHUANGJIAN_CLOCK = "tests.cast.standing"


def text_of(page: object) -> str:
    """What a reader reads, without tags and without blanks."""
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]+>", "", page.text)))


def squeezed(words: str) -> str:
    return re.sub(r"\s+", "", words)


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_rules_page_tells_every_document_date_and_degree_of_certainty_in_its_history(name: str) -> None:
    parameter, said = PARAMETERS[name], text_of(Client().get(f"/rules/{name}/"))
    assert squeezed(f"{parameter.title}全国2026年9月17日星期四{parameter.summary}") in said
    assert squeezed(parameter.why) in said
    assert "不得不" not in said
    for history in (parameter.history, *(overlay.history for overlay in parameter.overlays)):
        for entry in history:
            document = entry.citation.document
            assert squeezed(f"{entry.since_label}起") in said
            assert squeezed(f"《{document.title}》文号{document.number or '没有找到'}") in said
            assert squeezed(f"发文机关{document.issuer}") in said
            assert squeezed(entry.citation.label + entry.confidence.label) in said
            assert entry.modality.label in said
            if document.witness:
                assert squeezed(document.witness.title) in said
            for date in document.dates:
                assert f"{date.year}年{date.month}月{date.day}日" in said


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_rules_page_tells_the_very_examples_of_the_book_each_once(name: str) -> None:
    names = dict.fromkeys((name, *(choice.name for choice in BOOK.choices_under(name))))
    wanted = [case.sentence for one in names for case in BOOK.cases(one)]
    shown = [unescape(words) for words in re.findall(r"<li>([^<]+)</li>", Client().get(f"/rules/{name}/").text)]
    assert wanted
    assert sorted(shown) == sorted(wanted)


@pytest.mark.parametrize(
    "query", ["?place=210300&date=2024-03-01", "?date=2016-01-01", "?place=410900&date=2023-07-30"]
)
def test_every_rules_page_opens_at_other_places_and_before_its_time(query: str) -> None:
    for name in PARAMETERS:
        assert Client().get(f"/rules/{name}/{query}").status_code == 200


def test_the_cap_shows_each_band_its_modality_its_basis_and_the_open_grade() -> None:
    said = text_of(Client().get("/rules/homework/written_minutes/?place=410900"))
    assert "小学其他年级必须不超过60分钟按中等水平学生完成时间算" in said
    assert "初中必须不超过90分钟" in said
    assert "五四学制六年级：不超过60分钟" in said
    assert "必须：要做到，不是建议。" in said
    assert "濮阳市由这一条决定" in said
    assert "鞍山市自己的规定" in said
    assert "学校可以自己定：每天书面作业的上限" in said
    assert "从0分钟到每天的上限" in said


def test_a_stricter_city_decides_for_itself() -> None:
    said = text_of(Client().get("/rules/homework/written_minutes/?place=210300"))
    assert "小学其他年级必须不超过45分钟" in said
    assert "只知道是2021年，从2021年12月31日起算" in said


def test_an_unfound_number_is_said_to_be_unfound_and_its_witness_is_named() -> None:
    said = text_of(Client().get("/rules/homework/written_minutes/?place=410900"))
    assert "文号没有找到在哪里见到《关于对市政协九届一次会议第131号提案的答复》（濮教函〔2023〕69号）作业一段" in said


def test_before_its_first_day_a_rule_is_not_zero() -> None:
    said = text_of(Client().get("/rules/homework/written_minutes/?date=2018-08-29"))
    assert "最早的一条从2018年8月30日起。没有查到不等于0，也不等于不限。" in said


def test_what_will_change_is_told_ahead() -> None:
    said = text_of(Client().get("/rules/homework/mechanical_drill/?date=2025-10-23"))
    assert "这一天以后会变的" in said
    assert "2025年10月24日起不得机械重复性" in said


def test_unsure_entries_are_marked_as_never_enforced_and_decide_nothing(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(rulebook, "load", lambda: small_book(tmp_path))
    unsure = text_of(Client().get("/rules/homework/unsure/"))
    assert "这一条没有核实，只放在这里给人看。本系统从不拿它判断任何事。" in unsure
    cap = text_of(Client().get("/rules/homework/cap/"))
    assert "小学其他年级必须不超过60分钟" in cap
    assert "没有核实，从不用来判断" in cap
    ended = text_of(Client().get("/rules/homework/ended/"))
    assert "2023年3月1日起不再有这一条" in ended


def test_the_page_of_a_schools_choice_is_that_of_the_rule_that_leaves_it() -> None:
    for name in BOOK.choice_names:
        page = Client().get(f"/rules/{name}/", follow=True)
        assert page.status_code == 200
        assert f'id="{name.rpartition("/")[2]}"' in page.text


@pytest.mark.parametrize(
    "name", ["nothing", "homework", "homework/writen_minutes", "../../etc/passwd", "a" * 900, "睡"]
)
def test_an_unknown_rule_is_404_with_a_way_on(name: str) -> None:
    page = Client().get(f"/rules/{name}/")
    assert page.status_code == 404
    assert "规则书里没有这一条" in page.text
    assert 'href="/rules/"' in page.text
    if name.startswith("homework"):
        assert "/rules/homework/written_minutes/" in page.text


def test_every_rule_named_anywhere_in_the_program_and_its_pages_has_a_page() -> None:
    named: dict[str, Path] = {}
    for path in (*ROOT.glob("shuangjian/**/*.py"), *ROOT.glob("templates/**/*.html")):
        found = PATHS.findall(path.read_text(encoding="utf-8"))
        named |= {quoted or linked: path for quoted, linked in found}
    assert {"homework/written_minutes", "sleep/bedtime"} <= named.keys()
    for name, path in named.items():
        assert Client().get(f"/rules/{name}/", follow=True).status_code == 200, f"{name}, named in {path}"
