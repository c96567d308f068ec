"""What a unit says of itself: new lessons, make-up classes, drill for tests, care that is no after-school service.

Only the words are read. What takes them back (不讲新课), what stands in another word (创新课、设备考察) and what only
talks of them (辩论：该不该补课) is told apart; a person decides about the rest.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from shuangjian.afterschool.rules.forbidden import (
    ABOUT,
    BOUND,
    COLLECTIVE,
    DENIAL,
    DENIED_AFTER,
    INDIVIDUAL,
    OTHER_SKILLS,
    SAYS_WHAT_IT_IS_NOT,
    SIGNS,
    SUBJECT,
)

FARTHEST_DENIAL = 8
FARTHEST_IN_A_LIST = 30


class Said(StrEnum):
    """What the words say the unit is."""

    NEW_LESSONS = "NEW_LESSONS"
    MAKE_UP = "MAKE_UP"
    DRILL = "DRILL"
    NOT_SERVICE = "NOT_SERVICE"
    REST_DAY = "REST_DAY"


@dataclass(frozen=True)
class Mark:
    """Words that were found, as typed: `text[start:end]`. `plainly` where they can hardly mean anything else."""

    said: Said
    plainly: bool
    start: int
    end: int
    quoted: str


_BLANKS = frozenset("·•・*_|~^-—")  # written between two signs so that a word is not found
_TRADITIONAL = str.maketrans(
    "講課補習題備考複預試驗學數語體練訓單級課進晚餐間", "讲课补习题备考复预试验学数语体练训单级课进晚餐间"
)
_SIGNS = tuple(
    (Said(said), plainly, re.compile(pattern))
    for said, plain, ask in SIGNS
    for plainly, pattern in ((True, plain), (False, ask))
)
_DENIAL, _DENIED_AFTER, _BOUND = re.compile(DENIAL), re.compile(DENIED_AFTER), re.compile(BOUND)
_ABOUT, _IS_NOT = re.compile(ABOUT), re.compile(SAYS_WHAT_IT_IS_NOT)
_SUBJECT, _OTHER_SKILLS = re.compile(SUBJECT), re.compile(OTHER_SKILLS)
_INDIVIDUAL, _COLLECTIVE = re.compile(INDIVIDUAL), re.compile(COLLECTIVE)
_HEADING = re.compile(rf"(?:{ABOUT})[^,。;:!?\n]*:$")  # 话题讨论：刷题有用吗
_CLAUSE = re.compile(r"[^,。;:!?\n]+")


def marks_in(text: str) -> tuple[Mark, ...]:
    """What is found in a text, in the order in which it stands; the plainer of two that overlap. Never raises."""
    read, origin = _read(text)
    found = sorted(_found(read), key=lambda one: (not one[1], one[2], -one[3]))
    kept: list[tuple[Said, bool, int, int]] = []
    for one in found:
        if all(one[3] <= other[2] or other[3] <= one[2] for other in kept):
            kept.append(one)
    marks = []
    for said, plainly, start, end in sorted(kept, key=lambda one: one[2]):
        first, last = origin[start], origin[end - 1] + 1
        marks.append(Mark(said, plainly, first, last, text[first:last]))
    return tuple(marks)


def _read(text: str) -> tuple[str, list[int]]:
    """The text in one width and case and without blanks, and where each sign of it stood."""
    signs: list[str] = []
    origin: list[int] = []
    for place, typed in enumerate(text):
        for sign in unicodedata.normalize("NFKC", typed).lower():
            is_blank = sign in _BLANKS or sign.isspace() or unicodedata.category(sign) in {"Cf", "Cc", "Mn"}
            if is_blank and sign != "\n":
                continue
            signs.append(sign)
            origin.append(place)
    return "".join(signs).translate(_TRADITIONAL), origin


def _found(read: str) -> Iterator[tuple[Said, bool, int, int]]:
    for clause in _CLAUSE.finditer(read):
        words = clause.group()
        is_talked_of = _ABOUT.search(words) or _HEADING.search(read[: clause.start()])
        for said, plainly, sign in _SIGNS:
            for hit in sign.finditer(words):
                if _is_denied(words, hit.start(), hit.end()) or _is_another_skill(words, said, plainly, hit.group()):
                    continue
                is_plain = plainly and not is_talked_of and not (said is Said.MAKE_UP and _is_individual(words))
                yield said, is_plain, clause.start() + hit.start(), clause.start() + hit.end()


def _is_denied(clause: str, start: int, end: int) -> bool:
    """Whether a clause takes the words at `start` back: 不讲新课; 不补课、不讲新课或刷题; 刷题一律不准."""
    if _DENIED_AFTER.match(clause[end:]):
        return True
    for denial in _DENIAL.finditer(clause[:start]):
        between = clause[denial.end() : start]
        farthest = FARTHEST_IN_A_LIST if re.search("[、和或与及]", between) else FARTHEST_DENIAL
        if len(between) <= farthest and (_IS_NOT.fullmatch(denial.group()) or not _BOUND.search(between)):
            return True
    return False


def _is_another_skill(clause: str, said: Said, plainly: bool, hit: str) -> bool:
    """足球尖子班, 舞蹈强化训练: no class in a subject. Where it says 补课 or 考 it is one all the same."""
    may_be = said is Said.MAKE_UP or (said is Said.DRILL and not plainly)
    return may_be and not {"补", "考"} & set(hit) and bool(_OTHER_SKILLS.search(clause)) and not _SUBJECT.search(clause)


def _is_individual(clause: str) -> bool:
    """给两个没听懂的同学补课: to be looked at, for single pupils may be helped."""
    return bool(_INDIVIDUAL.search(clause)) and not _COLLECTIVE.search(clause)
