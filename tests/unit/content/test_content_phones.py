"""Phones as the way homework comes, is done, or goes back; and phones as a thing to think about."""

import pytest

from shuangjian.homework.content import Kind, Verdict
from tests.unit.content.writing import verdicts

REFUSED = (Kind.PHONE, Verdict.REFUSE)


@pytest.mark.parametrize(
    "text",
    [
        "作业写完拍照上传。",
        "朗读课文，录成视频，发给老师。",
        "今晚作业发在班级QQ群，请大家留意。",
        "每天阅读20分钟，在小程序里打卡。",
        "扫一扫书上的码，看实验视频。",
        "用手机地图查一查家到学校的路线。",
        "发 微 信 给老师。",
        "发ＱＱ群。",
        "不要忘记把作业拍照发给老师。",
        "发钉钉或微信都可以。",
    ],
)
def test_homework_by_phone_is_refused(text):
    assert REFUSED in verdicts(text)


@pytest.mark.parametrize(
    "text",
    [
        "每天阅读20分钟，不打卡，不拍照，不发群。",
        "小组讨论：初中生该不该带手机进校园？写出两条理由。",
        "统计家里人一周使用手机的时间，画成折线统计图。",
        "妈妈用微信支付买了3千克苹果，每千克8.6元，一共付了多少元？",
        "在机房用电脑制作一张电子小报，保存到学校的服务器。",
        "观察鱼群、鸟群，写一段群体活动的文字。",
        "群文阅读：比较三篇写母爱的文章，填表。",
        "可以用手机拍，也可以用笔画，记录下月亮的变化。",
        "成语接龙：和同学玩一轮。",
        "拍一张秋天的照片，洗出来或画下来都行。",
    ],
)
def test_phones_as_matter_other_screens_and_free_choice_are_fair(text):
    assert verdicts(text) == set()


def test_a_tally_that_names_no_channel_is_only_said():
    assert verdicts("阅读打卡第15天。") == {(Kind.PHONE, Verdict.WARN)}
    assert verdicts("在“阅读打卡表”上画一个笑脸。") == set()
