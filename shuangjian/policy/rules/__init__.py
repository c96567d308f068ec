"""Plain values of a school's own rules: the choices it has, and the text that states them."""

from shuangjian.policy.rules.agreement import Agreeing, Agreement, agreements, cited_article
from shuangjian.policy.rules.changes import Change, changes
from shuangjian.policy.rules.choices import CHOICE_NAMED, CHOICES, ChoiceKind
from shuangjian.policy.rules.merging import Merged, merged
from shuangjian.policy.rules.reading import (
    articles_of,
    check_text,
    found_again,
    number_of,
    one_line,
    renumbered,
    slug_of,
)
from shuangjian.policy.rules.text import REQUIRED, Article, RulesText, Section, SectionKind, Stated, article_label

__all__ = [
    "CHOICES",
    "CHOICE_NAMED",
    "REQUIRED",
    "Agreeing",
    "Agreement",
    "Article",
    "Change",
    "ChoiceKind",
    "Merged",
    "RulesText",
    "Section",
    "SectionKind",
    "Stated",
    "agreements",
    "article_label",
    "articles_of",
    "changes",
    "check_text",
    "cited_article",
    "found_again",
    "merged",
    "number_of",
    "one_line",
    "renumbered",
    "slug_of",
]
