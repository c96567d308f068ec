"""定分钟: what teachers say takes other minutes than are predicted; set here, with a word why."""

from functools import partial
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from shuangjian.audit.operations import Request
from shuangjian.desks.common.asked import read_id
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.entrance import acted, pages_of, school_led
from shuangjian.homework.operations import set_minutes
from shuangjian.homework.queries import rulings_answered, rulings_waiting
from shuangjian.kernel.refusal import Refusal
from shuangjian.kernel.subject import Subject
from shuangjian.schools.queries import SchoolFacts

PAGE = 20


@require_http_methods(["GET", "POST"])
@desk_view()
def rulings(request: HttpRequest, school_id: int) -> HttpResponse:
    """GET: what waits, and what was set (`?before=`). POST: set one."""
    desk = cast(DeskRequest, request)
    school = school_led(desk, school_id)
    if request.method != "POST":
        return _show(desk, school)
    ruling_id = read_id(request.POST.get("ruling", ""))
    minutes, why = request.POST.get("minutes", ""), request.POST.get("why", "")
    waiting = {one.row.pk for one in rulings_waiting(school.id)}
    if ruling_id is None:
        raise Http404
    asked = Request.of(key_of(request.POST), ruling=ruling_id, minutes=minutes, why=why)

    def answer() -> str:
        if ruling_id not in waiting:
            raise Http404
        row = set_minutes(
            by=desk.actor, at=desk.at, ruling_id=ruling_id, minutes=_number(minutes), why=why, request=asked
        )
        return f"{Subject(row.subject).label}《{row.unit}》：定为{row.minutes}分，老师从草稿发布时就这样计。"

    show = partial(_show, desk, school, typed={"ruling": ruling_id, "minutes": minutes, "why": why})
    return acted(desk, asked, answer, show, lambda: reverse("school:rulings", args=[school.id]))


def _show(
    desk: DeskRequest,
    school: SchoolFacts,
    *,
    errors: dict[str, str] | None = None,
    refusals: tuple[Refusal, ...] = (),
    typed: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    before = read_id(desk.GET.get("before", ""))
    asked = (typed or {}).get("ruling")
    answered = rulings_answered(school.id, before_id=before, limit=PAGE + 1)
    context = {
        "school": school,
        "pages": pages_of(desk, school),
        "waiting": [] if before else rulings_waiting(school.id),
        "answered": answered[:PAGE],
        "older": answered[PAGE - 1].row.pk if len(answered) > PAGE else None,
        "before": before,
        "errors": {f"{field}-{asked}": words for field, words in (errors or {}).items()},
        "refusals": refusals,
        "typed": typed or {},
        "key": new_key(),
    }
    return render(desk, "school/rulings.html", context, status=status)


def _number(text: str) -> int:
    """Minutes as typed; 0, which the operation refuses by the name of its field, for what is no number."""
    text = text.strip().removesuffix("分钟").removesuffix("分")
    return int(text) if text.isdecimal() and len(text) < 5 else 0
