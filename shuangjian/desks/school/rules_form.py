"""The form of a draft: a field per section with an article a line, and which article states which limit."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from shuangjian import rulebook
from shuangjian.kernel.refusal import InvalidInput
from shuangjian.policy.queries import Draft, agreements_of, sentence_for
from shuangjian.policy.rules import (
    CHOICES,
    REQUIRED,
    Agreement,
    ChoiceKind,
    RulesText,
    Section,
    SectionKind,
    Stated,
    articles_of,
    found_again,
    number_of,
    one_line,
    slug_of,
)
from shuangjian.policy.rules.reading import LONGEST_ARTICLE, MOST_SECTIONS

HALF_HOUR = 30
LONGEST_SECTION = 20_000  # characters that a field may hold; each article has its own limit
SPARE_SECTIONS = 1


@dataclass(frozen=True)
class TypedSection:
    kind: SectionKind
    heading: str
    body: str


@dataclass(frozen=True)
class TypedLimit:
    """`was` is the number that stood in the field when the form was made, and `said` what that article said: left as
    it is, the limit follows its article through whatever is written above it."""

    article: str = ""
    was: str = ""
    said: str = ""
    value: str = ""


@dataclass(frozen=True)
class Filled:
    """A form as it was filled in, for somebody who began with a revision of a version."""

    version: int
    revision: int
    title: str
    sections: tuple[TypedSection, ...]
    limits: Mapping[str, TypedLimit]

    @property
    def began_with(self) -> tuple[int, int]:
        return self.version, self.revision

    @property
    def asked(self) -> dict[str, object]:
        """What makes two sendings of the form the same."""
        limits = {name: (one.article, one.value) for name, one in self.limits.items() if one.article}
        sections = [(section.kind, section.heading, section.body) for section in self.sections]
        return {"title": self.title, "sections": sections, "limits": limits}

    def text(self) -> RulesText:
        """Raises InvalidInput for a limit whose article or value cannot be read."""
        sections = tuple(Section(s.kind, s.heading, articles_of(s.body)) for s in self.sections)
        found = RulesText(self.title, sections)
        errors: dict[str, str] = {}
        stated = [self._stated(kind, found, errors) for kind in CHOICES if self.limits[kind.name].article]
        if errors:
            raise InvalidInput(errors)
        return RulesText(self.title, sections, tuple(one for one in stated if one is not None))

    def _stated(self, kind: ChoiceKind, found: RulesText, errors: dict[str, str]) -> Stated | None:
        typed, slug = self.limits[kind.name], slug_of(kind.name)
        title = rulebook.load().choice_rule(kind.name).title
        article = number_of(typed.article)
        if article is not None and typed.article == typed.was:
            moved = found_again(typed.said, [a.text for a in found.articles])
            if moved is None:
                errors[f"article-{slug}"] = (
                    f"{title}原来写在第{article}条，这一条已经没有了。请写现在是第几条，或者清空。"
                )
            article = moved
        elif article is None:
            errors[f"article-{slug}"] = f"{title}写在第几条没有看懂，请写数字，比如3；没有写就空着。"
        value = typed.value if typed.value.isascii() and typed.value.isdecimal() and len(typed.value) < 5 else ""
        if not value:
            errors[f"value-{slug}"] = f"请写{title}定的是多少，要和条文里的一样。"
        return Stated(kind.name, int(value), article) if value and article else None


@dataclass(frozen=True)
class SectionField:
    """A section on the page; `numbers` says which articles it holds at the moment."""

    place: int
    kind: SectionKind
    heading: str
    body: str
    rows: int
    numbers: str

    @property
    def is_further(self) -> bool:
        return self.kind is SectionKind.FURTHER


@dataclass(frozen=True)
class LimitField:
    """A limit on the page. `options` is empty where the value is a number; `hint` is a sentence for a limit that holds
    and is not written."""

    slug: str
    title: str
    unit: str
    typed: TypedLimit
    options: tuple[tuple[str, str], ...]
    hint: str


@dataclass(frozen=True)
class Form:
    sections: tuple[SectionField, ...]
    limits: tuple[LimitField, ...] = field(default=())


def blank_form(draft: Draft) -> Filled:
    """The form of a draft as nobody has touched it yet."""
    text = draft.text
    sections = tuple(TypedSection(s.kind, s.heading, "\n".join(s.articles)) for s in text.sections)
    limits = {}
    for kind in CHOICES:
        stated = text.states(kind.name)
        article = text.article(stated.article) if stated else None
        if stated and article:
            number = str(article.number)
            limits[kind.name] = TypedLimit(number, number, article.text, str(stated.value))
        else:
            limits[kind.name] = TypedLimit()
    return Filled(draft.version, draft.revision, text.title, sections, limits)


def filled(posted: QueryDict, began_with: tuple[int, int]) -> Filled:
    """What was typed. A further section without a word is left out."""
    sections = []
    for place in range(MOST_SECTIONS):
        kind = posted.get(f"kind-{place}", "")
        if kind in SectionKind.__members__:
            its = SectionKind(kind)
            heading = one_line(posted.get(f"heading-{place}", "")) if its is SectionKind.FURTHER else its.label
            body = posted.get(f"section-{place}", "")[:LONGEST_SECTION]
            if its is not SectionKind.FURTHER or heading or body.strip():
                sections.append(TypedSection(its, heading, body))
    present = {section.kind for section in sections}
    sections += [TypedSection(kind, kind.label, "") for kind in REQUIRED if kind not in present]
    sections.sort(key=lambda section: list(SectionKind).index(section.kind))
    limits = {kind.name: _typed_limit(posted, slug_of(kind.name)) for kind in CHOICES}
    return Filled(*began_with, one_line(posted.get("title", "")), tuple(sections), limits)


def _typed_limit(posted: QueryDict, slug: str) -> TypedLimit:
    article, was, value = (posted.get(f"{name}-{slug}", "").strip()[:12] for name in ("article", "was", "value"))
    return TypedLimit(article, was, one_line(posted.get(f"said-{slug}", ""))[:LONGEST_ARTICLE], value)


def form_of(typed: Filled, school_id: int, today: dt.date) -> Form:
    """The form as a page shows it, with room for a further section. One query."""
    sections, number = [], 0
    spare = [TypedSection(SectionKind.FURTHER, "", "")] * min(SPARE_SECTIONS, MOST_SECTIONS - len(typed.sections))
    for place, section in enumerate((*typed.sections, *spare)):
        articles = articles_of(section.body)
        first, number = number + 1, number + len(articles)
        numbers = f"第{first}条" if first == number else f"第{first}条到第{number}条" if articles else ""
        rows = max(3, 1 + sum(1 + len(text) // 45 for text in articles))
        sections.append(SectionField(place, section.kind, section.heading, section.body, min(rows, 24), numbers))
    written = RulesText(typed.title, (), tuple(Stated(n, 0, 1) for n, one in typed.limits.items() if one.article))
    holding = {one.name: one for one in agreements_of(school_id, written, today)}
    limits = []
    for kind in CHOICES:
        one = holding.get(kind.name)
        missing = one is not None and one.agreement is Agreement.NOT_WRITTEN and one.choice is not None
        hint = sentence_for(kind.name, one.choice.value) if missing and one and one.choice else ""
        limits.append(_limit_field(kind, typed.limits[kind.name], hint))
    return Form(tuple(sections), tuple(limits))


def _limit_field(kind: ChoiceKind, typed: TypedLimit, hint: str) -> LimitField:
    rule = rulebook.load().choice_rule(kind.name)
    step = {"weekday": 1, "time": HALF_HOUR}.get(kind.unit)
    options: tuple[tuple[str, str], ...] = ()
    if step is not None and rule.greatest is not None:
        options = tuple((str(n), rule.label(n)) for n in range(rule.least, rule.greatest + 1, step))
    return LimitField(slug_of(kind.name), rule.title, rule.unit, typed, options, hint)
