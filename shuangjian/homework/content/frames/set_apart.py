"""Work by which some are set apart: who misbehaved is set work for it."""

import re
from collections.abc import Iterator

from shuangjian.homework.content import numerals
from shuangjian.homework.content.finding import Hit, Kind, Verdict
from shuangjian.homework.content.reading import Sentence
from shuangjian.homework.content.standing import Standing, standing
from shuangjian.homework.content.words import conduct

_MISBEHAVED = re.compile(conduct.MISBEHAVED_WHO)
_WORK = re.compile(
    rf"(?:写|做|算|抄|默|誊|练|加|背|交)[^,。]{{0,10}}?(?<!第)"
    rf"(?:{numerals.NUMBER}(?:道|遍|页|张|篇|行|份|题|套|首|组|百?字)|[a-z]\+[a-z]|课文|全文|守则|规范|班规|校规)"
)
_OWN_ARREARS = re.compile(r"补(?:交|做|上|写|齐|完|背)|订正|改过来|想一想|说一说|读")


def set_apart(sentence: Sentence) -> Iterator[Hit]:
    """早读迟到的写20道竖式: any work that is set for conduct; what they owe and now do (补交) is none."""
    who = _MISBEHAVED.search(sentence.text)
    work = _WORK.search(sentence.text, who.end()) if who else None
    if not who or not work or _OWN_ARREARS.search(sentence.text[who.end() : work.start() + 2]):
        return
    clause = sentence.clause_at(sentence.start + work.start())
    at = sentence.start + work.start() - clause.start
    if standing(clause, at, min(at + len(work.group()), len(clause.text))) is Standing.DEMANDED:
        yield Hit(Kind.PUNITIVE, Verdict.REFUSE, sentence.start + who.start(), sentence.start + work.end())
