"""How often the same thing is written, what is a punishment, and who marks."""

import pytest

from shuangjian.homework.content import Kind, Settings, Verdict
from tests.unit.content.writing import examined, verdicts

THREE = Settings(copies_refused_from=3)
REPEATED, DOUBTFUL = (Kind.REPETITION, Verdict.REFUSE), (Kind.REPETITION, Verdict.WARN)
PUNISHED, MARKED = (Kind.PUNITIVE, Verdict.REFUSE), (Kind.SELF_MARKING, Verdict.REFUSE)


@pytest.mark.parametrize(
    "text",
    [
        "词语抄写三遍。",
        "词语抄写３遍。",
        "单词×3，写在本子上。",
        "每字写三个。",
        "生字一字叁遍。",
        "词语抄写3-5遍。",
        "注释抄写几十遍。",
        "单词三英一汉。",
    ],
)
def test_as_many_copies_as_the_school_calls_repetitive_are_refused(text):
    assert REPEATED in verdicts(text, THREE)


def test_one_copy_less_is_fair_and_without_a_number_it_is_only_said():
    assert verdicts("词语抄写两遍。", THREE) == set()
    assert verdicts("词语抄写三遍。") == {DOUBTFUL}


@pytest.mark.parametrize(
    "text",
    [
        "课文读五遍。",
        "抄写5个你喜欢的句子。",
        "跳绳五次，每次一分钟。",
        "测五次，求平均值。",
        "列竖式计算：12×3，24×5。",
        "每个词造3个句子。",
        "小明抄写了5遍课文，每遍用12分钟，一共用了多少分钟？",
    ],
)
def test_what_is_read_measured_or_made_that_often_is_fair(text):
    assert verdicts(text, THREE) == set()


def test_the_number_of_copies_is_named_to_the_teacher():
    assert "五" in examined("生字抄写五遍。", THREE)[0].quoted
    assert "5遍" in examined("生字抄写五遍。", THREE)[0].words


@pytest.mark.parametrize(
    "text",
    [
        "错一个抄20遍。",
        "没交作业的，今天的作业加倍。",
        "迟到的同学写500字检讨。",
        "谁的课文读得结结巴巴，谁就抄一遍。",
        "今天纪律太差，全班加一张卷子。",
        "默写不过关，否则明天抄五遍。",
    ],
)
def test_more_writing_because_of_a_fault_is_refused(text):
    assert PUNISHED in verdicts(text)


@pytest.mark.parametrize(
    "text",
    [
        "错的订正一遍。",
        "没做完的题明天课后服务时间接着做，不加量。",
        "学有余力的同学可以多做两道思考题。",
        "没有交周记的同学明天补交。",
        "写出商鞅变法中奖罚制度的内容。",
        "罚球练习：每人罚10个，记命中数。",
    ],
)
def test_correcting_catching_up_and_wanting_more_are_fair(text):
    assert verdicts(text) == set()


@pytest.mark.parametrize(
    "text", ["做完后对照答案自己批改。", "自批自改。", "练习册答案在后面，自己对答案并订正。", "做完看解析打分。"]
)
def test_marking_ones_own_work_is_refused(text):
    assert MARKED in verdicts(text)


@pytest.mark.parametrize(
    "text",
    [
        "做完用逆运算验算一遍。",
        "做完检查一遍再交，老师明天批改。",
        "课堂上同桌互相听背，老师再抽查。",
        "课堂上师生共同核对答案。",
        "根据老师圈出的错误改写短文。",
    ],
)
def test_checking_ones_own_work_and_the_teachers_marking_are_fair(text):
    assert verdicts(text) == set()
