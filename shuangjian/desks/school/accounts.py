"""Accounts of a school's staff: opened, or given another first password. Both are shown once, to be handed over."""

import secrets
from dataclasses import dataclass
from functools import partial
from typing import cast

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from shuangjian.audit.operations import Request, outcome_of
from shuangjian.desks.common.asked import read_id
from shuangjian.desks.common.forms import key_of
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.entrance import pages_of, school_led
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput, NotVisible
from shuangjian.people.operations import open_account, renew_password
from shuangjian.people.queries import account_of, colleague_of_school, free_username
from shuangjian.people.rules import initial_password
from shuangjian.schools.queries import SchoolFacts

MOST_AT_ONCE = 40  # hashing a password takes a tenth of a second on purpose
SHOWN_ONCE = "这几位的账号已经开好，密码只显示一次，这里看不到了。没有抄下来的，请在名单里换一个初始密码。"


@dataclass(frozen=True)
class FirstPassword:
    """What is shown once, to be handed over on paper."""

    name: str
    username: str
    password: str


@never_cache
@require_POST
@desk_view()
def accounts(request: HttpRequest, school_id: int) -> HttpResponse:
    """Open accounts for the chosen `people`; with `act=renew` give those who have one another first password."""
    desk = cast(DeskRequest, request)
    school = school_led(desk, school_id)
    chosen = list(dict.fromkeys(pk for typed in request.POST.getlist("people") if (pk := read_id(typed)) is not None))
    if not chosen:
        messages.warning(request, "没有选人，所以没有开账号。请在名单里选。")
        return redirect("school:staff", school.id)
    key, renew = key_of(request.POST), request.POST.get("act") == "renew"
    given = [
        first
        for person_id in chosen[:MOST_AT_ONCE]
        if (first := _first_password(desk, school, person_id, f"{key[:200]}-{person_id}", renew=renew)) is not None
    ]
    if not given:
        messages.warning(request, SHOWN_ONCE)
        return redirect("school:staff", school.id)
    context = {"school": school, "pages": pages_of(desk, school), "given": given, "left": len(chosen) - len(given)}
    return render(request, "school/accounts.html", context)


def _first_password(
    desk: DeskRequest, school: SchoolFacts, person_id: int, key: str, *, renew: bool
) -> FirstPassword | None:
    """For one person; None where there is nothing to do: the account is open already, or there is none to renew."""
    person = colleague_of_school(person_id, school.id, shanghai_date(desk.at))
    if person is None:
        raise NotVisible(f"colleague {person_id}")
    request = Request.of(key, person=person.pk, renew=renew)
    if (account_of(person.pk) is not None) != renew or outcome_of(desk.actor, request) is not None:
        return None
    password = initial_password(secrets.choice)
    give = renew_password if renew else partial(open_account, username=free_username(person))
    try:
        account = give(by=desk.actor, at=desk.at, person=person, password=password, request=request)
    except (InvalidInput, IntegrityError):  # the same form, sent twice, was faster
        return None
    return FirstPassword(person.name, account.username, password)
