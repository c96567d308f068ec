"""Why an answer is not taken, an evening not ended, a class not counted; in the words of whoever asked."""

import datetime as dt

from shuangjian.kernel.refusal import Clause, Refusal, Way

PANEL_RULE = Clause("偶尔问一问的说明", None, "一晚问一次，答不答都行")
COUNT_RULE = Clause("作业辅导时段的说明", None, "当天数、当天改")


def question_closed() -> Refusal:
    words = "这一晚的已经收齐了。谢谢，不用再管。"
    return Refusal("QUESTION_CLOSED", words, words, (PANEL_RULE,))


def question_answered() -> Refusal:
    words = "这一晚的刚才已经有人答了，一家答一次就够。谢谢，不用再管。"
    return Refusal("QUESTION_ANSWERED", words, words, (PANEL_RULE,))


def panel_decided() -> Refusal:
    words = "您说过不参加，我们记住了，不会再问。"
    return Refusal("PANEL_DECIDED", words, words, (PANEL_RULE,))


def not_bedtime(bedtime: dt.time, clauses: tuple[Clause, ...]) -> Refusal:
    words = f"还没有到{bedtime:%H:%M}。到了点，没做完就可以在这里按一下去睡。"
    return Refusal("NOT_BEDTIME", words, words, clauses, (Way("", "", f"等到{bedtime:%H:%M}以后再来。", {}),))


def evening_goes_on(until: dt.date, clauses: tuple[Clause, ...]) -> Refusal:
    words = f"明天不上学，这些作业到{until.month}月{until.day}日上学前都可以做，今晚先睡。"
    return Refusal("EVENING_GOES_ON", words, words, clauses, (Way("", "", "最后一晚到了点再按。", {}),))


def stop_stands() -> Refusal:
    words = "已经过了早上五点，昨晚的就这样定了，算做完了。"
    return Refusal("STOP_STANDS", words, words, (PANEL_RULE,))


def not_counted_today() -> Refusal:
    words = "做完几人，只在有课后作业的当天数、当天改。"
    return Refusal("NOT_COUNTED_TODAY", words, words, (COUNT_RULE,))
