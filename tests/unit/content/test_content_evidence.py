"""A word that fair texts use as often refuses nothing by itself; beside evidence it does."""

import pytest

from shuangjian.homework.content import Kind, Settings, Verdict
from tests.unit.content.writing import examined


def refused(text, **more) -> set[Kind]:
    return {finding.kind for finding in examined(text, **more) if finding.verdict is Verdict.REFUSE}


@pytest.mark.parametrize(
    ("kind", "foul", "fair"),
    [
        (Kind.PARENT_TASK, "请家长帮孩子背会古诗。", "请家长帮孩子调好台灯的高度。"),
        (Kind.PARENT_TASK, "请家长每晚带孩子读课文。", "请家长周末带孩子出去走走。"),
        (Kind.PARENT_MARKING, "请家长检查孩子的竖式有没有写错。", "请家长检查孩子的红领巾有没有戴好。"),
        (Kind.PARENT_TASK, "和爸爸一起制作小车，周三交。", "和爸爸一起包饺子。"),
        (Kind.PHONE, "作业见家长群。", "家长群只发通知，作业看黑板。"),
        (Kind.PHONE, "扫码看讲解。", "画出网上购物从扫码到收货的流程图。"),
        (Kind.PUNITIVE, "早读迟到的写20道竖式。", "早读迟到的补交练习即可。"),
        (Kind.PUNITIVE, "没听讲的，课文抄三遍。", "没听懂的同学重看课本，再做第2题。"),
        (Kind.PUNITIVE, "这么吵，今晚作业加倍。", "今天有点吵，明天一起想办法，作业不加。"),
        (Kind.SELF_MARKING, "自己的默写自己批。", "自己的默写读一遍，交给我批。"),
        (Kind.SELF_MARKING, "自己在表上打勾记对错，口算两页。", "自己叠被子，在记录表上打勾。"),
        (Kind.SELF_MARKING, "自己做完自己全批，用红笔。", "自己选两道题做，选哪道都照样批。"),
        (Kind.SELF_MARKING, "做完拿答案批一批。", "练习册P20，答案页已收走，明天全批。"),
        (Kind.PUNITIVE, "课文里说到的生字，错一个罚抄十遍。", "课文里写道“老板罚他扫地”，说说老板的为人。"),
        (Kind.PUNITIVE, "没背的，罚他抄三遍。", "先生罚他站了一节课，他心里怎么想？"),
        (Kind.PUNITIVE, "没背会的抄课文五遍，再谈谈感受。", "没交作业的抄校规，你赞成吗？"),
        (Kind.PUNITIVE, "无论是否写完，错一题罚抄十遍。", "谈谈罚抄十遍是否合适。"),
        (Kind.PARENT_TASK, "家长们今晚督促孩子把古诗背熟。", "请家长督促孩子按时睡觉。"),
        (Kind.PARENT_TASK, "没过关的今晚家长盯着背。", "妈妈盯着写作业的我看了很久，续写一段。"),
        (Kind.PARENT_MARKING, "家长验收合格再装书包。", "家长量好体温再送孩子到校。"),
        (Kind.PARENT_MARKING, "口算一页，批：家长。", "检查：自己；家长：休息。"),
        (Kind.PHONE, "晚安故事：打开App听一集。", "编一个故事，讲讲微信群里发生的误会。"),
        (Kind.PHONE, "今晚手机上取题，明早前交。", "手机上领红包的利与弊，写200字。"),
    ],
)
def test_the_same_words_are_refused_only_beside_evidence(kind, foul, fair):
    assert kind in refused(foul)
    assert not refused(fair)


def test_a_second_example_on_the_line_of_the_first_is_no_demand():
    assert not refused("修改病句：老师批改和讲评了作业。家长检查和签字了试卷。")
    assert refused("修改病句：老师批改和讲评了作业。做完请家长检查。")


@pytest.mark.parametrize(
    "text",
    [
        "生字今天抄一遍，明天再抄一遍，后天再抄一遍。",
        "口诀表从头到尾抄，一共抄7张。",
        "Unit5单词“三抄一默”。",
        "“藏”字难写，写满20个。",
    ],
)
def test_copies_are_counted_however_they_are_told(text):
    assert Kind.REPETITION in refused(text, settings=Settings(copies_refused_from=3))
    assert Kind.REPETITION not in refused(text, settings=Settings(copies_refused_from=30))


def test_cells_of_a_line_and_a_told_passage_are_counted_as_copies():
    for text in ("每字抄满一整行（10格）。", "每字写满10格。", "介绍赵州桥的段落抄三遍。"):
        assert Kind.REPETITION in refused(text, settings=Settings(copies_refused_from=3))
    for text in ("每个字写两格，组一个词。", "介绍赵州桥的段落读三遍。", "每字写一行（3格一行的本子）。"):
        assert Kind.REPETITION not in refused(text, settings=Settings(copies_refused_from=3))


def test_a_circled_number_opens_an_item_unless_it_stands_for_one():
    assert Kind.PARENT_MARKING in refused("①背书②抄词③爸爸妈妈费心一下，把②里的错改过来。")
    assert not refused("①背书②抄词③订正②里的错题。")
