"""/family/panel/: whether we may ask now and then how long homework took. Said once, yes or no; a no is final."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shuangjian.audit.operations import Request, once
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.kernel.actor import Role
from shuangjian.kernel.refusal import Refused
from shuangjian.timing.operations import agree_to_panel, decline_panel
from shuangjian.timing.queries import panel_seen
from shuangjian.timing.rules import NOTICE

# What each button does, and what is said when it is done. To decline and to leave are one act: a no, for good.
ACTS = {
    "agree": (agree_to_panel, "记下了。轮到您家的那一晚，孩子的作业下面会多一个问题；不来通知，不答也行。"),
    "decline": (decline_panel, "记下了，不会再问。"),
    "leave": (decline_panel, "记下了，不会再问。答过的已经删掉。"),
}


@never_cache
@require_http_methods(["GET", "POST"])
@desk_view(Role.GUARDIAN)
def panel(request: HttpRequest) -> HttpResponse:
    """GET: what is asked, how often, why, who sees it, how to stop. POST `act`: agree, decline or leave."""
    desk = cast(DeskRequest, request)
    if request.method != "POST":
        context = {"panel": panel_seen(desk.actor, desk.at), "version": NOTICE, "key": new_key()}
        return render(request, "family/panel.html", context)
    if request.POST.get("act") not in ACTS:
        return redirect("family:panel")
    act, done = ACTS[request.POST["act"]]
    asked = Request.of(key_of(request.POST), act=request.POST["act"])
    try:
        once(desk.actor, asked, lambda: act(by=desk.actor, at=desk.at, request=asked))
    except Refused as refused:
        messages.warning(request, refused.refusals[0].family)
    else:
        messages.success(request, done)
    return redirect("family:family")
