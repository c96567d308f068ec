"""Drafting the school's own rules, and the principal reading and adopting the draft."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from shuangjian.audit.operations import Request
from shuangjian.desks.common.asked import read_date
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.entrance import REPEATED, once, pages_of, school_led
from shuangjian.desks.school.homework_rules import ONE_DAY, limits_in_words
from shuangjian.desks.school.rules_form import Filled, blank_form, filled, form_of
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput, Refusal, Refused
from shuangjian.people.queries import principals_of
from shuangjian.policy.access import can_adopt_rules, check_can_adopt_rules
from shuangjian.policy.operations import DraftOvertaken, adopt_rules, save_rules_draft
from shuangjian.policy.queries import Draft, agreements_of, draft_of, text_begun_with, versions_of
from shuangjian.policy.rules import Merged, changes, merged
from shuangjian.schools.queries import SchoolFacts


@require_http_methods(["GET", "POST"])
@desk_view()
def draft(request: HttpRequest, school_id: int) -> HttpResponse:
    """GET: the draft as it was last saved, or something to begin with. POST: save the next revision."""
    desk = cast(DeskRequest, request)
    school = school_led(desk, school_id)
    if request.method != "POST":
        return _write(desk, school, blank_form(_draft(desk, school)))
    typed = filled(request.POST, _read_revision(desk))
    try:
        words = _save(desk, school, typed)
    except InvalidInput as invalid:
        return _write(desk, school, typed, errors=invalid.errors, status=422)
    except DraftOvertaken as overtaken:
        both = _with_theirs(desk, school, typed, overtaken.draft)
        now = blank_form(Draft(overtaken.draft.version, overtaken.draft.revision, both.text))
        return _write(desk, school, now, refusals=overtaken.refusals, theirs=both.theirs, status=409)
    messages.success(request, words)
    return redirect("school:homework_rules", school.id)


@require_http_methods(["GET", "POST"])
@desk_view()
def adopt(request: HttpRequest, school_id: int) -> HttpResponse:
    """GET: read the draft against what holds. POST `version`, `revision`, `since`: let it hold from that day on."""
    desk = cast(DeskRequest, request)
    school = school_led(desk, school_id)
    if request.method != "POST":
        return _read(desk, school)
    check_can_adopt_rules(desk.actor, school.id, school.path)
    try:
        words = _adopt(desk, school)
    except InvalidInput as invalid:
        return _read(desk, school, errors=invalid.errors, status=422)
    except Refused as refused:
        return _read(desk, school, refusals=refused.refusals, status=409)
    messages.success(request, words)
    return redirect("school:homework_rules", school.id)


def _draft(desk: DeskRequest, school: SchoolFacts) -> Draft:
    return draft_of(school, shanghai_date(desk.at), versions_of(school.id))


def _read_revision(desk: DeskRequest) -> tuple[int, int]:
    typed = [desk.POST.get(name, "") for name in ("version", "revision")]
    if all(text.isascii() and text.isdecimal() and len(text) < 5 for text in typed):
        return int(typed[0]), int(typed[1])
    return 0, 0


def _save(desk: DeskRequest, school: SchoolFacts, typed: Filled) -> str:
    request = Request.of(key_of(desk.POST), school=school.id, began=typed.began_with, **typed.asked)

    def act() -> str:
        saved = save_rules_draft(
            by=desk.actor, at=desk.at, school=school, text=typed.text(), began_with=typed.began_with, request=request
        )
        return f"存好了第{saved.version}版的第{saved.revision}稿，共{len(saved.text.articles)}条。校长采用以后才算数。"

    return once(desk.actor, request, act, field="title") or REPEATED


def _with_theirs(desk: DeskRequest, school: SchoolFacts, typed: Filled, theirs: Draft) -> Merged:
    base = text_begun_with(school, shanghai_date(desk.at), *typed.began_with)
    return merged(base or theirs.text, theirs.text, typed.text())


def _adopt(desk: DeskRequest, school: SchoolFacts) -> str:
    typed = desk.POST.get("since", "")[:10]
    read = _read_revision(desk)
    request = Request.of(key_of(desk.POST), school=school.id, read=read, since=typed)

    def act() -> str:
        since = read_date(typed)
        if since is None:
            raise InvalidInput({"since": "请选从哪一天起，比如2026-10-08。"})
        row = adopt_rules(by=desk.actor, at=desk.at, school=school, read=read, since=since, request=request)
        return f"采用了第{row.version}版，从{since.year}年{since.month}月{since.day}日起。任何人不用登录就能看到它。"

    return once(desk.actor, request, act, field="since") or REPEATED


def _write(
    desk: DeskRequest,
    school: SchoolFacts,
    typed: Filled,
    *,
    errors: Mapping[str, str] | None = None,
    refusals: Sequence[Refusal] = (),
    theirs: Sequence[tuple[str, Sequence[str]]] = (),
    status: int = 200,
) -> HttpResponse:
    today = shanghai_date(desk.at)
    context: dict[str, Any] = {
        "school": school,
        "pages": pages_of(desk, school),
        "typed": typed,
        "form": form_of(typed, school.id, today),
        "errors": errors or {},
        "refusals": refusals,
        "theirs": theirs,
        "is_proposal": typed.began_with == (1, 0) and not errors and not refusals,
        "key": new_key(),
    }
    return render(desk, "school/rules_draft.html", context, status=status)


def _read(
    desk: DeskRequest,
    school: SchoolFacts,
    *,
    errors: Mapping[str, str] | None = None,
    refusals: Sequence[Refusal] = (),
    status: int = 200,
) -> HttpResponse:
    today, versions = shanghai_date(desk.at), versions_of(school.id)
    found = draft_of(school, today, versions)
    before = versions[0] if versions else None
    context: dict[str, Any] = {
        "school": school,
        "pages": pages_of(desk, school),
        "draft": found,
        "before": before,
        "changes": changes(before.text, found.text) if before else [],
        "limits": limits_in_words(agreements_of(school.id, found.text, today), found.text),
        "principals": principals_of(school.id, today),
        "may_adopt": can_adopt_rules(desk.actor, school.id),
        "since": desk.POST.get("since", "")[:10] or (today + ONE_DAY).isoformat(),
        "tomorrow": today + ONE_DAY,
        "errors": errors or {},
        "refusals": refusals,
        "key": new_key(),
    }
    return render(desk, "school/rules_adopt.html", context, status=status)
