"""作业管理领导小组: who answers for homework at the school; headed by whoever is principal."""

from collections.abc import Mapping
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from shuangjian.audit.operations import Request
from shuangjian.desks.common.asked import read_date, read_id
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.entrance import REPEATED, once, pages_of, school_known
from shuangjian.kernel.actor import Duty
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput
from shuangjian.people.operations import join_leading_group, leave_leading_group
from shuangjian.people.queries import Group, leading_group, staff_of_school
from shuangjian.policy.access import can_lead_school, check_can_lead_school
from shuangjian.policy.queries import clauses_of, group_wanted
from shuangjian.schools.queries import SchoolFacts


@require_http_methods(["GET", "POST"])
@desk_view()
def group(request: HttpRequest, school_id: int) -> HttpResponse:
    """GET: the group now, ahead and before. POST `act`: join or leave."""
    desk = cast(DeskRequest, request)
    school = school_known(desk, school_id)
    if request.method != "POST":
        return _show(desk, school, {"since": str(shanghai_date(desk.at))})
    check_can_lead_school(desk.actor, school.id, school.path)
    typed = {name: request.POST.get(name, "")[:20] for name in ("act", "person", "duty", "since", "member", "until")}
    act = {"join": _join, "leave": _leave}.get(typed["act"])
    if act is None:
        raise Http404
    try:
        words = act(desk, school, typed)
    except InvalidInput as invalid:
        return _show(desk, school, typed, invalid.errors, status=422)
    messages.success(request, words)
    return redirect("school:leading_group", school.id)


def _join(desk: DeskRequest, school: SchoolFacts, typed: Mapping[str, str]) -> str:
    request = Request.of(key_of(desk.POST), school=school.id, **typed)

    def join() -> str:
        person_id, since = read_id(typed["person"]), read_date(typed["since"])
        errors = {}
        if person_id is None:
            errors["person"] = "请选一位本校老师。名单里没有的，先更新名册。"
        if typed["duty"] not in Duty.__members__:
            errors["duty"] = "请选在小组里任什么。"
        if since is None:
            errors["since"] = "请选从哪一天起，比如2026-09-17。"
        if errors or person_id is None or since is None:
            raise InvalidInput(errors)
        duty = Duty(typed["duty"])
        member = join_leading_group(
            by=desk.actor, at=desk.at, school=school, person_id=person_id, duty=duty, since=since, request=request
        )
        return f"定好了：{member.person.name}在领导小组任{duty.label}，从{since.month}月{since.day}日起。"

    return once(desk.actor, request, join, field="person") or REPEATED


def _leave(desk: DeskRequest, school: SchoolFacts, typed: Mapping[str, str]) -> str:
    request = Request.of(key_of(desk.POST), school=school.id, **typed)

    def leave() -> str:
        member_id, until = read_id(typed["member"]), read_date(typed["until"])
        if until is None:
            raise InvalidInput({"until": "请选从哪一天起不再任，比如2026-09-17。"})
        leave_leading_group(
            by=desk.actor, at=desk.at, school=school, member_id=member_id or 0, until=until, request=request
        )
        return f"定好了，从{until.month}月{until.day}日起不再任。"

    return once(desk.actor, request, leave) or REPEATED


def _show(
    desk: DeskRequest,
    school: SchoolFacts,
    typed: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    today = shanghai_date(desk.at)
    found = leading_group(school.id, today)
    leads = can_lead_school(desk.actor, school.id)
    heads = {head.person_id for head in found.heads}
    context = {
        "school": school,
        "pages": pages_of(desk, school),
        "today": today,
        "group": found,
        "missing": _missing(found, group_wanted(school, today)),
        "clauses": clauses_of("homework/leading_group", school, school.first_grade, today),
        "may_lead": leads,
        "people": [p for p in staff_of_school(school.id, today) if p.pk not in heads] if leads else [],
        "duties": list(Duty),
        "typed": typed,
        "errors": errors or {},
        "key": new_key(),
    }
    return render(desk, "school/leading_group.html", context, status=status)


def _missing(found: Group, wanted: tuple[str, ...]) -> list[str]:
    """The duties that the rule wants in a group and nobody has."""
    return [duty.label for duty in Duty if duty.label in wanted and found.lacks(duty)]
