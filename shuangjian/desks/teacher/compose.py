"""今天 and 发布作业: one screen. Looking, checking, taking a way out, keeping a draft, publishing."""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from shuangjian.audit.queries import outcome_under
from shuangjian.desks.common.forms import chosen_way, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view, kept_form
from shuangjian.desks.teacher import screen
from shuangjian.desks.teacher.large_work import announce_from
from shuangjian.desks.teacher.loans import ask
from shuangjian.desks.teacher.minutes import send_for_minutes
from shuangjian.desks.teacher.opened import meant, open_form, subject_asked, weighed_quietly, with_living_draft
from shuangjian.desks.teacher.page import blank, show
from shuangjian.desks.teacher.said import Shown, send_appeal, shown_said
from shuangjian.desks.teacher.typed import (
    Typed,
    from_post,
    from_spec,
    intent_of,
    read,
    spec_of,
    with_row,
    with_way,
)
from shuangjian.homework.access import get_own_assignment
from shuangjian.homework.operations import Outcome, Target, save_draft, what_is_said
from shuangjian.homework.queries import spec_of as spec_of_assignment
from shuangjian.homework.rules import AssignmentSpec
from shuangjian.journeys.predict_minutes import MinutesMoved
from shuangjian.journeys.publish_homework import publish_homework
from shuangjian.journeys.shown_minutes import as_signed
from shuangjian.journeys.weigh_homework import weigh_homework
from shuangjian.kernel.actor import Role
from shuangjian.kernel.refusal import InvalidInput, KeyReused, Refused


@require_GET
@desk_view(Role.SUBJECT_TEACHER)
def today(request: HttpRequest) -> HttpResponse:
    """The evenings of one's classes, and an empty form."""
    desk = cast(DeskRequest, request)
    return show(desk, blank(subject_asked(desk)), fill=True)


@require_http_methods(["GET", "POST"])
@desk_view(keeps="content")
def compose(request: HttpRequest) -> HttpResponse:
    """GET: the form, filled from a draft (`?draft=`) or an earlier assignment (`?copy=`). POST: what was pressed."""
    desk = cast(DeskRequest, request)
    subjects = screen.subjects_of(desk.actor)
    if not subjects:
        return _no_longer_teaching(desk)
    if request.method != "POST":
        kept = kept_form(request)
        if kept is not None and kept.get("subject", "") in subjects:
            messages.warning(request, "您刚才写的都在，还没有发布。看看没问题，再按发布。")
            return show(desk, from_post(kept, kept.get("subject", "")))
        return open_form(desk)
    asked = request.POST.get("switch") or request.POST.get("subject", "")
    typed = from_post(request.POST, asked if asked in subjects else subjects[0].value)
    if asked not in subjects:
        words = "名册上您现在不教刚才那一科，所以没有发布。任课没变的话，请教务处更新名册。"
        return show(desk, typed, errors={"subject": words}, status=422)
    if request.POST.get("switch"):
        return show(desk, replace(typed, classes=(), competency="", own_evenings={}), fill=True)
    if request.POST.get("way"):
        way = chosen_way(request.POST)
        if way.get("act") == "ASK_LOAN":
            ask(desk, typed, way)
        if way.get("act") == "ANNOUNCE":
            typed = announce_from(desk, typed, way)
        return _check(desk, with_way(typed, way))
    if request.POST.get("appeal"):
        return _appeal(desk, with_living_draft(desk, typed))
    if request.POST.get("act") == "ask_minutes":
        return _ask_for_minutes(desk, with_living_draft(desk, typed))
    match request.POST.get("act", ""):
        case "publish":
            return _publish(desk, with_living_draft(desk, typed))
        case "draft":
            return _keep(desk, with_living_draft(desk, typed))
        case "add_row":
            return show(desk, with_row(typed))
        case "":  # nothing was pressed: somebody is writing
            return weighed_quietly(desk, typed)
        case _:
            return _check(desk, typed)


@require_GET
@desk_view(Role.SUBJECT_TEACHER)
def result(request: HttpRequest) -> HttpResponse:
    """What came of publishing, per class; the form again for the classes that were refused."""
    desk = cast(DeskRequest, request)
    kept = _outcome(desk, request.GET.get("key", ""))
    if kept is None:
        raise Http404
    if not kept.refused:
        return show(desk, blank(subject_asked(desk)), fill=True, outcome=kept, also=_also_said(desk, kept))
    assignment = get_own_assignment(desk.actor, kept.assignment_id)
    if assignment.subject not in screen.subjects_of(desk.actor):
        return show(desk, blank(subject_asked(desk)), fill=True, outcome=kept)
    again = meant(assignment.intent) | {"classes": tuple(f"{c.class_id}-{c.grade}" for c in kept.refused)}
    typed = from_spec(spec_of_assignment(assignment), draft=str(assignment.pk), **again)
    return _check(desk, typed, outcome=kept)


def _also_said(desk: DeskRequest, kept: Outcome) -> list[Shown]:
    """What the checks only say of words that went out."""
    spec = spec_of_assignment(get_own_assignment(desk.actor, kept.assignment_id))
    targets = {Target(c.class_id, c.grade, c.dates): c.label for c in kept.published}
    said = what_is_said(at=desk.at, spec=spec, targets=list(targets), besides=kept.assignment_id)
    return shown_said(spec, ((f"{t.class_id}-{t.grade}", label, said[t]) for t, label in targets.items()))


def _publish(desk: DeskRequest, typed: Typed) -> HttpResponse:
    try:
        spec, targets = read(typed)
        outcome = publish_homework(
            by=desk.actor,
            at=desk.at,
            spec=spec,
            targets=targets,
            key=typed.key,
            intent=intent_of(typed),
            draft_id=int(typed.draft) if typed.draft else None,
            all_or_none=typed.all_or_none,
            token=typed.shown,
        )
    except InvalidInput as invalid:
        return show(desk, typed, errors=invalid.errors, status=422)
    except MinutesMoved as moved:
        return _check(desk, typed, moved=moved, status=409)
    except Refused as refused:
        messages.warning(desk, "".join(refusal.staff for refusal in refused.refusals))
        return _check(desk, typed, status=409)
    except KeyReused:
        earlier = _outcome(desk, typed.key)
        messages.warning(
            desk,
            "这张表单刚才已经用过一次，那次的结果照旧有效。您后来改过内容，所以这次没有发；看看没问题，再按一次发布。",
        )
        draft = str(earlier.assignment_id) if earlier else ""
        return _check(desk, replace(typed, key=new_key(), draft=draft), status=409)
    if outcome.repeated:
        messages.warning(desk, "这张表单已经发布过，没有再发一次。下面是那次的结果。")
    return redirect(reverse("teacher:result", query={"key": typed.key}))


def _keep(desk: DeskRequest, typed: Typed) -> HttpResponse:
    try:
        _save(desk, typed, spec_of(typed))
    except InvalidInput as invalid:
        return show(desk, typed, errors=invalid.errors, status=422)
    messages.success(desk, "草稿存好了，还没有发布。")
    return redirect("teacher:homework")


def _appeal(desk: DeskRequest, typed: Typed) -> HttpResponse:
    """Keep what was written, and put one check of it before academic affairs."""
    try:
        spec, _ = read(typed)
        typed = replace(typed, draft=_save(desk, typed, spec))
        if not send_appeal(desk, spec, typed.key):
            raise Http404
    except InvalidInput as invalid:
        return _check(desk, typed, errors=invalid.errors, status=422)
    except KeyReused:
        messages.warning(desk, "这一条刚才已经送过教务处，没有再送一次。")
        return _check(desk, replace(typed, key=new_key()), status=409)
    except Refused as refused:
        messages.warning(desk, "".join(refusal.staff for refusal in refused.refusals))
        return _check(desk, typed, status=409)
    return _check(desk, replace(typed, key=new_key()))


def _ask_for_minutes(desk: DeskRequest, typed: Typed) -> HttpResponse:
    """Keep what was written with what was shown of it, and put its minutes before academic affairs."""
    try:
        spec, _ = read(typed)
        typed = replace(typed, draft=_save(desk, typed, spec))
        send_for_minutes(desk, int(typed.draft), typed.key)
    except InvalidInput as invalid:
        return _check(desk, typed, errors=invalid.errors, status=422)
    except KeyReused:
        messages.warning(desk, "这一份的分钟刚才已经送过教务处，没有再送一次。")
        return _check(desk, replace(typed, key=new_key()), status=409)
    except Refused as refused:
        messages.warning(desk, "".join(refusal.staff for refusal in refused.refusals))
        return _check(desk, typed, status=409)
    return _check(desk, replace(typed, key=new_key()))


def _save(desk: DeskRequest, typed: Typed, spec: AssignmentSpec) -> str:
    """Keep the form as a draft, with what it was last said to count; the draft's id."""
    spec, shown_at = as_signed(typed.shown, desk.actor, spec, desk.at)
    draft = save_draft(
        by=desk.actor,
        at=desk.at,
        spec=spec,
        intent=intent_of(typed),
        assignment_id=int(typed.draft) if typed.draft else None,
        key=typed.key,
        shown_at=shown_at,
    )
    return str(draft.pk)


def _check(
    desk: DeskRequest,
    typed: Typed,
    *,
    moved: MinutesMoved | None = None,
    outcome: Outcome | None = None,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Weigh without publishing; the verdict stands on the bars. `moved`: it was about to be published, and would have
    counted other minutes than were shown."""
    try:
        spec, targets = read(typed)
        found = weigh_homework(by=desk.actor, at=desk.at, spec=spec, targets=targets, draft_ids=typed.drafts)
    except InvalidInput as invalid:
        return show(desk, typed, errors=invalid.errors, outcome=outcome, status=422)
    typed = replace(typed, shown=found.predicted.token)
    return show(desk, typed, weighed=found, moved=moved, errors=errors, outcome=outcome, status=status)


def _outcome(desk: DeskRequest, key: str) -> Outcome | None:
    kept = outcome_under(desk.actor.person_id or 0, "".join(filter(str.isprintable, key))[:255])
    return Outcome.from_json(kept) if kept and "classes" in kept else None


def _no_longer_teaching(desk: DeskRequest) -> HttpResponse:
    """A teacher who left while the form was open gets back what was written; whoever never taught gets a 404."""
    if desk.method != "POST" or not desk.POST.get("content", "").strip():
        raise Http404
    return render(desk, "teacher/no_longer_teaching.html", {"posted": desk.POST}, status=403)
