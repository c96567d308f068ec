"""Whether the text and the choices say the same: each limit in both, with one value, under one article."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shuangjian.policy.rules.reading import number_of
from shuangjian.policy.rules.text import USUAL_TITLE, Article, RulesText, Stated
from shuangjian.rulebook.choices import Choice


class Agreement(StrEnum):
    """How a limit stands in the text and among the choices."""

    AGREES = "AGREES"
    OTHER_ARTICLE = "OTHER_ARTICLE"  # the choice names an article, or a rule, in which the limit does not stand
    OTHER_VALUE = "OTHER_VALUE"
    NOT_SET = "NOT_SET"  # the text states it, and nobody has set the choice
    NOT_WRITTEN = "NOT_WRITTEN"  # the choice holds, and the text does not state it


@dataclass(frozen=True)
class Agreeing:
    """One limit. `stated` is what the text says of it, `choice` what holds on the day, or soonest after it."""

    name: str
    agreement: Agreement
    stated: Stated | None
    choice: Choice | None


def agreements(text: RulesText, choices: Iterable[Choice], on: dt.date, names: Sequence[str]) -> list[Agreeing]:
    """The limits of these names that stand in the text or hold on the day, in this order."""
    choices = tuple(choices)
    found = []
    for name in names:
        stated, now = text.states(name), _holding(choices, name, on)
        choice = now or (_ahead(choices, name, on) if stated else None)
        if stated or choice:
            found.append(Agreeing(name, _agreement(text, stated, choice), stated, choice))
    return found


def cites(choice: Choice, text: RulesText) -> bool:
    """Whether the choice names this text, with or without 本校 and book-title marks."""
    return bare(choice.title) == bare(text.title)


def cited_article(choice: Choice, text: RulesText) -> Article | None:
    """The article of this text that a choice names, None where it names another rule or no article of it."""
    number = number_of(choice.article)
    return text.article(number) if number is not None and cites(choice, text) else None


def bare(title: str) -> str:
    return "".join(title.split()).strip("《》").removeprefix("本校").strip("《》").removeprefix("学校") or USUAL_TITLE


def _agreement(text: RulesText, stated: Stated | None, choice: Choice | None) -> Agreement:
    if stated is None:
        return Agreement.NOT_WRITTEN
    if choice is None:
        return Agreement.NOT_SET
    if choice.value != stated.value:
        return Agreement.OTHER_VALUE
    if not cites(choice, text) or number_of(choice.article) != stated.article:
        return Agreement.OTHER_ARTICLE
    return Agreement.AGREES


def _holding(choices: tuple[Choice, ...], name: str, on: dt.date) -> Choice | None:
    return next((choice for choice in choices if choice.name == name and choice.holds_on(on)), None)


def _ahead(choices: tuple[Choice, ...], name: str, on: dt.date) -> Choice | None:
    later = [choice for choice in choices if choice.name == name and choice.since > on]
    return min(later, key=lambda choice: choice.since, default=None)
