"""本校作业管理办法: the school's own rules as they hold, how they agree with its choices, and every earlier version."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from shuangjian import rulebook
from shuangjian.audit.operations import Request
from shuangjian.desks.common.asked import read_id
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.entrance import REPEATED, once, pages_of, school_known
from shuangjian.homework.operations import Standing
from shuangjian.journeys.set_school_rule import EveningsInTheWay, state_choice
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput, NotVisible, Refusal, Refused
from shuangjian.people.queries import principals_of
from shuangjian.policy.access import can_adopt_rules, can_lead_school, check_can_lead_school
from shuangjian.policy.queries import Version, agreements_of, draft_of, version_on, versions_ahead, versions_of
from shuangjian.policy.rules import CHOICE_NAMED, Agreeing, Agreement, RulesText, article_label, changes, slug_of
from shuangjian.schools.queries import SchoolFacts

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """A limit in the text and among the choices, in words: `mark` and `state`, then what is where; `act` is what a
    button does about it, "" where nothing is to be done or nobody here may."""

    name: str
    title: str
    mark: str
    state: str
    words: str
    article: int | None
    act: str

    @property
    def slug(self) -> str:
        return slug_of(self.name)


@dataclass(frozen=True)
class Trouble:
    """Why a limit could not be set."""

    name: str = ""
    refusals: Sequence[Refusal] = ()
    standing: Sequence[Standing] = ()


@require_http_methods(["GET", "POST"])
@desk_view()
def homework_rules(request: HttpRequest, school_id: int) -> HttpResponse:
    """GET: what holds now and what will. POST `version`, `name`: set the choice that an article states."""
    desk = cast(DeskRequest, request)
    school = school_known(desk, school_id)
    if request.method != "POST":
        return _show(desk, school)
    check_can_lead_school(desk.actor, school.id, school.path)
    found = _version(school, read_id(request.POST.get("version", "")) or 0)
    name = request.POST.get("name", "")
    if name not in CHOICE_NAMED or found.text.states(name) is None:
        raise Http404
    try:
        words = _set(desk, school, found, name)
    except EveningsInTheWay as blocked:
        return _show(desk, school, Trouble(name, blocked.refusals, blocked.standing), status=409)
    except Refused as refused:
        return _show(desk, school, Trouble(name, refused.refusals), status=409)
    except InvalidInput as invalid:
        messages.warning(request, "".join(invalid.errors.values()))
        return redirect("school:homework_rules", school.id)
    messages.success(request, words)
    return redirect("school:homework_rules", school.id)


@require_GET
@desk_view()
def version(request: HttpRequest, school_id: int, version: int) -> HttpResponse:
    """One version, what it changed of the one before, and a page to print."""
    desk = cast(DeskRequest, request)
    school = school_known(desk, school_id)
    found = _version(school, version)
    before = next((one for one in versions_of(school.id) if one.number == version - 1), None)
    context = {
        "school": school,
        "pages": pages_of(desk, school),
        "today": shanghai_date(desk.at),
        "version": found,
        "before": before,
        "changes": changes(before.text, found.text) if before else [],
    }
    return render(request, "school/rules_version.html", context)


def limits_in_words(found: Sequence[Agreeing], text: RulesText) -> list[Limit]:
    return [_in_words(one, text) for one in found]


def _version(school: SchoolFacts, number: int) -> Version:
    """Raises NotVisible for one that nobody has adopted."""
    found = next((one for one in versions_of(school.id) if one.number == number), None)
    if found is None:
        raise NotVisible(f"version {number}")
    return found


def _set(desk: DeskRequest, school: SchoolFacts, version: Version, name: str) -> str:
    stated = version.text.states(name)
    assert stated is not None
    since = max(version.since, shanghai_date(desk.at) + ONE_DAY)
    request = Request.of(key_of(desk.POST), school=school.id, version=version.number, name=name)

    def act() -> str:
        state_choice(
            by=desk.actor,
            at=desk.at,
            school=school,
            name=name,
            value=stated.value,
            title=version.text.title,
            article=article_label(stated.article),
            since=since,
            request=request,
        )
        rule = rulebook.load().choice_rule(name)
        what = f"{rule.title}，{rule.label(stated.value)}"
        return f"定好了：{what}，从{since.month}月{since.day}日起，写在第{stated.article}条。"

    return once(desk.actor, request, act, field="name") or REPEATED


def _show(desk: DeskRequest, school: SchoolFacts, trouble: Trouble | None = None, status: int = 200) -> HttpResponse:
    today, versions = shanghai_date(desk.at), versions_of(school.id)
    now, ahead = version_on(versions, today), versions_ahead(versions, today)
    leads = can_lead_school(desk.actor, school.id)
    context = {
        "school": school,
        "pages": pages_of(desk, school),
        "today": today,
        "now": now,
        "limits": _limits(school, now, today) if now else [],
        "ahead": [(one, _limits(school, one, one.since)) for one in ahead],
        "versions": versions,
        "draft": draft_of(school, today, versions) if leads else None,
        "principals": principals_of(school.id, today),
        "may_lead": leads,
        "may_adopt": can_adopt_rules(desk.actor, school.id),
        "trouble": trouble or Trouble(),
        "key": new_key(),
    }
    return render(desk, "school/homework_rules.html", context, status=status)


def _limits(school: SchoolFacts, version: Version, on: dt.date) -> list[Limit]:
    return limits_in_words(agreements_of(school.id, version.text, on), version.text)


def _in_words(one: Agreeing, text: RulesText) -> Limit:
    rule = rulebook.load().choice_rule(one.name)
    written = rule.label(one.stated.value) if one.stated else ""
    holds = rule.label(one.choice.value) if one.choice else ""
    where = f"第{one.stated.article}条" if one.stated else ""
    article = text.article(one.stated.article) if one.stated else None
    unseen = f"这一条里没有看到“{written}”，请核对。" if article and written not in article.text else ""
    source = f"本校《{one.choice.title.strip('《》')}》{one.choice.article}" if one.choice else ""
    mark, state, words, act = {
        Agreement.AGREES: ("ok", "对得上", f"{where}写着{written}，照这个执行。", ""),
        Agreement.OTHER_ARTICLE: (
            "warn",
            "出处对不上",
            f"{where}写着{written}，执行的也是{holds}，出处却记着{source}。",
            f"把出处改成{where}",
        ),
        Agreement.OTHER_VALUE: (
            "warn",
            "数对不上",
            f"{where}写着{written}，执行的是{holds}（{source}）。",
            f"按{where}定{written}",
        ),
        Agreement.NOT_SET: (
            "hold",
            "还没有定",
            f"{where}写着{written}，还没有定，布置作业时不起作用。",
            f"按{where}定{written}",
        ),
        Agreement.NOT_WRITTEN: ("warn", "办法里没有写", f"执行的是{holds}（{source}），这一版里没有写。", ""),
    }[one.agreement]
    return Limit(one.name, rule.title, mark, state, words + unseen, article.number if article else None, act)
