"""一个班的记录: what was done on the class, a sentence an act, for its homeroom teacher and the school's leaders."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shuangjian.audit.queries import acts_of_class
from shuangjian.audit.sentences import sentence
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.record import page_of
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.class_entrance import class_seen, frame
from shuangjian.homework.queries import assignments_of_class
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import NotAllowed
from shuangjian.people.access import can_see_class_list


@require_GET
@desk_view()
def record(request: HttpRequest, class_id: int) -> HttpResponse:
    """The acts on a class, a page at a time (`?before=`)."""
    desk = cast(DeskRequest, request)
    klass = class_seen(desk, class_id)
    if not can_see_class_list(desk.actor, klass.school_id, klass.id):
        raise NotAllowed("一个班的记录由班主任、教务处和校长看。")
    set_here = assignments_of_class(klass.id)
    page = page_of(
        request.GET,
        lambda before, limit: acts_of_class(klass.id, assignments=set_here, before_id=before, limit=limit),
    )
    context = frame(desk, klass) | {
        "acts": [(act, shanghai_date(act.at), sentence(act, {klass.id: klass.label})) for act in page.acts],
        "before": page.before,
        "older": page.older,
    }
    return render(request, "school/class_record.html", context)
