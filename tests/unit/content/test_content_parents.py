"""What a family may not be told to do, and what children may do with their families."""

import pytest

from shuangjian.homework.content import Kind, Verdict
from tests.unit.content.writing import verdicts

MARKING, TASK = (Kind.PARENT_MARKING, Verdict.REFUSE), (Kind.PARENT_TASK, Verdict.REFUSE)


@pytest.mark.parametrize(
    "text",
    [
        "口算20道，家长检查后明天带来。",
        "写完交给爸妈过目。",
        "请您检查孩子的作业。",
        "家里大人帮着把把关，错的让孩子改过来再交。",
        "听写内容：第二单元；批改人：家长。",
        "请各位家长，认真批阅今天的练习。",
        "没有家长检查的作业，一律退回。",
        "别忘了让家长检查。",
    ],
)
def test_asking_a_parent_to_mark_is_refused(text):
    assert MARKING in verdicts(text)


@pytest.mark.parametrize(
    "text",
    [
        "请家长给孩子报听写第三单元词语。",
        "妈妈读中文，孩子说英文，每天十个单词。",
        "家长抽，孩子答，五分钟内答完。",
        "亲子手抄报一份，下周三交。",
        "制作太阳系模型，请家长协助完成。",
        "每天督促并陪孩子读书20分钟。",
        "家长务必抽出时间和孩子一起跳绳。",
    ],
)
def test_a_task_for_a_parent_is_refused(text):
    assert TASK in verdicts(text)


@pytest.mark.parametrize(
    "text",
    [
        "口算20道，无需家长签字，也不需要家长检查。",
        "家长签字一律取消，写完放书包就好。",
        "想让爸爸妈妈听一听也可以，不作要求。",
        "把古诗背给奶奶听。",
        "采访爷爷奶奶，了解他们小时候的学校生活，写成采访记录。",
        "和爸爸妈妈一起包饺子，学会捏两种花边。",
        "用电饭煲煮米饭，请家长在场，注意烫伤。",
        "找一个伙伴或家人练对话。",
        "修改病句：家长要求检查必须批改作业。",
        "妈妈检查小华的口算，20道错了3道，对了几道？",
        "作文题目：《妈妈检查作业的那个晚上》。",
        "请家长提醒孩子早睡，明天测体能。",
        "给爸爸妈妈写一张悄悄话纸条，放在他们枕头下。",
    ],
)
def test_what_is_free_taken_back_told_of_or_done_with_the_family_is_fair(text):
    assert verdicts(text) == set()


def test_advice_to_parents_is_only_said():
    assert verdicts("建议家长和孩子一起读一本书。") == {(Kind.PARENT_TASK, Verdict.WARN)}


def test_signature_and_printing_have_no_clause_and_are_only_said():
    assert verdicts("阅读第一章，家长签字。") == {(Kind.SIGNATURE, Verdict.WARN)}
    assert verdicts("自行打印练习，完成第1页。") == {(Kind.PRINTING, Verdict.WARN)}
    assert verdicts("练习已由老师打印好发给大家。") == set()
