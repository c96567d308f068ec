"""A school's own rules as a plain value: sections of numbered articles, and which article states which limit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

USUAL_TITLE = "作业管理办法"


class SectionKind(StrEnum):
    """What a section is about. A text has the first four, and as many further ones as the school likes."""

    ASSIGNING = "ASSIGNING"
    MARKING = "MARKING"
    DISPLAY = "DISPLAY"
    COORDINATION = "COORDINATION"
    FURTHER = "FURTHER"

    @property
    def label(self) -> str:
        return {
            "ASSIGNING": "布置",
            "MARKING": "批改",
            "DISPLAY": "公示与展示",
            "COORDINATION": "协调与总量",
            "FURTHER": "其他",
        }[self.value]


REQUIRED = tuple(kind for kind in SectionKind if kind is not SectionKind.FURTHER)


@dataclass(frozen=True)
class Article:
    """第3条: numbers run through the whole text."""

    number: int
    heading: str
    text: str

    @property
    def label(self) -> str:
        return article_label(self.number)


@dataclass(frozen=True)
class Section:
    kind: SectionKind
    heading: str
    articles: tuple[str, ...]


@dataclass(frozen=True)
class Stated:
    """A limit that an article states: the choice's name in the rulebook and its value."""

    name: str
    value: int
    article: int


@dataclass(frozen=True)
class RulesText:
    title: str
    sections: tuple[Section, ...]
    stated: tuple[Stated, ...] = ()

    @property
    def articles(self) -> tuple[Article, ...]:
        """Every article in order, with its number."""
        return tuple(article for _, its in self.numbered for article in its)

    @property
    def numbered(self) -> tuple[tuple[Section, tuple[Article, ...]], ...]:
        """The sections, each with its articles as they are numbered."""
        numbers = iter(range(1, 1 + sum(len(section.articles) for section in self.sections)))
        return tuple((section, tuple(_articles(section, numbers))) for section in self.sections)

    def article(self, number: int) -> Article | None:
        return next((article for article in self.articles if article.number == number), None)

    def states(self, name: str) -> Stated | None:
        return next((stated for stated in self.stated if stated.name == name), None)

    def as_plain(self) -> dict[str, Any]:
        """For the database; `from_plain` reads it back."""
        return {
            "title": self.title,
            "sections": [
                {"kind": section.kind.value, "heading": section.heading, "articles": list(section.articles)}
                for section in self.sections
            ],
            "stated": [{"name": one.name, "value": one.value, "article": one.article} for one in self.stated],
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "RulesText":
        return cls(
            plain["title"],
            tuple(
                Section(SectionKind(raw["kind"]), raw["heading"], tuple(raw["articles"])) for raw in plain["sections"]
            ),
            tuple(Stated(raw["name"], raw["value"], raw["article"]) for raw in plain["stated"]),
        )


def article_label(number: int) -> str:
    return f"第{number}条"


def _articles(section: Section, numbers: Iterator[int]) -> Iterator[Article]:
    for text in section.articles:
        yield Article(next(numbers), section.heading, text)
