"""Signatures and printing: no clause speaks of them, so they are only said."""

import re
from collections.abc import Iterator

from shuangjian.homework.content.finding import Hit, Kind, Verdict
from shuangjian.homework.content.frames.demands import verdict_of
from shuangjian.homework.content.reading import Clause, Reading
from shuangjian.homework.content.standing import standing
from shuangjian.homework.content.words import people

_SIGN = re.compile(
    r"签(?:[个上]?(?:字|名|大名)|一?下(?:字|名)?|好[字名]|署|阅|过字(?!的))(?!售|版|会|设计|球|照|"
    r"的意义)|sign(?!al|s|ific)"
    rf"|{people.ADULT}.{{0,6}}(?P<done>(?<![书标抽牙便改])签(?![订到约收子过])[字名]?|"
    r"按.{0,2}印|画押|盖章|落个?款|署名|(?:写|留)[^,。]{0,2}[名姓](?!言|著))"
    rf"|签{people.ADULT}(?:的)?[名姓]"
)
_OTHER_SIGNER = re.compile(
    r"老师|教师|组长|同学|名人|作家|球星|作者|运动员|明星|班长|校长|自己.{0,2}签|设计|艺术|医生|甲方|"
    r"乙方|队员|志愿者|承诺人"
)
_PRINT = re.compile(
    r"打印(?!体|错误|机|纸|店的|技术|头|时代)|复印(?!机|纸)|彩印|(?<!学校)(?<!老师)打出来|print(?!er|"
    r"ing)"
)
_PRINTED_BY_SCHOOL = re.compile(r"老师|学校|已经?.{0,3}(?:打印|印)|统一|教务|印发|发下|3d打印|三维打印|印好")


def signatures(reading: Reading) -> Iterator[Hit]:
    """SIGNATURE, one a clause."""
    for clause in reading.clauses:
        found = _SIGN.search(clause.text)
        if found is None or _OTHER_SIGNER.search(clause.text):
            continue
        at = found.start("done") if found["done"] else found.start()
        if verdict_of(standing(clause, at, found.end())):
            yield _warn(Kind.SIGNATURE, clause, found)


def printing(reading: Reading) -> Iterator[Hit]:
    """PRINTING, one a clause."""
    for clause in reading.clauses:
        found = _PRINT.search(clause.text)
        if (
            found
            and not _PRINTED_BY_SCHOOL.search(clause.sentence.text)
            and verdict_of(standing(clause, found.start(), found.end()))
        ):
            yield _warn(Kind.PRINTING, clause, found)


def _warn(kind: Kind, clause: Clause, found: re.Match[str]) -> Hit:
    return Hit(kind, Verdict.WARN, clause.start + found.start(), clause.start + found.end())
