"""The school's rules: what it has chosen for itself, what governs it from above, and what is about to change."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from shuangjian import rulebook
from shuangjian.audit.operations import Request
from shuangjian.desks.common.asked import read_date, read_id
from shuangjian.desks.common.forms import chosen_way, key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.entrance import REPEATED, once, pages_of, school_seen
from shuangjian.homework.operations import Standing
from shuangjian.journeys.set_school_rule import EveningsInTheWay, end_choice, state_choice
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput, Refusal, Refused
from shuangjian.policy.access import can_lead_school, check_can_lead_school
from shuangjian.policy.queries import (
    RuleHere,
    Version,
    as_choice,
    changes_ahead,
    choice_rows,
    rules_at,
    version_on,
    versions_of,
)
from shuangjian.policy.rules import CHOICE_NAMED, CHOICES, ChoiceKind, cited_article
from shuangjian.rulebook.themes import OTHER, THEMES
from shuangjian.schools.queries import SchoolFacts

ONE_DAY = dt.timedelta(days=1)
MOST_MINUTES = 9_999
HALF_HOUR = 30


@dataclass(frozen=True)
class Typed:
    """The form of one choice as it was filled in."""

    name: str
    value: str = ""
    title: str = ""
    article: str = ""
    since: str = ""
    until: str = ""
    key: str = ""


@dataclass(frozen=True)
class Trouble:
    """What stands in the way of one choice."""

    errors: Mapping[str, str] = field(default_factory=dict)
    refusals: Sequence[Refusal] = ()
    standing: Sequence[Standing] = ()


@dataclass(frozen=True)
class Row:
    """A choice in the school's history, in words. `state` is now, later or over; `href` leads to the article of the
    text in force that it names, "" where there is none."""

    words: str
    title: str
    article: str
    since: dt.date
    until: dt.date | None
    by: str
    state: str
    href: str = ""


@dataclass(frozen=True)
class Section:
    """One thing that a school may choose."""

    kind: ChoiceKind
    rule: rulebook.ChoiceRule
    now: Row | None
    later: Row | None
    history: tuple[Row, ...]
    typed: Typed
    trouble: Trouble

    @property
    def slug(self) -> str:
        """For ids in the page: weekend_total."""
        return self.kind.name.rsplit("/", 1)[-1]

    @property
    def is_open(self) -> bool:
        """Whether its form is being filled in."""
        return bool(self.trouble.refusals or set(self.trouble.errors) - {"until"} or self.typed.value)

    @property
    def may_end(self) -> bool:
        """Whether a choice holds, or will hold, without an end."""
        return any(row.until is None for row in self.history)

    @property
    def options(self) -> list[tuple[str, str]]:
        """What one may choose from, where the choice is a day or a time of day; empty where it is a number."""
        step = {"weekday": 1, "time": HALF_HOUR}.get(self.kind.unit)
        if step is None or self.rule.greatest is None:
            return []
        return [(str(n), self.rule.label(n)) for n in range(self.rule.least, self.rule.greatest + 1, step)]


@require_http_methods(["GET", "POST"])
@desk_view()
def rules(request: HttpRequest, school_id: int) -> HttpResponse:
    """GET: the rules. POST `act=state` or `act=end`: one of the school's own."""
    desk = cast(DeskRequest, request)
    school = school_seen(desk, school_id)
    if request.method != "POST":
        return _show(desk, school)
    check_can_lead_school(desk.actor, school.id, school.path)
    typed = _typed(request.POST)
    if typed.name not in CHOICE_NAMED:
        raise Http404
    way = chosen_way(request.POST)
    if "value" in way:
        messages.warning(request, "数已经改在下面的表里，还没有定。看看没问题，再按一次。")
        return _show(desk, school, replace(typed, value=way["value"][:8], key=new_key()))
    act = _end if request.POST.get("act") == "end" else _state
    try:
        words = act(desk, school, typed)
    except InvalidInput as invalid:
        return _show(desk, school, typed, Trouble(errors=invalid.errors), status=422)
    except EveningsInTheWay as blocked:
        return _show(desk, school, typed, Trouble(refusals=blocked.refusals, standing=blocked.standing), status=409)
    except Refused as refused:
        return _show(desk, school, typed, Trouble(refusals=refused.refusals), status=409)
    messages.success(request, words)
    return redirect("school:rules", school.id)


def _state(desk: DeskRequest, school: SchoolFacts, typed: Typed) -> str:
    request = _request(school, typed, "state")

    def state() -> str:
        value, since = _read(typed)
        state_choice(
            by=desk.actor,
            at=desk.at,
            school=school,
            name=typed.name,
            value=value,
            title=typed.title,
            article=typed.article,
            since=since,
            request=request,
        )
        rule = rulebook.load().choice_rule(typed.name)
        return f"定好了：{rule.title}，{rule.label(value)}，从{since.month}月{since.day}日起。"

    return once(desk.actor, request, state, field="since") or REPEATED


def _end(desk: DeskRequest, school: SchoolFacts, typed: Typed) -> str:
    request = _request(school, typed, "end")

    def end() -> str:
        until = read_date(typed.until)
        if until is None:
            raise InvalidInput({"until": "请选从哪一天起不再按它，比如2026-10-08。"})
        try:
            end_choice(by=desk.actor, at=desk.at, school=school, name=typed.name, until=until, request=request)
        except InvalidInput as invalid:
            raise InvalidInput({"until": "".join(invalid.errors.values())}) from invalid
        return f"停用了，从{until.month}月{until.day}日起按规定。"

    return once(desk.actor, request, end, field="until") or REPEATED


def _request(school: SchoolFacts, typed: Typed, act: str) -> Request:
    return Request.of(typed.key, school=school.id, act=act, typed=repr(replace(typed, key="")))


def _typed(posted: QueryDict) -> Typed:
    def text(name: str, most: int) -> str:
        return "".join(sign for sign in posted.get(name, "").strip() if sign.isprintable())[:most]

    return Typed(
        text("name", 60),
        text("value", 8),
        text("title", 80),
        text("article", 40),
        text("since", 10),
        text("until", 10),
        key_of(posted),
    )


def _read(typed: Typed) -> tuple[int, dt.date]:
    errors = {}
    value, since = read_id(typed.value), read_date(typed.since)
    if value is None or value > MOST_MINUTES:
        errors["value"] = "请写一个整数，不带单位，比如45。"
    if since is None:
        errors["since"] = "请选从哪一天起，比如2026-10-08。"
    if not typed.title:
        errors["title"] = "请写本校规定的名称，比如《作业管理办法》。"
    if errors or value is None or since is None:
        raise InvalidInput(errors)
    return value, since


def _show(
    desk: DeskRequest,
    school: SchoolFacts,
    typed: Typed | None = None,
    trouble: Trouble | None = None,
    status: int = 200,
) -> HttpResponse:
    today = shanghai_date(desk.at)
    rows = list(choice_rows(school.id))
    own_rules = version_on(versions_of(school.id), today)
    context = {
        "school": school,
        "pages": pages_of(desk, school),
        "today": today,
        "tomorrow": today + ONE_DAY,
        "may_lead": can_lead_school(desk.actor, school.id),
        "sections": [_section(kind, rows, today, typed, trouble or Trouble(), own_rules) for kind in CHOICES],
        "changes": changes_ahead(school, today, _end_of_next_month(today)),
        "through": _end_of_next_month(today),
        "themes": _by_theme(school, today),
    }
    return render(desk, "school/rules.html", context, status=status)


def _section(
    kind: ChoiceKind,
    rows: Sequence[Any],
    today: dt.date,
    typed: Typed | None,
    trouble: Trouble,
    own_rules: Version | None,
) -> Section:
    rule = rulebook.load().choice_rule(kind.name)
    mine = tuple(_row(row, rule, today, own_rules) for row in rows if row.name == kind.name)
    open_here = typed is not None and typed.name == kind.name
    latest = mine[0] if mine else None
    blank = Typed(
        kind.name,
        title=latest.title if latest else "",
        article=latest.article if latest else "",
        since=(today + ONE_DAY).isoformat(),
        until=(today + ONE_DAY).isoformat(),
        key=new_key(),
    )
    return Section(
        kind,
        rule,
        next((row for row in mine if row.state == "now"), None),
        next((row for row in reversed(mine) if row.state == "later"), None),
        mine,
        typed if open_here and typed else blank,
        trouble if open_here else Trouble(),
    )


def _row(row: Any, rule: rulebook.ChoiceRule, today: dt.date, own_rules: Version | None) -> Row:
    state = "later" if row.since > today else "over" if row.until is not None and row.until <= today else "now"
    by = row.decided_by.name if row.decided_by else ""
    article = own_rules and cited_article(as_choice(row), own_rules.text)
    href = f"/school/{row.school_id}/homework-rules/#a{article.number}" if article else ""
    return Row(rule.label(row.value), row.title, row.article, row.since, row.until, by, state, href)


def _by_theme(school: SchoolFacts, today: dt.date) -> list[tuple[str, list[RuleHere]]]:
    """The chapters of the rulebook, each with those of its rules that hold here, in the order they are read."""
    found = {rule.name: rule for rule in rules_at(school, today)}
    chapters = [(theme.title, [found.pop(name) for name in theme.names if name in found]) for theme in THEMES]
    return [(title, rules) for title, rules in (*chapters, (OTHER.title, list(found.values()))) if rules]


def _end_of_next_month(today: dt.date) -> dt.date:
    first = today.replace(day=1)
    for _ in range(2):
        first = (first + dt.timedelta(days=32)).replace(day=1)
    return first - ONE_DAY
