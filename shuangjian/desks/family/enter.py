"""/enter/: a guardian comes in by a paper slip, for the first child or for one more."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from axes.helpers import get_client_ip_address
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.kernel.refusal import InvalidInput, Refused
from shuangjian.people.operations import check_not_guessing, claim_slip, note_wrong_code
from shuangjian.people.rules import Relation

BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class Typed:
    """The form as it was filled in, without the passwords."""

    code: str = ""
    relation: str = ""
    agreed: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)


@never_cache
@sensitive_post_parameters("code", "password", "again")
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """GET: the form. POST: claim the slip; whoever came by it before with the same password is let in again."""
    if request.user.is_authenticated and request.user.must_change_password:
        return redirect("common:password")
    if request.method != "POST":
        return _show(request, Typed())
    posted = request.POST
    typed = Typed(posted.get("code", "")[:60], posted.get("relation", ""), bool(posted.get("agreed")))
    errors = _missing(request, typed)
    if errors:
        return _show(request, Typed(typed.code, typed.relation, typed.agreed, errors), status=422)
    return _claim(cast(DeskRequest, request), typed)


def _claim(desk: DeskRequest, typed: Typed) -> HttpResponse:
    address = str(get_client_ip_address(desk))
    signed_in = desk.user if desk.user.is_authenticated else None
    try:
        check_not_guessing(at=desk.at, address=address)
        account = claim_slip(
            at=desk.at,
            secret=typed.code,
            relation=Relation(typed.relation),
            name="",
            password=desk.POST.get("password", ""),
            guardian=signed_in.person if signed_in else None,
        )
    except InvalidInput as weak:
        return _show(desk, Typed(typed.code, typed.relation, typed.agreed, dict(weak.errors)), status=422)
    except Refused as refused:
        refusal = refused.refusals[0]
        if refusal.code == "SLIP_NOT_OPEN":
            note_wrong_code(at=desk.at, address=address)
        status = 429 if refusal.code == "TOO_MANY_TRIES" else 409
        return _show(desk, typed, refusal=refusal, status=status)
    if signed_in is None:
        login(desk, account, backend=BACKEND)
        messages.success(desk, f"进来了。以后用登录名{account.username}和刚才设的密码登录。请把登录名抄在纸上收好。")
    else:
        messages.success(desk, "又加了一个孩子，都在这一页上。")
    return redirect("family:family")


def _missing(request: HttpRequest, typed: Typed) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not typed.code.strip():
        errors["code"] = "请写纸条上的领取码。"
    if typed.relation not in set(Relation):
        errors["relation"] = "请选您是孩子的什么人。"
    if not request.user.is_authenticated:
        password = request.POST.get("password", "")
        if not password:
            errors["password"] = "请设一个密码。"
        elif password != request.POST.get("again", ""):
            errors["again"] = "两次输入的密码不一样，请再输一次。"
    if not typed.agreed:
        errors["agreed"] = "看过说明、同意以后才能进来。不同意也没关系：作业单不用登录就能看。"
    return errors


def _show(request: HttpRequest, typed: Typed, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"typed": typed, "errors": typed.errors, "relations": list(Relation)} | more
    return render(request, "family/enter.html", context, status=status)
