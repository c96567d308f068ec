"""What is examined, and the numbers by which a school or bureau decides."""

from dataclasses import dataclass

from shuangjian.homework.rules import Form
from shuangjian.kernel.subject import Subject


@dataclass(frozen=True)
class Part:
    """One stretch of text with a label the teacher knows it by: 内容, 提高层."""

    label: str
    text: str


@dataclass(frozen=True)
class Written:
    """A piece of homework as typed. `minutes` is what it counts; `recent` are texts lately set to the same class."""

    parts: tuple[Part, ...]
    subject: Subject
    form: Form
    grade: int
    unit: str
    aim: str
    minutes: int = 0
    recent: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settings:
    """Numbers no national clause gives.

    copies_refused_from: copies of one thing from which it is repetitive; None if nobody has set it, then only warned.
    duplicate_from: share of common shingles, 0–1, from which two pieces of work are alike.
    test_paper_minutes: length of a whole test paper that does not state its own; None if not set.
    """

    copies_refused_from: int | None = None
    duplicate_from: float = 0.8
    test_paper_minutes: int | None = None
