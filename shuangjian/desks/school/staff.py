"""老师和班主任: who works here and as what, and appointing. Accounts are in `accounts`."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from shuangjian.audit.operations import Request
from shuangjian.desks.common.asked import read_date, read_id
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.accounts import MOST_AT_ONCE
from shuangjian.desks.school.entrance import REPEATED, once, pages_of, school_led
from shuangjian.desks.school.positions import Position, positions_of, posts_in_words
from shuangjian.kernel.actor import Role
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput
from shuangjian.people.operations import appoint, relieve_coordinator
from shuangjian.people.queries import Post, colleague_of_school, colleagues
from shuangjian.schools.queries import SchoolFacts


@require_http_methods(["GET", "POST"])
@desk_view()
def staff(request: HttpRequest, school_id: int) -> HttpResponse:
    """GET: the people (`?post=` chooses one to be filled). POST: appoint, or `relieve` a coordinator (their id)."""
    desk = cast(DeskRequest, request)
    school = school_led(desk, school_id)
    if request.method != "POST":
        return _show(desk, school, {"post": request.GET.get("post", ""), "since": str(shanghai_date(desk.at))})
    typed = {name: request.POST.get(name, "")[:20] for name in ("post", "person", "since")}
    relieved = read_id(request.POST.get("relieve", ""))
    try:
        words = _relieve(desk, school, relieved) if relieved is not None else _appoint(desk, school, typed)
    except InvalidInput as invalid:
        return _show(desk, school, typed, invalid.errors, status=422)
    messages.success(request, words)
    return redirect("school:staff", school.id)


def _appoint(desk: DeskRequest, school: SchoolFacts, typed: Mapping[str, str]) -> str:
    request = Request.of(key_of(desk.POST), school=school.id, **typed)

    def act() -> str:
        position, person, since = _read(school, typed, shanghai_date(desk.at))
        appoint(
            by=desk.actor,
            at=desk.at,
            person=person,
            role=position.post.role,
            place_id=position.place_id,
            place_path=position.place_path,
            school_id=school.id,
            class_id=position.post.class_id,
            cohort=position.post.cohort,
            since=since,
            request=request,
        )
        return f"定好了：{person.name}任{position.label}，从{since.month}月{since.day}日起。"

    return once(desk.actor, request, act, field="post") or REPEATED


def _relieve(desk: DeskRequest, school: SchoolFacts, person_id: int) -> str:
    request = Request.of(key_of(desk.POST), school=school.id, relieve=person_id)

    def act() -> str:
        held = relieve_coordinator(
            by=desk.actor, at=desk.at, school_id=school.id, place_path=school.path, person_id=person_id, request=request
        )
        return f"定好了：{held.person.name}不再任课后服务负责人。"

    return once(desk.actor, request, act) or REPEATED


def _read(school: SchoolFacts, typed: Mapping[str, str], today: dt.date) -> tuple[Position, Any, dt.date]:
    people = colleagues(school.id, today)
    position = next((p for p in positions_of(school, today, people) if p.value == typed["post"]), None)
    person_id, since = read_id(typed["person"]), read_date(typed["since"])
    person = colleague_of_school(person_id, school.id, today) if person_id is not None else None
    errors = {}
    if position is None:
        errors["post"] = "请选要定的职务。"
    if person is None:
        errors["person"] = "请选一位本校老师。名单里没有的，先更新名册。"
    elif position and any(c.person_id == person.pk and position.post in c.posts for c in people):
        errors["person"] = f"{person.name}现在就是{position.label}，不用再定。"
    if since is None:
        errors["since"] = "请选从哪一天起，比如2026-09-17。"
    elif since < today:
        errors["since"] = "请选今天或以后的日子：过去的事照实留着。"
    if errors or position is None or person is None or since is None:
        raise InvalidInput(errors)
    return position, person, since


def _show(
    desk: DeskRequest,
    school: SchoolFacts,
    typed: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    today = shanghai_date(desk.at)
    people = colleagues(school.id, today)
    positions = positions_of(school, today, people)
    homerooms = [p for p in positions if p.post.role is Role.HOMEROOM]
    without = [c for c in people if c.username is None]
    labels = {p.post.class_id: p.class_label for p in homerooms if p.post.class_id}
    context = {
        "school": school,
        "pages": pages_of(desk, school),
        "today": today,
        "people": [(c, posts_in_words(c.posts, labels, today)) for c in people],
        "me": desk.actor.person_id,
        "positions": positions,
        "homerooms": sorted(homerooms, key=lambda p: bool(p.holders)),
        "heads": [p for p in positions if p.post.role is Role.GRADE_HEAD],
        "coordinators": [c for c in people if Post(Role.COORDINATOR) in c.posts],
        "missing": sum(not p.holders for p in homerooms),
        "without": len(without),
        "at_once": without[:MOST_AT_ONCE],
        "typed": typed,
        "errors": errors or {},
        "key": new_key(),
    }
    return render(desk, "school/staff.html", context, status=status)
