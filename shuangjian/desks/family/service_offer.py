"""/family/service/<pupil>/offer/<offer>/: a seat that came free, and what taking it means. Not to answer is a no."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shuangjian.afterschool.access import get_offer_for
from shuangjian.afterschool.operations import answer_offer
from shuangjian.afterschool.queries import held_now, offered
from shuangjian.audit.operations import Request, once
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.kernel.actor import Role
from shuangjian.kernel.refusal import NotVisible, Refusal, Refused
from shuangjian.people.queries import wards_of


@never_cache
@require_http_methods(["GET", "POST"])
@desk_view(Role.GUARDIAN)
def offer(request: HttpRequest, pupil_id: int, offer_id: int) -> HttpResponse:
    """GET: the offer. POST `act`: take or leave."""
    desk = cast(DeskRequest, request)
    if request.method != "POST" or request.POST.get("act") not in ("take", "leave"):
        return _page(desk, pupil_id, offer_id)
    take = request.POST["act"] == "take"
    found = _of(desk, pupil_id, offer_id)
    asked = Request.of(key_of(request.POST), offer=offer_id, take=take)
    try:
        once(
            desk.actor,
            asked,
            lambda: answer_offer(by=desk.actor, at=desk.at, offer_id=offer_id, take=take, request=asked),
        )
    except Refused as refused:
        return _page(desk, pupil_id, offer_id, refused.refusals[0], status=409)
    words = f"换到{found.unit.name}了。" if take else "知道了，孩子现在的安排照旧。"
    messages.success(request, words)
    return redirect("family:service_change", pupil_id)


def _of(desk: DeskRequest, pupil_id: int, offer_id: int) -> Any:
    found = get_offer_for(desk.actor, offer_id)
    if found.sign_up.pupil_id != pupil_id:
        raise NotVisible(f"offer {offer_id}")
    return found


def _page(
    desk: DeskRequest, pupil_id: int, offer_id: int, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    found = _of(desk, pupil_id, offer_id)
    context = {
        "ward": wards_of(desk.actor)[pupil_id],
        "offer": offered(found, held_now(found.sign_up)),
        "is_open": found.ended_at is None and desk.at < found.until,
        "refusal": refusal,
        "key": new_key(),
    }
    return render(desk, "family/service_offer.html", context, status=status)
