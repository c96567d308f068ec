"""/family/stop/<pupil>/: 到点就睡. What was left counts as done; nobody has to say why."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from shuangjian.audit.operations import Request, once
from shuangjian.desks.common.asked import read_id
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.kernel.actor import Role
from shuangjian.kernel.refusal import Refused
from shuangjian.people.queries import wards_of
from shuangjian.timing.operations import end_evening, ending_for, take_back_stop
from shuangjian.timing.queries import stop_of, works_to_stop


@never_cache
@require_http_methods(["GET", "POST"])
@desk_view(Role.GUARDIAN)
def stop(request: HttpRequest, pupil_id: int) -> HttpResponse:
    """GET: what is left and what it means; how it was ended, once it was. POST `left`, `tell`: end the evening."""
    desk = cast(DeskRequest, request)
    ending = ending_for(desk.actor, pupil_id, desk.at)
    if request.method == "POST":
        return _end(desk, pupil_id)
    context = {
        "ward": wards_of(desk.actor)[pupil_id],
        "ending": ending,
        "stopped": stop_of(pupil_id, ending.span.date),
        "works": works_to_stop(ending, desk.at) if ending.is_open else (),
        "key": new_key(),
    }
    return render(request, "family/stop.html", context)


def _end(desk: DeskRequest, pupil_id: int) -> HttpResponse:
    left = sorted(pk for typed in desk.POST.getlist("left") if (pk := read_id(typed)) is not None)
    tell = desk.POST.get("tell") == "yes"
    asked = Request.of(key_of(desk.POST), act="end")  # no digest of whose evening, or of what was left, is kept
    try:
        once(
            desk.actor,
            asked,
            lambda: end_evening(
                by=desk.actor, at=desk.at, pupil_id=pupil_id, unfinished=left, tell_teacher=tell, request=asked
            ),
        )
    except Refused as refused:
        messages.warning(desk, refused.refusals[0].family)
        return redirect("family:family")
    return redirect("family:stop", pupil_id)


@require_POST
@desk_view(Role.GUARDIAN)
def undo_stop(request: HttpRequest, pupil_id: int) -> HttpResponse:
    """Take it back, until five in the morning."""
    desk = cast(DeskRequest, request)
    asked = Request.of(key_of(request.POST), act="undo")
    try:
        once(
            desk.actor,
            asked,
            lambda: take_back_stop(by=desk.actor, at=desk.at, pupil_id=pupil_id, request=asked),
        )
    except Refused as refused:
        messages.warning(request, refused.refusals[0].family)
    else:
        messages.success(request, "收回了。什么也没有记。")
    return redirect("family:family")
