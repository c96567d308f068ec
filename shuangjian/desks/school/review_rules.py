"""审核的规定: which homework a school looks at before families see it, since when, by whose word."""

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from shuangjian.audit.operations import Request
from shuangjian.desks.common.asked import read_date, read_id
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.entrance import acted, pages_of, school_seen
from shuangjian.homework.operations import RuleSpec, ask_for_review, end_review_rule, name_of
from shuangjian.homework.queries import clause_of, review_rules
from shuangjian.homework.rules import ReviewKind
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import Clause, InvalidInput, Refusal
from shuangjian.kernel.subject import Subject
from shuangjian.people.queries import staff_of_school
from shuangjian.policy.access import can_lead_school, check_can_lead_school
from shuangjian.schools.queries import SchoolFacts

FIELDS = ("kind", "subject", "person", "percent", "title", "article", "since", "until")


@dataclass(frozen=True)
class Shown:
    """One rule in words. `state` is now, later or over."""

    row: Any
    name: str
    clause: Clause
    state: str


@require_http_methods(["GET", "POST"])
@desk_view()
def rules(request: HttpRequest, school_id: int) -> HttpResponse:
    """GET: what is asked for, and was. POST `act=state` or `act=end` (a `rule`, from the date `until` on)."""
    desk = cast(DeskRequest, request)
    school = school_seen(desk, school_id)
    if request.method != "POST":
        return _show(desk, school)
    check_can_lead_school(desk.actor, school.id, school.path)
    act, typed = request.POST.get("act", ""), _typed(request.POST)
    rule_id = read_id(request.POST.get("rule", ""))
    if act not in ("state", "end") or (act == "end" and rule_id is None):
        raise Http404
    asked = Request.of(key_of(request.POST), school=school.id, act=act, rule=rule_id, **typed)
    return acted(
        desk,
        asked,
        partial(_act, desk, school, rule_id, typed, asked),
        partial(_show, desk, school, typed),
        lambda: reverse("school:review_rules", args=[school.id]),
    )


def _act(
    desk: DeskRequest, school: SchoolFacts, rule_id: int | None, typed: Mapping[str, str], request: Request
) -> str:
    by, at = desk.actor, desk.at
    if rule_id is not None:
        until = read_date(typed["until"])
        if until is None:
            raise InvalidInput({f"until-{rule_id}": "请选从哪一天起不再审核，比如2026-10-08。"})
        rule = end_review_rule(by=by, at=at, school=school, rule_id=rule_id, until=until, request=request)
        return f"停了：{name_of(rule)}从{until.month}月{until.day}日起不再先审核。已经在等的照旧等。"
    spec = _read(typed)
    rule = ask_for_review(by=by, at=at, school=school, spec=spec, salt=secrets.token_hex(16), request=request)
    return f"定好了：{name_of(rule)}从{rule.since.month}月{rule.since.day}日起先审核。"


def _typed(posted: QueryDict) -> dict[str, str]:
    return {name: "".join(sign for sign in posted.get(name, "").strip() if sign.isprintable())[:80] for name in FIELDS}


def _read(typed: Mapping[str, str]) -> RuleSpec:
    since, until = read_date(typed["since"]), read_date(typed["until"])
    if typed["kind"] not in set(ReviewKind):
        raise InvalidInput({"kind": "请选审核哪些作业。"})
    if since is None:
        raise InvalidInput({"since": "请选从哪一天起，比如2026-10-08。"})
    kind = ReviewKind(typed["kind"])
    return RuleSpec(
        kind=kind,
        title=typed["title"],
        article=typed["article"][:40],
        since=since,
        until=until if kind is ReviewKind.PROBATION else None,
        subject=typed["subject"] if kind is ReviewKind.SUBJECT else "",
        person_id=read_id(typed["person"]) if kind is ReviewKind.PROBATION else None,
        percent=read_id(typed["percent"]) if kind is ReviewKind.SHARE else None,
    )


def _show(
    desk: DeskRequest,
    school: SchoolFacts,
    typed: Mapping[str, str] | None = None,
    *,
    errors: Mapping[str, str] | None = None,
    refusals: Sequence[Refusal] = (),
    status: int = 200,
) -> HttpResponse:
    today = shanghai_date(desk.at)
    rows = [_shown(row, today) for row in review_rules(school.id)]
    may_lead = can_lead_school(desk.actor, school.id)
    latest = rows[0].row if rows else None
    context = {
        "school": school,
        "pages": pages_of(desk, school),
        "today": today,
        "may_lead": may_lead,
        "standing": [row for row in rows if row.state != "over"],
        "history": [row for row in rows if row.state == "over"],
        "kinds": list(ReviewKind),
        "subjects": list(Subject),
        "people": list(staff_of_school(school.id, today)) if may_lead else [],
        "typed": typed or _blank(latest, today),
        "errors": errors or {},
        "refusals": refusals,
        "key": new_key(),
    }
    return render(desk, "school/review_rules.html", context, status=status)


def _blank(latest: Any, today: dt.date) -> dict[str, str]:
    """The form as it stands first: today, and the school's rule that the last one stood in."""
    return {
        "since": today.isoformat(),
        "title": latest.title if latest else "",
        "article": latest.article if latest else "",
    }


def _shown(row: Any, today: dt.date) -> Shown:
    over = row.until is not None and row.until <= today
    return Shown(row, name_of(row), clause_of(row), "over" if over else "later" if row.since > today else "now")
