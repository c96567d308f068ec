"""/family/service/<pupil>/change/: joining after the draw, other days, waiting, leaving. At once, without a reason."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shuangjian.afterschool.operations import set_waiting
from shuangjian.afterschool.queries import AfterDraw, child_after_draw
from shuangjian.audit.operations import Request, once
from shuangjian.desks.common.afternoons import Page, changed, shown
from shuangjian.desks.common.asked import asked_term, read_id
from shuangjian.desks.common.forms import key_of
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.family.service_tutoring import cards
from shuangjian.kernel.actor import Role
from shuangjian.kernel.refusal import InvalidInput
from shuangjian.people.access import check_guards


@never_cache
@require_http_methods(["GET", "POST"])
@desk_view(Role.GUARDIAN)
def change(request: HttpRequest, pupil_id: int) -> HttpResponse:
    """GET: where the child is, and for what it waits. POST `act`: join, change, leave, back; wait or stop, with
    `unit`. `?term=2026-1`: in that term, where the results of two are out."""
    desk = cast(DeskRequest, request)
    check_guards(desk.actor, pupil_id)
    child = child_after_draw(desk.actor, pupil_id, desk.at, asked_term(desk.GET))
    if child is None:
        messages.info(request, "结果公布以后，在这里改日子、候补、退出。")
        return redirect("family:service", pupil_id)
    page = Page("family/service_change.html", True, {"is_family": True, "invitations": cards(desk, pupil_id)})
    if request.method != "POST":
        return shown(desk, child, page)
    if request.POST.get("act") not in ("wait", "stop"):
        return changed(desk, child, page) or redirect(desk.get_full_path())
    _wait(desk, child)
    return redirect(desk.get_full_path())


def _wait(desk: DeskRequest, child: AfterDraw) -> None:
    number, waits = read_id(desk.POST.get("unit", "")) or 0, desk.POST["act"] == "wait"
    asked = Request.of(key_of(desk.POST), pupil=child.seat.pupil_id, unit=number, waits=waits)
    about = {"programme_id": child.service.programme.pk, "pupil_id": child.seat.pupil_id, "number": number}
    try:
        once(
            desk.actor,
            asked,
            lambda: set_waiting(by=desk.actor, at=desk.at, waits=waits, request=asked, **about),
        )
    except InvalidInput as unread:
        messages.warning(desk, unread.errors["unit"])
    else:
        messages.success(desk, "又候补上了，还在原来的位置。" if waits else "不再候补，也不会来问。随时可以再候补。")
