"""A text read: sentences, their clauses, and what in them is only mentioned."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from shuangjian.homework.content.typed import Typed
from shuangjian.homework.content.words import mentions

_SENTENCE = re.compile(r"[^。!?;\n]{1,240}[。!?;]*")  # cut where nobody ends a sentence, so that cost stays linear
_ITEM = re.compile(r"(?:^|(?<=[\n。;:,]))\(?[①-⑳\d一二三四五六七八九十]{1,2}[.、)](?!\d)")
_CLAUSE = re.compile(r"[^,:]+[,:]*|[,:]+")
_JOINT = re.compile(mentions.JOINT)


@dataclass(frozen=True)
class Clause:
    """A stretch between commas, or after 完了之后, 然后, 并请 …; `start` is its offset in the reading."""

    text: str
    start: int
    place: int
    sentence: "Sentence" = field(repr=False)

    @property
    def before(self) -> "tuple[Clause, ...]":
        return self.sentence.clauses[: self.place]

    @property
    def after(self) -> "tuple[Clause, ...]":
        return self.sentence.clauses[self.place + 1 :]


@dataclass(frozen=True)
class Sentence:
    """`text` has what is only mentioned blanked out; `full` has not. Both are equally long."""

    text: str
    full: str
    start: int
    is_an_example: bool = False

    @cached_property
    def is_a_sum(self) -> bool:
        """Whether it tells a sum, leaves a blank to fill in, or says that it stands in a text."""
        told = self.is_an_example or mentions.TOLD_BY_A_TEXT.search(self.text) is not None
        return told or mentions.is_a_sum(self.text)

    @cached_property
    def head(self) -> re.Match[str] | None:
        """What announces an example in it: 改病句：, 材料：."""
        return mentions.HEAD.search(self.text)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        pieces: list[tuple[int, str]] = []
        for comma in _CLAUSE.finditer(self.text):
            cuts = [
                comma.start(),
                *(comma.start() + joint.start() for joint in _JOINT.finditer(comma.group())),
                comma.end(),
            ]
            pieces += [(cut, self.text[cut:until]) for cut, until in pairwise(cuts) if until > cut]
        return tuple(Clause(text, self.start + cut, place, self) for place, (cut, text) in enumerate(pieces))

    def clause_at(self, place: int) -> Clause:
        """The clause that holds the reading's offset `place`."""
        return next(clause for clause in reversed(self.clauses) if clause.start <= place)


def _goes_on_as_example(last: Sentence, found: re.Match[str], full: str) -> bool:
    """病句：老师批改和讲评了作业。家长检查和签字了试卷: a second example on the line of the first."""
    told = last.is_an_example or mentions.EXAMPLES.search(last.text)
    return bool(told) and "\n" not in full[last.start : found.start()] and not mentions.ASKED_FOR.search(found.group())


@dataclass(frozen=True)
class Reading:
    """One part, read."""

    typed: Typed

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        full = self.typed.text
        masked = mentions.masked(full)
        numbered = _ITEM.sub(lambda item: "\n" * len(item.group()), masked)
        sentences: list[Sentence] = []
        for found in _SENTENCE.finditer(numbered):
            goes_on = bool(sentences) and _goes_on_as_example(sentences[-1], found, full)
            sentences.append(Sentence(found.group(), full[found.start() : found.end()], found.start(), goes_on))
        return tuple(sentences)

    @property
    def clauses(self) -> Iterator[Clause]:
        for sentence in self.sentences:
            yield from sentence.clauses
