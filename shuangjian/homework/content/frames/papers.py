"""Whole test papers set as homework, which take the time a test takes."""

import re
from collections.abc import Iterator

from shuangjian.homework.content.finding import Hit, Kind, Verdict
from shuangjian.homework.content.reading import Clause, Reading
from shuangjian.homework.content.standing import Standing, standing
from shuangjian.homework.content.words import schoolwork as work

_SHEET, _DONE, _AFTERWARDS = (
    re.compile(work.SEPARATE_SHEET),
    re.compile(work.SHEET_DONE),
    re.compile(work.SHEET_AFTERWARDS),
)
_OTHER = re.compile(r"带|看|发|听|讲|交|收|拿|贴|印|出|数学家|读|的")
_LENGTH = re.compile(r"(?P<n>\d{2,3})分钟")
_AT_SCHOOL = re.compile(r"课上|课堂|在校|当堂|随堂|明天.{0,3}考")


def test_papers(reading: Reading, minutes: int, length: int | None) -> Iterator[Hit]:
    """TEST_PAPER: refused where the school has set its length and the homework counts less; else only said.

    `minutes` is what the homework counts, `length` what a whole paper takes; a length that the text states goes first.
    """
    for clause, found in whole_papers(reading):
        stated = _LENGTH.search(clause.sentence.text)
        takes = int(stated["n"]) if stated else length
        if takes is not None and minutes >= takes:
            continue
        verdict = Verdict.REFUSE if length is not None and not stated else Verdict.WARN
        yield Hit(Kind.TEST_PAPER, verdict, clause.start + found.start(), clause.start + found.end(), str(takes or ""))


def whole_papers(reading: Reading) -> Iterator[tuple[Clause, re.Match[str]]]:
    """Where the words ask for a whole paper, however long it is said to take."""
    for clause in reading.clauses:
        found = _SHEET.search(clause.text)
        if (
            not found
            or not (_DONE.search(clause.text) or _stands_alone(clause))
            or _AFTERWARDS.search(clause.text)
            or _AT_SCHOOL.search(clause.text)
        ):
            continue
        if standing(clause, found.start(), found.end()) >= Standing.ADVISED:
            yield clause, found


def _stands_alone(clause: Clause) -> bool:
    """期中模拟试卷（一）: a title and nothing said of it means that it is to be done."""
    return len(clause.text) <= 20 and not _OTHER.search(clause.text)
