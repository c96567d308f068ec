"""Written work at home in grades 1 and 2; test papers at any grade."""

import pytest

from shuangjian.homework.content import Kind, Settings, Verdict
from shuangjian.homework.rules import Form
from tests.unit.content.writing import verdicts

WRITTEN = (Kind.WRITTEN_LOWER, Verdict.REFUSE)


@pytest.mark.parametrize(
    "text",
    [
        "把生字各写一行。",
        "看图写话，不少于三句。",
        "完成口算本第8页。",
        "用竖式计算：36+27。",
        "《同步练习》P16做完。",
        "观察绿豆芽，写三天观察日记。",
    ],
)
def test_writing_at_home_is_refused_up_to_grade_two_and_not_above(text):
    assert WRITTEN in verdicts(text, grade=2, form=Form.ORAL)
    assert WRITTEN not in verdicts(text, grade=3, form=Form.ORAL)


@pytest.mark.parametrize(
    "text",
    [
        "用手指在空中写一写“人”，边写边说笔顺。",
        "看图说话，不用写下来。",
        "把古诗画成一幅画，涂上颜色。",
        "生字明天在课上写，今晚只读。",
        "画一画我的家，在背面写上名字。",
        "读一读春联上写的字。",
    ],
)
def test_drawing_telling_and_writing_at_school_are_fair(text):
    assert verdicts(text, grade=1, form=Form.ORAL) == set()


def test_writing_in_school_is_fair_until_it_is_taken_home():
    assert verdicts("在校写生字，老师当堂批改。", grade=2, form=Form.IN_SCHOOL) == set()
    assert WRITTEN in verdicts("没写完的生字带回家写完。", grade=2, form=Form.IN_SCHOOL)
    assert WRITTEN in verdicts("午间写不完的生字，晚上在家补齐。", grade=2, form=Form.IN_SCHOOL)
    assert verdicts("没读完的小朋友晚上回家读完。", grade=2, form=Form.IN_SCHOOL) == set()


def test_a_class_of_several_grades_is_read_grade_by_grade():
    text = "三年级：生字抄一遍。二年级：读课文。"
    assert verdicts(text, grade=2, form=Form.ORAL) == set()
    assert WRITTEN in verdicts("三年级：读课文。二年级：生字抄一遍。", grade=2, form=Form.ORAL)


def test_optional_writing_in_grade_two_is_only_said():
    assert verdicts("选做：愿意的可以写一写生字。", grade=2, form=Form.ORAL) == {(Kind.WRITTEN_LOWER, Verdict.WARN)}


def test_a_test_paper_is_said_until_the_school_states_its_length():
    paper, fits = "完成第三章单元测试卷一张。", Settings(test_paper_minutes=45)
    assert verdicts(paper) == {(Kind.TEST_PAPER, Verdict.WARN)}
    assert verdicts(paper, fits, minutes=20) == {(Kind.TEST_PAPER, Verdict.REFUSE)}
    assert verdicts(paper, fits, minutes=45) == set()
    assert verdicts("订正昨天试卷上的第5题。", fits) == set()
