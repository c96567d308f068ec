"""What a form or a heading gives a family to do: 批改人：家长, “家长的话”必须写满."""

import re
from collections.abc import Iterator

from shuangjian.homework.content.finding import Hit, Kind, Verdict
from shuangjian.homework.content.frames.demands import verdict_of
from shuangjian.homework.content.reading import Sentence
from shuangjian.homework.content.standing import Standing, standing
from shuangjian.homework.content.words import family, people

_ENGLISH = re.compile(
    r"(?:ask|let|have|get)(?:your|the|a)?(?:mom|mum|dad|mother|father|parents?|family)[a-z]{0,12}?(?:to)?"
    r"(?:(?P<marking>check|correct|mark|grade|score)|record|dictate|help|listen|write|read)"
)
_ROLE = re.compile(
    rf"(?:(?P<marking>批改|检查|核对|订正|打分|评分|验收)|听写|评价|监督|记录|出题|计时|拍摄|陪读|"
    rf"填表|录制)(?:人|者|方|员)(?:[:是为]|由){people.SEVERAL_ADULTS}"
)
_SHORT_ROLE = re.compile(  # 检：家长，签：家长
    rf"(?:^|(?<=[,。;、()\n]))(?P<marking>[检批改核阅查判]|(?:检查|批改|核对|订正|打分|评分|验收|批阅)):{people.SEVERAL_ADULTS}(?=[,。;、()\n]|签|$)"
)
_FIELD, _FILLED = re.compile(family.FIELD), re.compile(family.FILLED)


def roles(sentence: Sentence) -> Iterator[Hit]:
    """批改人：家长; ask your parents to check."""
    found = _ROLE.search(sentence.text) or _SHORT_ROLE.search(sentence.text) or _ENGLISH.search(sentence.text)
    if found is None:
        return
    clause = sentence.clause_at(sentence.start + found.start())
    at = sentence.start + found.start() - clause.start
    if standing(clause, at, len(clause.text)) is Standing.DEMANDED:
        kind = Kind.PARENT_MARKING if found["marking"] else Kind.PARENT_TASK
        yield Hit(kind, Verdict.REFUSE, sentence.start + found.start(), sentence.start + found.end())


def fields(sentence: Sentence) -> Iterator[Hit]:
    """“家长的话”必须写满: a field of a form that the family has to fill in."""
    for found in _FIELD.finditer(sentence.full):
        filled = _FILLED.match(sentence.full[found.end() :])
        if not filled:
            continue
        clause = sentence.clause_at(sentence.start + found.start())
        filling = sentence.clause_at(sentence.start + found.end() + filled.start("act"))
        act = sentence.start + found.end() + filled.start("act") - filling.start
        bound = verdict_of(standing(filling, act, min(act + len(filled["act"]), len(filling.text))))
        end = min(sentence.start + found.end() + filled.end(), clause.start + len(clause.text))
        if bound:
            yield Hit(Kind.PARENT_TASK, bound, sentence.start + found.start(), end)
