"""Work that is nearly what the class had lately, by the share of three-sign shingles two texts have in common."""

import re
from functools import lru_cache

from shuangjian.homework.content.typed import Typed

_SIGNS = re.compile(r"[^\w]+")
_DIGITS = re.compile(r"\d+|第?[一二三四五六七八九十百]+(?=[页课题章节单])")
_SHORTEST = 8


def alike(text: str, recent: tuple[str, ...], share: float) -> str | None:
    """The recent text most like `text`, from a likeness of `share` (0–1) on; None if none is.

    Other pages or numbers are other work.
    """
    mine = _plain(text)
    if len(mine) < _SHORTEST:
        return None
    best, found = share, None
    for other in recent:
        theirs = _plain(other)
        if _DIGITS.findall(mine) != _DIGITS.findall(theirs):
            continue
        likeness = _jaccard(_shingles(mine), _shingles(theirs))
        if likeness >= best:
            best, found = likeness, other
    return found


@lru_cache(maxsize=1024)  # what a class was set lately is compared with every new text
def _plain(text: str) -> str:
    return _SIGNS.sub("", Typed(text).text)


def _shingles(text: str) -> set[str]:
    return {text[i : i + 3] for i in range(max(len(text) - 2, 1))}


def _jaccard(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other)
