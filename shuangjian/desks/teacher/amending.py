"""改这份作业: the same classes and evenings, other words or minutes; everywhere or nowhere."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from shuangjian.audit.operations import Request
from shuangjian.desks.common.forms import chosen_way, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.teacher.homework import Where, publications_known_to, where_of
from shuangjian.desks.teacher.minutes import counting, moved_words
from shuangjian.desks.teacher.said import Shown, send_appeal, shown_said
from shuangjian.desks.teacher.typed import MOST_ROWS, Typed, from_post, from_spec, spec_of, with_row, with_way
from shuangjian.homework.access import get_own_assignment
from shuangjian.homework.operations import Target, what_is_said
from shuangjian.homework.queries import spec_of as spec_of_assignment
from shuangjian.homework.rules import Form, Large, check_spec
from shuangjian.journeys.amend_homework import amend_homework, weigh_amendment
from shuangjian.journeys.predict_minutes import MinutesMoved, Predicted
from shuangjian.kernel.actor import Role
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput, KeyReused, Refusal, Refused
from shuangjian.kernel.subject import Subject


@require_http_methods(["GET", "POST"])
@desk_view(Role.SUBJECT_TEACHER)
def change(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Amend: the same classes and evenings, other words or minutes; everywhere or nowhere."""
    desk = cast(DeskRequest, request)
    old = get_own_assignment(desk.actor, assignment_id)
    if old.published_at is None:
        return redirect(f"/homework/new/?draft={old.pk}")
    if request.method != "POST":
        return _amendment(desk, assignment_id, from_spec(spec_of_assignment(old)))
    typed = from_post(request.POST, old.subject)
    if request.POST.get("way"):
        return _amendment(desk, assignment_id, with_way(typed, chosen_way(request.POST)))
    if request.POST.get("appeal"):
        return _appeal(desk, assignment_id, typed)
    if request.POST.get("act") == "add_row":
        return _amendment(desk, assignment_id, with_row(typed))
    if request.POST.get("act") != "amend":
        return _amendment(desk, assignment_id, typed)
    return _amend(desk, assignment_id, typed)


def _amend(desk: DeskRequest, assignment_id: int, typed: Typed) -> HttpResponse:
    try:
        spec = spec_of(typed)
        outcome = amend_homework(
            by=desk.actor,
            at=desk.at,
            assignment_id=assignment_id,
            spec=spec,
            request=Request.of(typed.key, assignment=assignment_id, spec=repr(spec)),
            token=typed.shown,
        )
    except InvalidInput as invalid:
        return _amendment(desk, assignment_id, typed, errors=invalid.errors, status=422)
    except MinutesMoved as moved:
        return _amendment(desk, assignment_id, typed, moved=moved, status=409)
    except Refused as refused:
        return _amendment(desk, assignment_id, typed, refusals=refused.refusals, status=409)
    except KeyReused:
        messages.warning(desk, "这一页已经用过一次，后来又改了内容，所以这次没有改。看看没问题，再按一次。")
        return _amendment(desk, assignment_id, replace(typed, key=new_key()), status=409)
    classes = "、".join(c.label for c in outcome.published)
    now = "换成了这一份，先审核，家长还看不到" if outcome.held else "作业单上换成了这一份"
    said = "已经改过，没有再改一次" if outcome.repeated else f"改好了：{classes}{'' if outcome.held else '的'}{now}"
    messages.success(desk, f"{said}。")
    return redirect("teacher:assignment", outcome.assignment_id)


def _appeal(desk: DeskRequest, assignment_id: int, typed: Typed) -> HttpResponse:
    try:
        if not send_appeal(desk, spec_of(typed), typed.key):
            raise Http404
    except InvalidInput as invalid:
        return _amendment(desk, assignment_id, typed, errors=invalid.errors, status=422)
    except KeyReused:
        messages.warning(desk, "这一条刚才已经送过教务处，没有再送一次。")
        return _amendment(desk, assignment_id, replace(typed, key=new_key()), status=409)
    except Refused as refused:
        return _amendment(desk, assignment_id, typed, refusals=refused.refusals, status=409)
    return _amendment(desk, assignment_id, replace(typed, key=new_key()))


def _amendment(
    desk: DeskRequest,
    assignment_id: int,
    typed: Typed,
    *,
    errors: dict[str, str] | None = None,
    refusals: Sequence[Refusal] = (),
    moved: MinutesMoved | None = None,
    status: int = 200,
) -> HttpResponse:
    now = _weighed(desk, assignment_id, typed)
    typed = replace(typed, shown=now.token if now else "")
    where = [
        w
        for w in where_of(desk, {assignment_id: publications_known_to(desk, assignment_id)})[assignment_id]
        if w.stands
    ]
    context = {
        "assignment_id": assignment_id,
        "typed": typed,
        "subject": Subject(typed.subject),
        "where": where,
        "forms": list(Form),
        "larges": list(Large),
        "can_add_row": len(typed.tiers) < MOST_ROWS,
        "errors": errors or {},
        "refusals": [_within(refusal) for refusal in refusals if not refusal.code.startswith("CONTENT_")],
        "refused": bool(refusals),
        "minutes": counting(now, "amend") if now else None,
        "moved": moved_words(moved, shanghai_date(desk.at), "改") if moved else "",
        "shown": _shown(desk, assignment_id, typed, where) if desk.method == "POST" else [],
    }
    return render(desk, "teacher/amend.html", context, status=status)


def _weighed(desk: DeskRequest, assignment_id: int, typed: Typed) -> Predicted | None:
    """What the form counts as it is typed now; None where that cannot be said."""
    try:
        spec = spec_of(typed)
        check_spec(spec)
    except InvalidInput:
        return None
    return weigh_amendment(by=desk.actor, at=desk.at, assignment_id=assignment_id, spec=spec)


def _shown(desk: DeskRequest, assignment_id: int, typed: Typed, where: Sequence[Where]) -> list[Shown]:
    """What the checks say of the words as they are typed now, in the classes where the old ones stand."""
    try:
        spec = spec_of(typed)
    except InvalidInput:
        return []
    targets = {Target(w.publication.school_class_id, w.publication.grade, w.dates): w.label for w in where}
    said = what_is_said(at=desk.at, spec=spec, targets=list(targets), besides=assignment_id)
    return shown_said(spec, ((f"{t.class_id}-{t.grade}", label, said[t]) for t, label in targets.items()))


def _within(refusal: Refusal) -> Refusal:
    """An amendment stays on its evenings: the way to another evening is a withdrawal and a new assignment."""
    ways = tuple(way for way in refusal.ways if not any(name.startswith("evening") for name in way.values))
    return replace(refusal, ways=ways)
