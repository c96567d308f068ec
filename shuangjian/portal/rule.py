"""`/rules/<name>/`: one rule with everything behind it: documents, history, places, schools' choices, examples."""

import datetime as dt
from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from shuangjian import rulebook
from shuangjian.portal.asked import PublicRequest, asked, places_of
from shuangjian.portal.book import ahead_of
from shuangjian.portal.caching import public_page
from shuangjian.rulebook.finding import near
from shuangjian.rulebook.standing import histories, open_grade_line, standing
from shuangjian.rulebook.themes import theme_of

ONE_DAY = dt.timedelta(days=1)
ASKED_AS = {
    "night": "一个平常的晚上",
    "weekend": "一个周末或节假日",
    "vacation": "一个寒假或暑假",
    "choice": "学校想自己定",
}
MEANINGS = {
    rulebook.Modality.MUST: "要做到，不是建议。",
    rulebook.Modality.MUST_NOT: "不允许这样做。",
    rulebook.Modality.SHOULD: "文件写的是“一般”“原则上”这样的话：通常要做到，有特别情况可以例外。",
    rulebook.Modality.ENCOURAGE: "做了好，不做也不算违反。",
    rulebook.Modality.MAY: "允许这样做，不要求这样做。",
}


@dataclass(frozen=True)
class Examples:
    """Worked examples under one heading; `quiet` ones are about days on which a document took over from another."""

    heading: str
    cases: tuple[rulebook.Case, ...]
    quiet: bool = False


@dataclass(frozen=True)
class SchoolOption:
    """A thing that the rule leaves to schools, with its examples where they are not the rule's own."""

    rule: rulebook.ChoiceRule
    bounds: str
    examples: tuple[Examples, ...]

    @property
    def slug(self) -> str:
        return self.rule.name.rpartition("/")[2]


@public_page
def rule(request: HttpRequest, name: str) -> HttpResponse:
    book = rulebook.load()
    ask = asked(cast(PublicRequest, request), book)
    try:
        parameter = book.parameter(name)
    except rulebook.NoSuchRule:
        return _other(request, book, name, ask.keep)
    stands = standing(book, parameter, ask.date, ask.codes)
    context = {
        "ask": ask,
        "places": places_of(book),
        "rule": parameter,
        "theme": theme_of(name),
        "stands": stands,
        "open_grade": open_grade_line(book, parameter, ask.date, ask.codes),
        "meanings": {line.result.modality.label: MEANINGS[line.result.modality] for line in stands.lines},
        "ahead": ahead_of([stands]),
        "histories": histories(parameter, ask.date),
        "options": [_option(book, choice, name) for choice in book.choices_under(name)],
        "examples": _examples(book.cases(name), parameter.change_dates),
        "edition": book.edition,
    }
    return render(request, "portal/rule.html", context)


def _other(request: HttpRequest, book: rulebook.Rulebook, name: str, keep: str) -> HttpResponse:
    """The page of a school's choice is that of the rule which leaves it; for anything else, what it may have meant."""
    if name in book.choice_names:
        choice = book.choice_rule(name)
        return redirect(f"{reverse('portal:rule', args=[choice.under])}{keep}#{name.rpartition('/')[2]}")
    context = {"name": name[:80], "near": near(book, name), "total": len(book.parameters()), "keep": keep}
    return render(request, "portal/unknown_rule.html", context, status=404)


def _option(book: rulebook.Rulebook, choice: rulebook.ChoiceRule, shown: str) -> SchoolOption:
    least = choice.label(choice.least)
    if choice.greatest is not None:
        bounds = f"从{least}到{choice.label(choice.greatest)}"
    elif choice.daily_caps == 1:
        bounds = f"从{least}到每天的上限"
    else:
        bounds = f"从{least}到每天上限的{choice.daily_caps}倍"
    return SchoolOption(choice, bounds, () if choice.name == shown else _examples(book.cases(choice.name), ()))


def _examples(cases: tuple[rulebook.Case, ...], changed: tuple[dt.date, ...]) -> tuple[Examples, ...]:
    """What holds now first, then the evenings and the schools; the days of change last."""
    turning = {*changed, *(day - ONE_DAY for day in changed)}
    plain = tuple(case for case in cases if case.ask == "rule" and case.date not in turning)
    found = [Examples("这一条怎么用", plain)]
    found += [Examples(words, tuple(case for case in cases if case.ask == ask)) for ask, words in ASKED_AS.items()]
    turned = tuple(case for case in cases if case.ask == "rule" and case.date in turning)
    found.append(Examples("开始那天，和它的前一天", turned, quiet=any(group.cases for group in found)))
    return tuple(group for group in found if group.cases)
