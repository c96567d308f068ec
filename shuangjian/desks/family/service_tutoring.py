"""Tutoring that a teacher offers a child: a small card on its pages, and the family's yes or no. Free, and no
matter."""

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shuangjian.afterschool.access import get_proposal_for_family
from shuangjian.afterschool.operations import answer_tutoring
from shuangjian.afterschool.queries import Invitation, invitations_for
from shuangjian.audit.operations import Request, once
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.kernel.actor import Role
from shuangjian.kernel.refusal import NotVisible, Refusal, Refused
from shuangjian.people.access import check_guards
from shuangjian.people.queries import wards_of


@dataclass(frozen=True)
class Card:
    """An invitation with the key of its form."""

    asked: Invitation
    key: str


def cards(desk: DeskRequest, pupil_id: int) -> list[Card]:
    """What teachers offer a child whose page the actor opens. Empty for nearly every child. Raises NotVisible."""
    check_guards(desk.actor, pupil_id)
    return [Card(one, new_key()) for one in invitations_for(pupil_id, desk.at)]


@never_cache
@require_http_methods(["GET", "POST"])
@desk_view(Role.GUARDIAN)
def tutoring(request: HttpRequest, pupil_id: int, proposal_id: int) -> HttpResponse:
    """GET: the invitation. POST `act`: yes or no."""
    desk = cast(DeskRequest, request)
    if request.method != "POST" or request.POST.get("act") not in ("yes", "no"):
        return _page(desk, pupil_id, proposal_id)
    accept = request.POST["act"] == "yes"
    card = _card(desk, pupil_id, proposal_id)
    asked = Request.of(key_of(request.POST), proposal=proposal_id, accept=accept)
    try:
        once(
            desk.actor,
            asked,
            lambda: answer_tutoring(by=desk.actor, at=desk.at, proposal_id=proposal_id, accept=accept, request=asked),
        )
    except Refused as refused:
        return _page(desk, pupil_id, proposal_id, refused.refusals[0], status=409)
    messages.success(request, _words(card.asked, accept))
    return redirect("family:service_tutoring", pupil_id, proposal_id)


def _words(asked: Invitation, accept: bool) -> str:
    if not accept:
        return "知道了，不去没有影响。"
    return f"接受了，{asked.day}就去。" if asked.is_told else "接受了。截止前随时能改。"


def _card(desk: DeskRequest, pupil_id: int, proposal_id: int) -> Card:
    proposal = get_proposal_for_family(desk.actor, proposal_id)
    if proposal.pupil_id == pupil_id:
        for card in cards(desk, pupil_id):
            if card.asked.proposal_id == proposal_id:
                return card
    raise NotVisible(f"proposal {proposal_id}")


def _page(
    desk: DeskRequest, pupil_id: int, proposal_id: int, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    card = _card(desk, pupil_id, proposal_id)
    context = {"ward": wards_of(desk.actor)[pupil_id], "card": card, "refusal": refusal}
    return render(desk, "family/service_tutoring.html", context, status=status)
