"""/class/<id>/service/<pupil>/change/: after the draw, what a family wrote on paper: joining, other days, leaving."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shuangjian.afterschool.access import can_see_answers, can_see_wishes
from shuangjian.afterschool.queries import child_after_draw
from shuangjian.desks.common.afternoons import Page, changed, shown
from shuangjian.desks.common.asked import asked_term
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.class_entrance import class_seen, frame
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import NotAllowed, NotVisible
from shuangjian.schools.queries import class_by_id


@never_cache
@require_http_methods(["GET", "POST"])
@desk_view()
def change(request: HttpRequest, class_id: int, pupil_id: int) -> HttpResponse:
    """As /family/service/<pupil>/change/, without what is the family's own: its offers and what it waits for no
    more."""
    desk = cast(DeskRequest, request)
    klass = class_by_id(class_id, shanghai_date(desk.at))
    if klass is None or not can_see_answers(desk.actor, klass.school_id, klass.id):
        class_seen(desk, class_id)
        raise NotAllowed("一个班谁参加课后服务，由班主任、课后服务负责人、教务处和校长记。")
    desk.actor = _at_school(desk.actor)
    child = child_after_draw(desk.actor, pupil_id, desk.at, asked_term(desk.GET))
    if child is None:
        messages.info(request, "结果公布以后，才能加入、改日子、退出。")
        return redirect("school:class_service", class_id)
    if child.seat.class_id != class_id:
        raise NotVisible(f"pupil {pupil_id}")
    sees = can_see_wishes(desk.actor, klass.school_id, child.sign_up is None or child.sign_up.on_paper)
    page = Page("school/class_service_change.html", sees, frame(desk, klass) | {"is_family": False})
    if request.method != "POST":
        return shown(desk, child, page)
    return changed(desk, child, page) or redirect(desk.get_full_path())


def _at_school(by: Actor) -> Actor:
    """A teacher whose own child sits in the class acts here as its teacher."""
    return Actor(by.person_id, by.name, tuple(held for held in by.roles if held.role is not Role.GUARDIAN))
