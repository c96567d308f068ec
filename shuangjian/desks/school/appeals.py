"""申诉: what teachers say a check has got wrong; upheld or let out; and by check, how often it was wrong."""

from dataclasses import dataclass
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
from shuangjian.homework.content import Kind
from shuangjian.homework.operations import answer_appeal
from shuangjian.homework.queries import appeals_answered, appeals_by_check, appeals_waiting
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.grade import grade_label
from shuangjian.kernel.refusal import Refusal
from shuangjian.kernel.subject import Subject
from shuangjian.schools.queries import SchoolFacts, classes_by_id

PAGE = 20


@dataclass(frozen=True)
class Shown:
    """One appeal: the row, its class and subject in words, and the text with the marked words taken apart."""

    row: Any
    label: str
    subject: str
    check: str
    before: str
    marked: str
    after: str


@require_http_methods(["GET", "POST"])
@desk_view()
def appeals(request: HttpRequest, school_id: int) -> HttpResponse:
    """GET: what waits, the checks, what was answered (`?check=`, `?before=`). POST: uphold or allow one."""
    desk = cast(DeskRequest, request)
    school = school_led(desk, school_id)
    if request.method != "POST":
        return _show(desk, school)
    appeal_id, act = read_id(request.POST.get("appeal", "")), request.POST.get("act", "")
    waiting = {row.pk for row in appeals_waiting(school.id)}
    if appeal_id is None or act not in ("allow", "uphold"):
        raise Http404
    why = request.POST.get("why", "")
    asked = Request.of(key_of(request.POST), appeal=appeal_id, act=act, why=why)

    def answer() -> str:
        if appeal_id not in waiting:
            raise Http404
        row = answer_appeal(
            by=desk.actor, at=desk.at, appeal_id=appeal_id, allow=act == "allow", why=why, request=asked
        )
        done = "放行了。老师再发布同样的文字，这一条不再拦" if act == "allow" else "维持了。老师会看到您写的话"
        return f"{Subject(row.subject).label}《{row.unit}》：{done}。"

    show = partial(_show, desk, school, typed={"appeal": appeal_id, "why": why})
    return acted(desk, asked, answer, show, lambda: reverse("school:appeals", args=[school.id]))


def _show(
    desk: DeskRequest,
    school: SchoolFacts,
    *,
    errors: dict[str, str] | None = None,
    refusals: tuple[Refusal, ...] = (),
    typed: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    kind = desk.GET.get("check", "")
    kind = kind if kind in set(Kind) else ""
    before = read_id(desk.GET.get("before", ""))
    waiting = [] if before else list(appeals_waiting(school.id))
    answered = list(appeals_answered(school.id, kind=kind, before_id=before, limit=PAGE + 1))
    shown = answered[:PAGE]
    classes = classes_by_id({row.school_class_id for row in (*waiting, *shown)}, shanghai_date(desk.at))
    labels = {pk: klass.label for pk, klass in classes.items()}
    context = {
        "school": school,
        "pages": pages_of(desk, school),
        "today": shanghai_date(desk.at),
        "waiting": [_shown(row, labels) for row in waiting],
        "answered": [_shown(row, labels) for row in shown],
        "older": shown[-1].pk if len(answered) > PAGE else None,
        "before": before,
        "kind": Kind(kind) if kind else None,
        "checks": appeals_by_check(school.id),
        "errors": errors or {},
        "refusals": refusals,
        "typed": typed or {},
        "key": new_key(),
    }
    return render(desk, "school/appeals.html", context, status=status)


def _shown(row: Any, labels: dict[int, str]) -> Shown:
    before, marked, after = row.text.partition(row.quoted) if row.quoted else (row.text, "", "")
    label = labels.get(row.school_class_id) or f"以前的一个班（{grade_label(row.grade)}）"
    return Shown(row, label, Subject(row.subject).label, Kind(row.check_kind).label, before, marked, after)
