"""/class/<id>/service/tutoring/: a teacher of the class asks a child to tutoring. Its family alone is told.

A subject teacher reads no list of names here: whoever teaches a child knows what it is called, and types it.
"""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shuangjian.afterschool.access import check_can_propose, is_homeroom
from shuangjian.afterschool.operations import propose_tutoring, withdraw_proposal
from shuangjian.afterschool.queries import afternoons_for_class, other_terms, running_programme
from shuangjian.audit.operations import Request
from shuangjian.desks.common.asked import asked_term, read_id
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.class_entrance import class_seen, frame
from shuangjian.desks.school.entrance import REPEATED, once
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput, Refused
from shuangjian.people.queries import class_list, ties_of
from shuangjian.schools.queries import ClassNow

LONGEST_NAME = 60
SEEN = "请了。这家人现在看得到，去不去由他们定。"
UNSEEN = "请了，可是这家还没有人领入户条，在这里看不到。请当面告诉家长；要来，领了条自己答。"


@never_cache
@require_http_methods(["GET", "POST"])
@desk_view()
def tutoring(request: HttpRequest, class_id: int) -> HttpResponse:
    """GET: the afternoons one may ask to. POST `act`: propose (`place`, `child` or `name`), withdraw (`proposal`).
    `?term=2026-1`: in that term, where one runs and the next is planned."""
    desk = cast(DeskRequest, request)
    klass = class_seen(desk, class_id)
    check_can_propose(desk.actor, klass)
    if request.method != "POST":
        return _page(desk, klass)
    act, place_id = request.POST.get("act", ""), read_id(request.POST.get("place", "")) or 0
    typed = {"place": str(place_id), "name": request.POST.get("name", "").strip()[:LONGEST_NAME]}
    child, proposal = read_id(request.POST.get("child", "")), read_id(request.POST.get("proposal", "")) or 0
    asked = Request.of(key_of(request.POST), act=act, child=child, proposal=proposal, **typed)

    def do() -> str:
        if act == "withdraw":
            withdraw_proposal(by=desk.actor, at=desk.at, proposal_id=proposal, request=asked)
            return "收回了。这家人的页面上不再有。"
        pupil_id = _child(desk, klass, child, typed["name"], place_id)
        propose_tutoring(by=desk.actor, at=desk.at, klass=klass, place_id=place_id, pupil_id=pupil_id, request=asked)
        return SEEN if ties_of([pupil_id]) else UNSEEN

    try:
        words = once(desk.actor, asked, do)
    except InvalidInput as invalid:
        return _page(desk, klass, typed=typed, errors=invalid.errors, status=422)
    except Refused as refused:
        return _page(desk, klass, typed=typed, refusals=refused.refusals, status=409)
    messages.success(request, words or REPEATED)
    return redirect(desk.get_full_path())


def _child(desk: DeskRequest, klass: ClassNow, child: int | None, name: str, place_id: int) -> int:
    """The child that was chosen from the list or, by who has none, named. Raises InvalidInput."""
    seats = class_list(klass.id, shanghai_date(desk.at))
    if is_homeroom(desk.actor, klass.id):
        found = [seat.pupil_id for seat in seats if seat.pupil_id == child]
        words = "请选一个孩子。"
    else:
        found = [seat.pupil_id for seat in seats if name and seat.name == name]
        words = "班里有同名的，请班主任来提。" if len(found) > 1 else "班里没有叫这个名字的孩子，请看看写得对不对。"
    if len(found) != 1:
        raise InvalidInput({f"child-{place_id}": words})
    return found[0]


def _page(desk: DeskRequest, klass: ClassNow, *, status: int = 200, **more: Any) -> HttpResponse:
    programme = running_programme(klass.school_id, desk.at, asked_term(desk.GET))
    names = is_homeroom(desk.actor, klass.id)
    context = frame(desk, klass) | {
        "programme": programme,
        "others": other_terms(klass.school_id, desk.at, programme),
        "afternoons": afternoons_for_class(desk.actor, klass, programme, desk.at) if programme else [],
        "seats": class_list(klass.id, shanghai_date(desk.at)) if names else [],
        "names": names,
        "typed": {},
        "errors": {},
        "refusals": (),
        "key": new_key(),
    }
    return render(desk, "school/class_tutoring.html", context | more, status=status)
