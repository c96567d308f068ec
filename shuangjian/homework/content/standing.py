"""Whether words that were found are demanded, advised, left free, taken back, or only talked about."""

import re
from enum import IntEnum

from shuangjian.homework.content.reading import Clause
from shuangjian.homework.content.words import channels, mentions
from shuangjian.homework.content.words import standing_words as words

_DENIAL = re.compile(words.DENIAL)
_ADJACENT = re.compile(words.ADJACENT_DENIAL)
_DENIAL_ENDS = re.compile(words.DENIAL_ENDS)
_DENIED_AFTER = re.compile(words.DENIED_AFTER)
_DENIED_NEXT = re.compile(words.DENIED_NEXT)
_WITHHELD = re.compile(words.WITHHELD)
_OFFER = re.compile(words.OFFER)
_STANDING_OFFER = re.compile(words.STANDING_OFFER)
_FALLBACK = re.compile(words.FALLBACK)
_INSISTENCE = re.compile(words.INSISTENCE)
_PRESSED = re.compile(words.PRESSED)
_GENTLY = re.compile(words.GENTLY)
_ADVICE = re.compile(words.ADVICE)
_ASKING = re.compile(words.ASKING)
_STUDY = re.compile(mentions.STUDY)
_STUDIED_THINGS_LEFT = re.compile(
    r"请|[让由](?!于)|必须|务必|须|结果|报告|记录|作品|成果|过程|心得|日记|作业|自己|[做写读完成]完|"
    r"[表单稿](?=[发传上拍交])|后|发[在到给]|上传|交[到在]"
    r"|^(?:[^,。]{0,10}的)?(?:文字|片段|段落|部分|语句|句子|内容|文段|[那这一]段|原文|译文|词语?)[^,。罚]{0,4}(?:抄|默|誊)"
)
_THEME = re.compile("方案|活动|项目|主题|话题|讨论|思考|口语交际|习作|作文|题目|观点|想一想")
_ASKED_THERE = re.compile("请|必须|务必|让家长|由家长")
_FARTHEST_DENIAL = 14


class Standing(IntEnum):
    """How binding it is, from not at all."""

    MENTIONED = 0
    DENIED = 1
    OFFERED = 2
    ADVISED = 3
    DEMANDED = 4


def standing(clause: Clause, start: int, end: int) -> Standing:
    """How binding the words `clause.text[start:end]` are, by what stands around them."""
    if is_studied(clause, start):
        return Standing.MENTIONED
    if is_denied(clause, start, end):
        return Standing.DENIED
    if _is_offered(clause):
        return Standing.OFFERED
    gently = _GENTLY.search(clause.text) and not _ASKING.search(clause.text)
    if (gently or _ADVICE.search(clause.text)) and not _INSISTENCE.search(clause.text):
        return Standing.ADVISED
    return Standing.DEMANDED


def is_studied(clause: Clause, start: int) -> bool:
    """Whether the words at `start` belong to a topic, an example or a sum."""
    if clause.sentence.is_a_sum:
        return True
    if mentions.IMAGINED.match(clause.sentence.text) and not _ASKING.search(clause.text[:start]):
        return True
    head = clause.sentence.head
    if head and clause.sentence.start + head.end() <= clause.start + start:
        told = clause.sentence.text[head.end() : clause.start + start - clause.sentence.start]
        return not (_THEME.search(head.group()) and _ASKED_THERE.search(told))
    return any(
        not _STUDIED_THINGS_LEFT.search(clause.text[study.end() : start])
        for study in _STUDY.finditer(clause.text)
        if study.end() <= start
    )


def is_denied(clause: Clause, start: int, end: int) -> bool:
    """Whether the words are taken back: 不用家长签字, 家长签字一律取消. A threat (不签字不收) takes nothing back."""
    before, after = clause.text[:start], clause.text[end:].rstrip(",.。!;:")
    if is_threatened(clause):
        return False
    if _ADJACENT.search(before) or _DENIED_AFTER.search(after):
        return True
    for denial in _DENIAL.finditer(before):
        between = before[denial.end() :]
        limit = _FARTHEST_DENIAL * (3 if "、" in between else 1)
        if len(between) <= limit and not _DENIAL_ENDS.search(
            between.replace("请", "", 1) if between.startswith("请") else between
        ):
            return True
    return any(_DENIED_NEXT.match(following.text.rstrip(",.。!;:")) for following in clause.after[:1])


def is_threatened(clause: Clause) -> bool:
    """Whether something is withheld from who does not: 不签字不收."""
    return bool(_WITHHELD.search(clause.sentence.text[clause.start - clause.sentence.start :]))


def _is_offered(clause: Clause) -> bool:
    if _PRESSED.search(clause.sentence.text) and not re.search(r"选做|任选", clause.text[:2]):
        return False
    if _INSISTENCE.search(clause.text):
        return False
    if _OFFER.search(clause.text):
        return not _is_choice_of_channels(clause)
    if any(_FALLBACK.search(other.text) for other in clause.after[:1]):
        return True
    if _ASKING.search(clause.text):
        return False
    near = (*clause.before, *clause.after[:2])
    return any(_STANDING_OFFER.search(other.text) for other in near)


def _is_choice_of_channels(clause: Clause) -> bool:
    """微信、QQ都可以; 可以拍照，也可以录视频: free in the means, not in the thing."""
    offered = [other for other in clause.sentence.clauses if _OFFER.search(other.text)]
    means = [
        len(re.findall(f"{channels.CHANNEL}|{channels.CAPTURE}|{channels.PHONE}", other.text)) for other in offered
    ]
    other_ways = re.search(r"纸|本|当面|口头|到校|课上|面前|画|(?<!微)信(?!息)|教室|同学|电脑|邮", clause.sentence.text)
    if re.search(_STANDING_OFFER.pattern, clause.sentence.text) or other_ways:
        return False
    both = len(offered) > 1 and all(means)
    either = (
        sum(means) > 1
        and re.search(r"[或、/]|还是", clause.text)
        and re.search(r"(?:都|均|皆)(?:可以?|行)|任选", clause.text)
    )
    return bool(both or either)
