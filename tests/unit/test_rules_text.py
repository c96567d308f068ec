"""A school's own rules as a plain value: reading, numbering, comparing, merging, and agreeing with choices."""

import datetime as dt

import pytest

from shuangjian.kernel.refusal import InvalidInput
from shuangjian.policy.rules import (
    Agreement,
    Change,
    RulesText,
    Section,
    SectionKind,
    Stated,
    agreements,
    articles_of,
    changes,
    check_text,
    cited_article,
    found_again,
    merged,
    number_of,
    renumbered,
)
from shuangjian.rulebook import Choice
from tests.apps.policy.own_rules import ASSIGNING, CAP, COORDINATION, WEEKEND, text

TODAY = dt.date(2026, 9, 17)
OCTOBER = dt.date(2026, 10, 8)


def choice(value: int = 50, article: str = "第2条", title: str = "作业管理办法", since: dt.date = TODAY) -> Choice:
    return Choice(CAP, value, since, None, title, article)


def standing(found: RulesText, *choices: Choice, on: dt.date = TODAY) -> dict[str, Agreement]:
    return {one.name: one.agreement for one in agreements(found, choices, on, [CAP, WEEKEND])}


def test_a_line_is_an_article_and_numbers_run_through_the_sections() -> None:
    typed = " 第一条　一年级不留书面作业。\n\n第2条：  每天不超过\t50分钟。\n"
    assert articles_of(typed) == ("一年级不留书面作业。", "每天不超过 50分钟。")
    assert [article.label for article in text().articles] == ["第1条", "第2条", "第3条", "第4条", "第5条"]
    assert text().article(5).text == COORDINATION[0]  # type: ignore[union-attr]
    assert text().article(6) is None


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("第3条", 3),
        ("第三条", 3),
        ("第十条", 10),
        ("第十二条第一款", 12),
        ("第二十一条", 21),
        ("３", 3),
        (" 第 5 条", 5),
        ("", None),
        ("第条", None),
        ("附则", None),
        ("第一百条", None),
        ("三", None),
        ("²", None),
    ],
)
def test_an_article_is_found_however_its_number_is_written(written: str, number: int | None) -> None:
    assert number_of(written) == number


def test_a_text_survives_its_plain_form_with_rare_characters() -> None:
    rare = RulesText("办法", (Section(SectionKind.FURTHER, "𠮷䶮章", ("𠅤·阿依古丽老师说：“写完了。”👍",)),))
    assert RulesText.from_plain(rare.as_plain()) == rare
    assert RulesText.from_plain(text().as_plain()) == text()


def test_what_cannot_be_is_named_by_its_field() -> None:
    long = Section(SectionKind.ASSIGNING, "布置", ("长" * 501,))
    nameless = Section(SectionKind.FURTHER, "", ("一句。",))
    with pytest.raises(InvalidInput) as wrong:
        check_text(RulesText("", (long, nameless), (Stated(CAP, 50, 9),)))
    assert set(wrong.value.errors) == {"title", "section-0", "heading-1", "article-written_minutes"}
    with pytest.raises(InvalidInput, match="81条"):
        check_text(RulesText("办法", (Section(SectionKind.ASSIGNING, "布置", ("句。",) * 81),)))
    check_text(text())


def test_a_comparison_names_sentences_and_not_numbers() -> None:
    before, after = text(), text(ASSIGNING=("新的一条。", ASSIGNING[0], ASSIGNING[1].replace("50", "45")))
    assert changes(before, after) == [
        Change("", "", "第1条", "新的一条。"),
        Change(
            "第2条", "三年级以上，每天的书面作业不超过50分钟。", "第3条", "三年级以上，每天的书面作业不超过45分钟。"
        ),
    ]
    assert changes(before, before) == []
    assert changes(after, before)[0] == Change("第1条", "新的一条。", "", "")


def test_a_comparison_sees_every_sentence_and_a_new_title_and_section() -> None:
    after = RulesText("新办法", (*text().sections, Section(SectionKind.FURTHER, "附则", ("今年起用。",))))
    found = {(change.new_where, change.new) for change in changes(text(), after)}
    assert found == {("名称", "新办法"), ("章名", "附则"), ("第6条", "今年起用。")}


def test_a_limit_follows_its_article() -> None:
    before = ["甲。", "每天不超过50分钟。", "丙。"]
    after = ["新。", "甲。", "每天书面作业不超过50分钟。", "丙。"]
    assert renumbered(before, after) == {1: 2, 2: 3, 3: 4}
    assert renumbered(before, ["甲。", "丙。"]) == {1: 1, 3: 2}
    assert found_again(before[1], after) == 3
    assert found_again("丙。", after) == 4
    assert found_again("完全没有的话", ["甲。"]) is None
    assert found_again("甲。", []) is None


def test_two_who_changed_different_sections_keep_both() -> None:
    base, theirs, mine = text(), text(MARKING=("老师当面批改。",)), text(DISPLAY=("贴在墙上。", "作业写在作业单上。"))
    both = merged(base, theirs, mine)
    assert both.theirs == ()
    assert both.text == text(MARKING=("老师当面批改。",), DISPLAY=("贴在墙上。", "作业写在作业单上。"))
    assert both.text.states(WEEKEND) == Stated(WEEKEND, 45, 6)


def test_two_who_changed_the_same_section_are_told_and_mine_stands_in_the_form() -> None:
    both = merged(text(), text(MARKING=("他的。",)), text(MARKING=("我的。",)))
    assert both.text == text(MARKING=("我的。",))
    assert both.theirs == (("批改", ("他的。",)),)


def test_a_section_that_one_took_out_and_the_other_changed_is_not_lost() -> None:
    further = Section(SectionKind.FURTHER, "附则", ("一。",))
    base = RulesText("办法", (*text().sections, further))
    changed = RulesText("办法", (*text().sections, Section(SectionKind.FURTHER, "附则", ("二。",))))
    gone = RulesText("办法", text().sections)
    assert merged(base, changed, gone).text.sections[-1].articles == ("二。",)
    assert merged(base, gone, changed).text.sections[-1].articles == ("二。",)
    assert merged(base, gone, changed).theirs == (("附则", ("（同事删去了这一章。）",)),)
    assert merged(base, gone, base).text == gone


def test_a_limit_that_a_colleague_changed_is_kept() -> None:
    theirs = RulesText(text().title, text().sections, (Stated(CAP, 45, 2), Stated(WEEKEND, 45, 5)))
    mine = text(DISPLAY=("我的。", "作业写在作业单上。"))
    assert merged(text(), theirs, mine).text.stated == (Stated(CAP, 45, 2), Stated(WEEKEND, 45, 6))


def test_text_and_choices_agree_by_value_and_article() -> None:
    stated = text()
    assert standing(stated, choice())[CAP] is Agreement.AGREES
    assert standing(stated, choice(article="第二条", title="《本校作业管理办法》"))[CAP] is Agreement.AGREES
    assert standing(stated, choice(article="第3条"))[CAP] is Agreement.OTHER_ARTICLE
    assert standing(stated, choice(title="无书面作业日办法"))[CAP] is Agreement.OTHER_ARTICLE
    assert standing(stated, choice(value=40))[CAP] is Agreement.OTHER_VALUE
    assert standing(stated)[CAP] is Agreement.NOT_SET
    assert standing(text(ASSIGNING=ASSIGNING[:1]), choice())[CAP] is Agreement.NOT_WRITTEN
    assert CAP not in standing(text(ASSIGNING=ASSIGNING[:1]))


def test_what_is_stated_for_later_agrees_already_and_is_not_missed_before_it_begins() -> None:
    assert standing(text(), choice(since=OCTOBER))[CAP] is Agreement.AGREES
    assert CAP not in standing(text(ASSIGNING=ASSIGNING[:1]), choice(since=OCTOBER))


def test_a_choice_leads_to_the_article_that_it_names() -> None:
    assert cited_article(choice(), text()) == text().article(2)
    assert cited_article(choice(article="第9条"), text()) is None
    assert cited_article(choice(title="别的办法"), text()) is None
