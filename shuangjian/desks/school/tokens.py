"""令牌: one's own tokens for programs; the school's leaders see, and may revoke, all of the school's."""

import secrets
from collections.abc import Mapping
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shuangjian.audit.operations import Request
from shuangjian.desks.common.asked import read_id
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.entrance import pages_of
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import InvalidInput, NotVisible, Refused
from shuangjian.people.access import check_can_issue_token
from shuangjian.people.operations import issue_token, revoke_token
from shuangjian.people.queries import tokens_of
from shuangjian.people.rules import LONGEST_TOKEN_DAYS, Scope, drawn_from, offered_scopes
from shuangjian.schools.queries import SchoolFacts, known_school

LASTING = {"30": "30天", "90": "90天", "180": "半年", str(LONGEST_TOKEN_DAYS): "一年"}
SEED_LENGTH = 40


@never_cache
@require_http_methods(["GET", "POST"])
@desk_view()
def tokens(request: HttpRequest, school_id: int) -> HttpResponse:
    """GET: the tokens. POST `token=<id>`: revoke it. POST otherwise: issue one, which is shown now and never again."""
    desk = cast(DeskRequest, request)
    school = known_school(school_id)
    check_can_issue_token(desk.actor, school.id, school.path)
    if request.method != "POST":
        return _show(desk, school, {"days": "180"}, ())
    if "token" in request.POST:
        return _revoke(desk, school)
    return _issue(desk, school)


def _issue(desk: DeskRequest, school: SchoolFacts) -> HttpResponse:
    posted = desk.POST
    typed = {"name": posted.get("name", "")[:60], "days": posted.get("days", "")[:4]}
    chosen = tuple(scope for scope in Scope if scope.value in posted.getlist("scopes"))
    seed = posted.get("seed", "")[:SEED_LENGTH] or secrets.token_urlsafe(24)
    try:
        issued = issue_token(
            by=desk.actor,
            at=desk.at,
            name=typed["name"],
            scopes=chosen,
            days=int(typed["days"]) if typed["days"] in LASTING else 0,
            choose=drawn_from(settings.ROSTER_KEY.encode(), f"token:{school.id}:{desk.actor.person_id}:{seed}"),
            school=(school.id, school.path),
            request=Request.of(key_of(posted), school=school.id, scopes=chosen, **typed),
        )
    except InvalidInput as invalid:
        return _show(desk, school, typed, chosen, errors=invalid.errors, status=422)
    except Refused as refused:
        messages.warning(desk, refused.refusals[0].staff)
        return redirect("school:tokens", school.id)
    context = {
        "school": school,
        "pages": pages_of(desk, school),
        "issued": issued,
        "site": desk.build_absolute_uri("/"),
    }
    return render(desk, "school/token_issued.html", context)


def _revoke(desk: DeskRequest, school: SchoolFacts) -> HttpResponse:
    token_id = read_id(desk.POST.get("token", ""))
    if token_id is None or all(token.id != token_id for token in tokens_of(desk.actor, school.id)):
        raise NotVisible("a token of another school")
    request = Request.of(key_of(desk.POST), token=token_id)
    token = revoke_token(by=desk.actor, at=desk.at, token_id=token_id, request=request)
    messages.success(desk, f"“{token.name}”的令牌停用了，现在起不能再用。")
    return redirect("school:tokens", school.id)


def _show(
    desk: DeskRequest,
    school: SchoolFacts,
    typed: Mapping[str, str],
    chosen: tuple[Scope, ...],
    *,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    known = tokens_of(desk.actor, school.id)
    context: dict[str, Any] = {
        "school": school,
        "pages": pages_of(desk, school),
        "standing": [token for token in known if token.stands(desk.at)],
        "ended": [token for token in known if not token.stands(desk.at)],
        "me": desk.actor.person_id,
        "scopes": offered_scopes(_here(desk.actor, school.id)),
        "chosen": chosen,
        "lasting": LASTING,
        "typed": typed,
        "errors": errors or {},
        "key": new_key(),
        "seed": secrets.token_urlsafe(24),
    }
    return render(desk, "school/tokens.html", context, status=status)


def _here(actor: Actor, school_id: int) -> Actor:
    """What a token of this school could stand on."""
    return Actor(actor.person_id, actor.name, tuple(held for held in actor.roles if held.school_id == school_id))
