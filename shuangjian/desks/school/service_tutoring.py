"""/school/<id>/service/tutoring/: teachers' afternoons for a few children; and, for the teacher of one, who comes."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shuangjian.afterschool.access import can_coordinate, check_can_coordinate
from shuangjian.afterschool.operations import drop_tutoring, plan_tutoring
from shuangjian.afterschool.queries import afternoons_planned, is_open_for_tutoring, running_programme
from shuangjian.afterschool.rules.terms import term_label
from shuangjian.afterschool.rules.weekdays import weekdays_in, weekdays_label
from shuangjian.audit.operations import Request
from shuangjian.desks.common.asked import asked_term, read_id
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.entrance import REPEATED, once, pages_of
from shuangjian.desks.school.service_entrance import service_pages, service_seen
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput, Refused
from shuangjian.kernel.subject import Subject
from shuangjian.people.queries import staff_of_school
from shuangjian.schools.queries import SchoolFacts, classes_by_id, known_school

FIELDS = ("subject", "weekday", "capacity", "leader")


@never_cache
@require_http_methods(["GET", "POST"])
@desk_view()
def tutoring(request: HttpRequest, school_id: int) -> HttpResponse:
    """GET: the afternoons. POST `act`: plan (`subject`, `weekday`, `capacity`, `leader`), or drop (`place`).
    `?term=2026-1`: in that term, where one runs and the next is planned."""
    desk = cast(DeskRequest, request)
    school = known_school(school_id)
    if request.method != "POST":
        return _page(desk, school)
    check_can_coordinate(desk.actor, school.id, school.path)
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    act, place_id = request.POST.get("act", ""), read_id(request.POST.get("place", ""))
    asked = Request.of(key_of(request.POST), act=act, place=place_id, **typed)
    try:
        words = once(desk.actor, asked, lambda: _do(desk, school, act, place_id, typed, asked))
    except InvalidInput as invalid:
        return _page(desk, school, typed, errors=invalid.errors, status=422)
    except Refused as refused:
        return _page(desk, school, typed, refusals=refused.refusals, status=409)
    messages.success(request, words or REPEATED)
    return redirect(desk.get_full_path())


def _do(
    desk: DeskRequest, school: SchoolFacts, act: str, place_id: int | None, typed: Mapping[str, str], asked: Request
) -> str:
    if act == "drop":
        drop_tutoring(by=desk.actor, at=desk.at, place_id=place_id or 0, request=asked)
        return "去掉了。"
    programme = running_programme(school.id, desk.at, asked_term(desk.GET))
    plan_tutoring(
        by=desk.actor,
        at=desk.at,
        programme_id=programme.pk if programme else 0,
        subject=typed["subject"],
        weekday=read_id(typed["weekday"]) or 0,
        capacity=read_id(typed["capacity"]) or 0,
        leader_id=read_id(typed["leader"]) or 0,
        request=asked,
    )
    return "加好了。班主任和教这一科的老师，现在可以在班级页请孩子来。"


def _page(
    desk: DeskRequest, school: SchoolFacts, typed: Mapping[str, str] | None = None, *, status: int = 200, **more: Any
) -> HttpResponse:
    programme = running_programme(school.id, desk.at, asked_term(desk.GET))
    if programme is None:
        check_can_coordinate(desk.actor, school.id, school.path)
    afternoons = afternoons_planned(desk.actor, programme, school.path, desk.at) if programme else []
    date = shanghai_date(desk.at)
    classes = classes_by_id({child.class_id for one in afternoons for child in one.children}, date)
    may_plan = can_coordinate(desk.actor, school.id)
    context = {
        "school": school,
        "pages": pages_of(desk, school),
        "service_pages": service_pages(desk, service_seen(desk, school.id)),
        "programme": programme,
        "term_label": term_label(programme.year, programme.number) if programme else "",
        "afternoons": afternoons,
        "classes": {pk: klass.label for pk, klass in classes.items()},
        "may_plan": may_plan,
        "is_open": programme is not None and is_open_for_tutoring(programme, desk.at),
        "subjects": [s for s in Subject if set(s.grades) & set(school.grades)],
        "weekdays": [(day, weekdays_label([day])) for day in weekdays_in(programme.weekdays)] if programme else [],
        "staff": list(staff_of_school(school.id, date)) if may_plan else [],
        "typed": typed or {},
        "errors": {},
        "refusals": (),
        "key": new_key(),
    }
    return render(desk, "school/service_tutoring.html", context | more, status=status)
