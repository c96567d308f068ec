"""审核: the work that waits before families see it; passed, one or several, or returned with a reason."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from shuangjian.audit.operations import Request
from shuangjian.desks.common.asked import read_id
from shuangjian.desks.common.evenings import label_of
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.reviews import time_left
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.entrance import acted, pages_of
from shuangjian.homework.access import grades_reviewed
from shuangjian.homework.operations import pass_works, return_work
from shuangjian.homework.queries import Waiting, reviews_over, works_waiting
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.grade import grade_label
from shuangjian.kernel.refusal import Clause, Refusal
from shuangjian.policy.access import can_lead_school
from shuangjian.policy.queries import clauses_of
from shuangjian.schools.queries import ClassNow, SchoolFacts, classes_by_id, known_school

VOLUME_REVIEW = "homework/term_plan"  # the clause that has schools review the whole of their homework
MOST_AT_ONCE = 100


@dataclass(frozen=True)
class Where:
    """A class in which a work waits, with its evenings and the minutes it counts there."""

    label: str
    dates: tuple[dt.date, ...]
    minutes: int


@dataclass(frozen=True)
class Shown:
    work: Waiting
    where: tuple[Where, ...]
    left: str
    own: bool


@dataclass(frozen=True)
class Over:
    """A review that is over. `end` is passed, returned, shown (with nobody having looked) or ended (by the author)."""

    row: Any
    label: str
    end: str


@require_http_methods(["GET", "POST"])
@desk_view()
def reviews(request: HttpRequest, school_id: int) -> HttpResponse:
    """GET: what waits, and what is over. POST `act=pass` with any `work`s, or `act=return` with one and a `reason`."""
    desk = cast(DeskRequest, request)
    school = known_school(school_id)
    grades = grades_reviewed(desk.actor, school.id, school.path, shanghai_date(desk.at))
    if request.method != "POST":
        return _show(desk, school, grades)
    typed = request.POST.get("only", "") or ",".join(request.POST.getlist("work")[:MOST_AT_ONCE])
    chosen = sorted({pk for part in typed.split(",") if (pk := read_id(part)) is not None})
    reason, act = request.POST.get("reason", ""), request.POST.get("act", "")
    if act not in ("pass", "return") or (act == "return" and len(chosen) != 1):
        raise Http404
    if not chosen:
        messages.warning(request, "没有选中哪一份，所以什么都没有做。先在要审过的作业前面打勾。")
        return redirect("school:reviews", school.id)
    asked = Request.of(key_of(request.POST), school=school.id, works=chosen, act=act, reason=reason)
    return acted(
        desk,
        asked,
        partial(_decide, desk, school, act, chosen, reason, asked),
        partial(_show, desk, school, grades, typed={"work": chosen[0], "reason": reason}),
        lambda: reverse("school:reviews", args=[school.id]),
    )


def _decide(
    desk: DeskRequest, school: SchoolFacts, act: str, chosen: Sequence[int], reason: str, request: Request
) -> str:
    by, at = desk.actor, desk.at
    if act == "return":
        done = return_work(by=by, at=at, school=school, work_id=chosen[0], reason=reason, request=request)
        return f"退回了，{len(done)}个班的分钟还给了那一晚。老师会看到您写的话，可以照着改一份。"
    done = pass_works(by=by, at=at, school=school, work_ids=chosen, request=request)
    works = {publication.assignment_id for publication in done}
    gone = len(chosen) - len(works)
    left_out = f"另有{gone}份已经不在等：同事刚审过，老师撤回了，或者已经到点放出。" if gone else ""
    return f"审过了{len(works)}份，家长现在就看得到。{left_out}"


def _show(
    desk: DeskRequest,
    school: SchoolFacts,
    grades: frozenset[int] | None,
    *,
    errors: Mapping[str, str] | None = None,
    refusals: Sequence[Refusal] = (),
    typed: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    today = shanghai_date(desk.at)
    waiting, over = works_waiting(school.id, desk.at, grades), reviews_over(school.id, desk.at, grades)
    ids = {p.school_class_id for work in waiting for p in work.publications}
    classes = classes_by_id(ids | {row.publication.school_class_id for row in over}, today)
    shown = [_shown(desk, work, classes) for work in waiting]
    context = {
        "school": school,
        "pages": pages_of(desk, school),
        "grades": "、".join(grade_label(grade) for grade in sorted(grades)) if grades is not None else "",
        "waiting": shown,
        "several": sum(not one.own for one in shown) > 1,
        "over": [_over(row, classes) for row in over],
        "clauses": _clauses(school, today),
        "may_lead": can_lead_school(desk.actor, school.id),
        "errors": errors or {},
        "refusals": refusals,
        "typed": typed or {},
        "key": new_key(),
    }
    return render(desk, "school/reviews.html", context, status=status)


def _clauses(school: SchoolFacts, today: dt.date) -> tuple[Clause, ...]:
    return clauses_of(VOLUME_REVIEW, school, school.grades[-1], today)[:1]


def _shown(desk: DeskRequest, work: Waiting, classes: Mapping[int, ClassNow]) -> Shown:
    where = tuple(
        Where(
            _label(classes, p.school_class_id, p.grade),
            tuple(sorted(e.evening.date for e in p.entries.all() if e.reverses_id is None)),
            p.minutes,
        )
        for p in work.publications
    )
    return Shown(work, where, time_left(work.until, desk.at), work.author_id == desk.actor.person_id)


def _over(row: Any, classes: Mapping[int, ClassNow]) -> Over:
    end = {"PASSED": "passed", "RETURNED": "returned"}.get(row.state, "")
    if not end:
        ended = row.publication.ended_at
        end = "ended" if ended is not None and ended < row.until else "shown"
    return Over(row, _label(classes, row.publication.school_class_id, row.publication.grade), end)


def _label(classes: Mapping[int, ClassNow], class_id: int, grade: int) -> str:
    return label_of(classes[class_id], grade) if class_id in classes else f"以前的一个班（{grade_label(grade)}）"
