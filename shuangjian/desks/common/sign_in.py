"""Signing in, signing out, changing one's password, and where `/` leads."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shuangjian.audit.operations import Subject, record
from shuangjian.desks.common.front import example_evening
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.tabs import first_desk
from shuangjian.desks.common.views import KEPT_CHARACTERS, desk_view
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput
from shuangjian.people.operations import change_password
from shuangjian.people.queries import actor_at
from shuangjian.people.rules import sign_in_name

# The same words whether the account exists, is closed, or the password is wrong.
WRONG = "账号或密码不对。请核对后再试；忘了密码，老师请找本校教务处，家长请找班主任换一张新的入户条。"


class SignInForm(AuthenticationForm):
    error_messages = {"invalid_login": WRONG, "inactive": WRONG}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].error_messages = {"required": "请写账号。"}
        self.fields["password"].error_messages = {"required": "请写密码。"}

    def clean_username(self) -> str:
        """A name from a slip is typed from paper: small letters and full-width signs are the same name."""
        return sign_in_name(self.cleaned_data["username"])


@method_decorator(require_http_methods(["GET", "POST"]), name="dispatch")
class SignInView(LoginView):
    """`next` is followed only within this site (Django's own check)."""

    template_name = "common/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        if kept := self.request.POST.get("kept", "")[:KEPT_CHARACTERS]:
            self.request.session["kept"] = kept
        request = cast(DeskRequest, self.request)
        _record(actor_at(form.get_user().person, request.at), request, "people.sign_in")
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        response = self.render_to_response(self.get_context_data(form=form, kept=self.request.POST.get("kept", "")))
        response.status_code = 422
        return response


@method_decorator(require_POST, name="dispatch")
class SignOutView(LogoutView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            _record(cast(DeskRequest, request).actor, cast(DeskRequest, request), "people.sign_out")
        return super().post(request, *args, **kwargs)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To a person's first desk; the public front page for who has not signed in."""
    desk = cast(DeskRequest, request)
    today = shanghai_date(desk.at)
    if not request.user.is_authenticated:
        return render(request, "common/front.html", {"example": example_evening(today)})
    first = first_desk(desk.actor, today)
    return redirect(first) if first else render(request, "common/no_role.html")


@require_http_methods(["GET", "POST"])
@desk_view(before_password=True)
def password(request: HttpRequest) -> HttpResponse:
    """Change one's password; sessions elsewhere end, this one stays."""
    if request.method != "POST":
        return render(request, "common/password.html")
    errors = _change(cast(DeskRequest, request))
    if errors:
        return render(request, "common/password.html", {"errors": errors}, status=422)
    messages.success(request, "密码已经换好。别处登录的都退出了，这里不用重新登录。")
    return redirect("/")


def _change(request: DeskRequest) -> dict[str, str]:
    account = request.user
    assert account.is_authenticated
    typed = {name: request.POST.get(name, "") for name in ("old", "new", "again")}
    if not account.check_password(typed["old"]):
        return {"old": "现在的密码不对，请重新输入。"}
    if typed["new"] != typed["again"]:
        return {"again": "两次输入的新密码不一样，请再输一次。"}
    try:
        change_password(by=request.actor, at=request.at, account=account, password=typed["new"])
    except InvalidInput as invalid:
        return {"new": "".join(invalid.errors.values())}
    update_session_auth_hash(request, account)
    return {}


def _record(actor: Actor, request: DeskRequest, name: str) -> None:
    """A guardian signs in as 家长: the record keeps no family's name."""
    if actor.holds(Role.GUARDIAN) and not [h for h in actor.roles if h.role is not Role.GUARDIAN]:
        actor = Actor(actor.person_id, "家长", actor.roles)
    held = next((h for h in actor.roles), None)
    record(
        by=actor,
        at=request.at,
        name=name,
        on=Subject(
            "person",
            actor.person_id,
            actor.name,
            held.place_path if held else "/",
            held.school_id if held else None,
        ),
    )
