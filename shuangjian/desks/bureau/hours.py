"""几点下班: when work normally ends in a county or the city, which the end of after-school service is held against."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from shuangjian.audit.operations import Request
from shuangjian.audit.operations import once as only_once
from shuangjian.desks.bureau.entrance import Here, place_seen
from shuangjian.desks.bureau.rows import OVERSEERS
from shuangjian.desks.common.asked import read_date
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.kernel.refusal import InvalidInput, NotVisible
from shuangjian.policy.operations import state_off_work_time
from shuangjian.policy.queries import off_work_history
from shuangjian.schools.queries import place
from shuangjian.schools.rules import PlaceKind

REPEATED = "这张表单已经用过一次，没有再写一遍。下面是现在的样子。"


@dataclass(frozen=True)
class Typed:
    """The form as it was filled in."""

    time: str = ""
    since: str = ""
    source: str = ""
    key: str = ""


@require_http_methods(["GET", "POST"])
@desk_view(*OVERSEERS)
def hours(request: HttpRequest, place_id: int) -> HttpResponse:
    """GET: what the place and those above it have said. POST: it says so from a date on."""
    desk = cast(DeskRequest, request)
    here = place_seen(desk, place_id)
    if here.kind not in (PlaceKind.CITY, PlaceKind.COUNTY):
        raise NotVisible(f"hours of place {place_id}")
    if request.method != "POST":
        return _show(request, here, Typed(key=new_key()))
    typed = _typed(request.POST)
    asked = Request.of(typed.key, place=here.id, act="off-work", typed=repr(replace(typed, key="")))
    try:
        words = only_once(desk.actor, asked, lambda: _state(desk, here, typed, asked)) or REPEATED
    except InvalidInput as invalid:
        return _show(request, here, typed, invalid.errors, status=422)
    messages.success(request, words)
    return redirect("bureau:hours", here.id)


def _state(desk: DeskRequest, here: Here, typed: Typed, asked: Request) -> str:
    time, since = _read(typed)
    state_off_work_time(
        by=desk.actor, at=desk.at, place=place(here.id), time=time, source=typed.source, since=since, request=asked
    )
    return f"写好了：{here.name}从{since.month}月{since.day}日起{time.hour}:{time:%M}下班。"


def _read(typed: Typed) -> tuple[dt.time, dt.date]:
    errors, time = {}, None
    try:
        time = dt.time.fromisoformat(typed.time)
    except ValueError:
        errors["time"] = "请写几点下班，比如18:00。"
    since = read_date(typed.since)
    if since is None:
        errors["since"] = "请选从哪一天起，比如2026-10-08。"
    if time is None or since is None:
        raise InvalidInput(errors)
    return time, since


def _typed(posted: QueryDict) -> Typed:
    def text(name: str, most: int) -> str:
        return "".join(sign for sign in posted.get(name, "").strip() if sign.isprintable())[:most]

    return Typed(text("time", 5), text("since", 10), text("source", 80), key_of(posted))


def _show(
    request: HttpRequest, here: Here, typed: Typed, errors: Mapping[str, str] | None = None, status: int = 200
) -> HttpResponse:
    context = {"here": here, "stated": off_work_history(here.path), "typed": typed, "errors": errors or {}}
    return render(request, "bureau/hours.html", context, status=status)
