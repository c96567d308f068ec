"""What is different between two versions of the text, sentence by sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from shuangjian.policy.rules.text import RulesText, article_label

_SENTENCE = re.compile(r"[^。；！？]*[。；！？]?[”’）」』]*")


@dataclass(frozen=True)
class Change:
    """`old` stood in `old_where` and does not any more, `new` stands in `new_where`; either may be empty."""

    old_where: str
    old: str
    new_where: str
    new: str


@dataclass(frozen=True)
class _Sentence:
    where: str
    text: str


def sentences_of(article: str) -> list[str]:
    """An article in sentences, with the signs that end them."""
    return [text for found in _SENTENCE.findall(article) if (text := found.strip())]


def changes(before: RulesText, after: RulesText) -> list[Change]:
    """Every sentence that is new or gone, in order. An article that only has another number now has not changed."""
    old, new = _sentences(before), _sentences(after)
    matcher = SequenceMatcher(None, [one.text for one in old], [one.text for one in new], autojunk=False)
    found = []
    for act, i1, i2, j1, j2 in matcher.get_opcodes():
        if act != "equal":
            gone, come = old[i1:i2], new[j1:j2]
            found += _paired(gone, come) if len(gone) == len(come) else _apart(gone, come)
    return found


def _sentences(text: RulesText) -> list[_Sentence]:
    found = [_Sentence("名称", text.title)]
    for section, articles in text.numbered:
        found.append(_Sentence("章名", section.heading))
        found += [
            _Sentence(article_label(one.number), sentence) for one in articles for sentence in sentences_of(one.text)
        ]
    return found


def _paired(gone: Sequence[_Sentence], come: Sequence[_Sentence]) -> list[Change]:
    return [Change(old.where, old.text, new.where, new.text) for old, new in zip(gone, come, strict=True)]


def _apart(gone: Sequence[_Sentence], come: Sequence[_Sentence]) -> list[Change]:
    return [Change(one.where, one.text, "", "") for one in gone] + [Change("", "", one.where, one.text) for one in come]
