"""What a finding carries: the words as typed, its rule in force, and a way out."""

import datetime as dt

import pytest

from shuangjian import rulebook
from shuangjian.homework.content import Kind, Part, Settings, Verdict, Written, examine
from shuangjian.homework.content.wording import rule_of, ways_out, words_for
from shuangjian.homework.rules import Form
from shuangjian.kernel.grade import System
from shuangjian.kernel.subject import Subject
from tests.unit.content.writing import examined, verdicts, written

BOOK = rulebook.load()


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("口算20道，家长检查。", "家长检查"),
        ("１．口算２０道，　家 长 检 查　。", "家 长 检 查"),
        ("背诵课文，ＡＰＰ打卡。", "ＡＰＰ"),
        ("㈠朗读；㈡家长簽字。", "家长簽字"),
    ],
)
def test_the_span_stands_in_the_text_as_typed(text, quoted):
    finding = examined(text)[0]
    assert text[finding.start : finding.end] == finding.quoted
    assert finding.quoted.startswith(quoted)


def test_a_finding_names_its_part():
    parts = (Part("内容", "读课文。"), Part("提高层", "家长检查。"))
    homework = Written(parts, Subject.CHINESE, Form.WRITTEN, 5, "第六单元", "读懂课文", 20)
    assert [finding.part for finding in examine(homework, Settings())] == ["提高层"]


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_words_and_a_way_out_and_a_rule_that_is_in_force(kind):
    assert words_for(kind, Verdict.WARN, "", "3").endswith("。")
    assert "！" not in words_for(kind, Verdict.WARN, "", "3")
    assert ways_out(kind)
    rule = rule_of(kind)
    assert (rule is None) == (kind in {Kind.SIGNATURE, Kind.PRINTING})
    if rule:
        BOOK.lookup(rule, date=dt.date(2026, 11, 25), place_codes=(), grade=5, system=System.SIX_THREE)


def test_what_is_refused_stands_on_a_clause_that_forbids_or_binds():
    never = {Kind.SIGNATURE, Kind.PRINTING, Kind.NEAR_DUPLICATE, Kind.MISSING_AIM, Kind.MISSING_UNIT}
    for kind in set(Kind) - never:
        found = BOOK.lookup(
            str(rule_of(kind)), date=dt.date(2026, 11, 25), place_codes=(), grade=5, system=System.SIX_THREE
        )
        assert found.modality in {rulebook.Modality.MUST, rulebook.Modality.MUST_NOT}, kind


@pytest.mark.parametrize("aim", ["", " ", "无", "略", "。。。", "完成作业", "巩固", "１２３", "aaa"])
def test_an_aim_that_says_nothing_is_said(aim):
    assert verdicts("练习册第9页。", aim=aim) == {(Kind.MISSING_AIM, Verdict.WARN)}


@pytest.mark.parametrize(
    ("unit", "missing"), [("", True), ("无", True), ("3", False), ("第三单元", False), ("Unit 3", False)]
)
def test_a_unit_may_be_a_bare_number_and_not_nothing(unit, missing):
    assert ((Kind.MISSING_UNIT, Verdict.WARN) in verdicts("练习册第9页。", unit=unit)) is missing


def test_nearly_the_same_work_again_is_said_and_other_pages_are_not():
    earlier = ("完成练习册第12页应用题，写出完整的计算过程。",)
    same, other = "完成练习册第12页的应用题，写出完整计算过程。", "完成练习册第13页应用题，写出完整的计算过程。"
    half = Settings(duplicate_from=0.5)
    assert verdicts(same, half, recent=earlier) == {(Kind.NEAR_DUPLICATE, Verdict.WARN)}
    assert verdicts(other, half, recent=earlier) == set()
    assert verdicts(same, half, recent=earlier, form=Form.READING) == set()


def test_fair_homework_has_no_finding():
    assert examine(written("练习册P28第2、4、6题，写出计算过程。"), Settings()) == ()
