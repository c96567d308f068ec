"""The publishing form before anything is pressed: what it starts from, and what is said of it while it is written."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse

from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.teacher import screen
from shuangjian.desks.teacher.minutes import earlier_words
from shuangjian.desks.teacher.page import blank, show
from shuangjian.desks.teacher.typed import Typed, from_spec, read
from shuangjian.homework.access import get_assignment_for, get_own_assignment
from shuangjian.homework.queries import spec_of
from shuangjian.journeys.shown_minutes import signed
from shuangjian.journeys.weigh_homework import weigh_homework
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput, NotVisible
from shuangjian.kernel.subject import Subject


def open_form(desk: DeskRequest) -> HttpResponse:
    """The form, filled from a draft of one's own (`?draft=`), which is weighed at once, from an earlier assignment
    (`?copy=`), or empty."""
    draft, copied = desk.GET.get("draft", ""), desk.GET.get("copy", "")
    if is_id(draft):
        return _reopened(desk, get_own_assignment(desk.actor, int(draft)))
    typed = blank(subject_asked(desk))
    if is_id(copied):
        typed = _if_taught(desk, from_spec(spec_of(get_assignment_for(desk.actor, int(copied)))))
    return show(desk, typed, fill=True)


def _reopened(desk: DeskRequest, draft: Any) -> HttpResponse:
    """A draft with its classes and evenings, and what it counts now; what is still missing of it is not said yet."""
    kept = spec_of(draft)
    token = signed(desk.actor, kept, draft.shown_at) if draft.shown_at else ""
    typed = _if_taught(desk, from_spec(kept, draft=str(draft.pk), shown=token, **meant(draft.intent)))
    try:
        spec, targets = read(typed)
        found = weigh_homework(
            by=desk.actor, at=desk.at, spec=spec, targets=targets, draft_ids=typed.drafts, token=token
        )
    except (InvalidInput, NotVisible):
        return show(desk, typed, fill=True)
    earlier = earlier_words(kept, draft.shown_at, found.predicted, shanghai_date(desk.at))
    return show(desk, replace(typed, shown=found.predicted.token), weighed=found, earlier=earlier, focus=False)


def weighed_quietly(desk: DeskRequest, typed: Typed) -> HttpResponse:
    """While somebody writes: what can be said of it so far; nothing of what is missing, and nothing takes the focus."""
    try:
        spec, targets = read(typed)
        found = weigh_homework(by=desk.actor, at=desk.at, spec=spec, targets=targets, draft_ids=typed.drafts)
    except InvalidInput:
        return show(desk, typed, focus=False)
    return show(desk, replace(typed, shown=found.predicted.token), weighed=found, focus=False)


def _if_taught(desk: DeskRequest, typed: Typed) -> Typed:
    taught = screen.subjects_of(desk.actor)
    return typed if typed.subject in taught else replace(typed, subject=subject_asked(desk).value)


def subject_asked(desk: DeskRequest) -> Subject:
    """The subject asked for in the address, where the actor teaches it; otherwise the first."""
    subjects = screen.subjects_of(desk.actor)
    wanted = desk.GET.get("subject", "")
    return Subject(wanted) if wanted in subjects else subjects[0]


def meant(intent: dict[str, Any]) -> dict[str, Any]:
    """The classes and evenings a draft was meant for, as a form takes them."""
    return {
        "classes": tuple(intent.get("classes", ())),
        "evening": intent.get("evening", ""),
        "also": tuple(intent.get("also", ())),
        "own_evenings": dict(intent.get("own_evenings", {})),
        "all_or_none": bool(intent.get("all_or_none")),
    }


def with_living_draft(desk: DeskRequest, typed: Typed) -> Typed:
    """A draft that was thrown away in another tab is written anew."""
    try:
        if is_id(typed.draft):
            get_own_assignment(desk.actor, int(typed.draft))
            return typed
    except NotVisible:
        pass
    return replace(typed, draft="")


def is_id(text: str) -> bool:
    return text.isdecimal() and len(text) < 18
