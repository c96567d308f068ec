"""`/rules/`: every rule of the book by chapter; searched by words, and as it stands at a place on a date."""

from collections import Counter
from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shuangjian import rulebook
from shuangjian.portal.asked import PublicRequest, asked, places_of
from shuangjian.portal.caching import public_page
from shuangjian.rulebook.finding import matches
from shuangjian.rulebook.lookup import Change
from shuangjian.rulebook.standing import Standing, State, rows_in_words, standing
from shuangjian.rulebook.themes import OTHER, THEMES, Theme, theme_of


@dataclass(frozen=True)
class Ahead:
    """One thing that will be different: `rows` say what, for whom."""

    change: Change
    rows: tuple[tuple[str, str], ...]


@public_page
def rules(request: HttpRequest) -> HttpResponse:
    book = rulebook.load()
    ask = asked(cast(PublicRequest, request), book)
    every = [standing(book, parameter, ask.date, ask.codes) for parameter in book.parameters()]
    found = [one for one in every if matches(one.parameter, ask.words)]
    context = {
        "ask": ask,
        "places": places_of(book),
        "total": len(every),
        "found": found,
        "counts": _counts(found),
        "chapters": _chapters(found),
        "ahead": ahead_of(found),
        "ended": [one for one in found if one.state is State.ENDED],
        "edition": book.edition,
    }
    return render(request, "portal/rules.html", context)


def ahead_of(standings: list[Standing]) -> list[Ahead]:
    """What will be different, the nearest first."""
    found = [Ahead(change, rows_in_words(one.parameter, change.after)) for one in standings for change in one.ahead]
    return sorted(found, key=lambda ahead: (ahead.change.on, ahead.change.parameter.name))


def _counts(standings: list[Standing]) -> list[tuple[str, int]]:
    """(在用, 40), …; a state that no rule is in is left out."""
    counted = Counter(one.state for one in standings)
    return [(state.label, counted[state]) for state in State if counted[state]]


def _chapters(standings: list[Standing]) -> list[tuple[Theme, list[Standing]]]:
    by_name = {one.parameter.name: one for one in standings}
    chapters = [(theme, [by_name[name] for name in theme.names if name in by_name]) for theme in THEMES]
    chapters.append((OTHER, [one for name, one in by_name.items() if theme_of(name) is OTHER]))
    return [(theme, found) for theme, found in chapters if found]
