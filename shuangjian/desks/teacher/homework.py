"""我的作业: drafts and history, one assignment and where it stands, amending, withdrawing, throwing a draft away."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from shuangjian.audit.operations import Request
from shuangjian.desks.common.evenings import label_of
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.reviews import Reviewed, reviewed
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.teacher.measured import work_took
from shuangjian.homework.access import can_withdraw, get_assignment_for
from shuangjian.homework.operations import discard_draft, withdraw
from shuangjian.homework.queries import (
    appeals_of,
    appeals_of_text,
    drafts_of,
    history_of,
    publications_of,
    ruling_behind,
    rulings_of,
    sheet_addresses,
    spot_checks_of_work,
)
from shuangjian.homework.queries import spec_of as spec_of_assignment
from shuangjian.homework.rules import (
    AppealState,
    AssignmentSpec,
    PublicationState,
    ReviewState,
    text_digest,
)
from shuangjian.kernel.actor import Role
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.grade import grade_label
from shuangjian.kernel.refusal import KeyReused, Refusal, Refused
from shuangjian.schools.access import can_lead_school
from shuangjian.schools.queries import ClassNow, classes_by_id

PAGE = 20


@dataclass(frozen=True)
class Where:
    """One class that an assignment was published to. `dates` are those of its evenings; `over` when all have passed;
    `review` where it was held for one."""

    publication: Any
    label: str
    dates: tuple[dt.date, ...]
    over: bool
    may_withdraw: bool
    sheet: str | None
    review: Reviewed | None = None

    @property
    def stands(self) -> bool:
        return bool(self.publication.state == PublicationState.PUBLISHED)

    @property
    def waits(self) -> bool:
        """Whether families do not see it yet."""
        return self.stands and self.review is not None and self.review.waits

    @property
    def returned(self) -> bool:
        return self.review is not None and self.review.row.state == ReviewState.RETURNED


@require_GET
@desk_view(Role.SUBJECT_TEACHER)
def homework(request: HttpRequest) -> HttpResponse:
    """Drafts, then what was published, newest first, a page at a time."""
    desk = cast(DeskRequest, request)
    before = request.GET.get("before", "")
    before_id = int(before) if before.isdecimal() and len(before) < 18 else None
    person_id = desk.actor.person_id or 0
    found = list(history_of(person_id, before_id=before_id, limit=PAGE + 1))
    shown = found[:PAGE]
    where = where_of(desk, {a.pk: list(a.publications.all()) for a in shown}, sheets=False)
    context = {
        "drafts": [] if before_id else [(d, spec_of_assignment(d)) for d in drafts_of(person_id)],
        "history": [(a, spec_of_assignment(a), where[a.pk]) for a in shown],
        "appeals": [] if before_id else list(appeals_of(person_id)),
        "rulings": [] if before_id else rulings_of(person_id),
        "older": shown[-1].pk if len(found) > PAGE else None,
        "before": before_id,
    }
    return render(request, "teacher/homework.html", context)


@require_GET
@desk_view()
def assignment(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """One assignment: its words, and where it stands."""
    return _detail(cast(DeskRequest, request), assignment_id)


@require_POST
@desk_view()
def take_back(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Withdraw from one class, with a reason."""
    desk = cast(DeskRequest, request)
    publication = request.POST.get("publication", "")
    standing = {str(p.pk): p for p in publications_known_to(desk, assignment_id)}
    if publication not in standing:
        raise Http404
    reason = "".join(sign for sign in request.POST.get("reason", "").strip() if sign.isprintable())
    if not reason:
        errors = {f"reason-{publication}": "请用一句话写为什么撤回。"}
        return _detail(desk, assignment_id, errors=errors, status=422)
    key = key_of(request.POST)
    try:
        withdraw(
            by=desk.actor,
            at=desk.at,
            publication_id=int(publication),
            reason=reason,
            request=Request.of(key, publication=publication, reason=reason),
        )
    except Refused as refused:
        return _detail(desk, assignment_id, refusals=refused.refusals, status=409)
    except KeyReused:
        messages.warning(desk, "这一页已经用过一次，这次没有再做。下面是现在的样子。")
        return redirect("teacher:assignment", assignment_id)
    messages.success(desk, "撤回了，这些分钟还给了这一晚。作业单上不再有它。")
    if request.POST.get("from") == "class":  # pressed on the desk of the class: back to it
        return redirect(f"/class/{standing[publication].school_class_id}/")
    return redirect("teacher:assignment", assignment_id)


@require_POST
@desk_view(Role.SUBJECT_TEACHER)
def discard(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Throw a draft away."""
    desk = cast(DeskRequest, request)
    discard_draft(by=desk.actor, assignment_id=assignment_id)
    messages.success(desk, "草稿删掉了。")
    return redirect("teacher:homework")


def _detail(
    desk: DeskRequest,
    assignment_id: int,
    *,
    errors: dict[str, str] | None = None,
    refusals: Sequence[Refusal] = (),
    status: int = 200,
) -> HttpResponse:
    found = get_assignment_for(desk.actor, assignment_id)
    where = where_of(desk, {found.pk: publications_known_to(desk, found.pk)})[found.pk]
    own = found.author_id == desk.actor.person_id
    teaches = any(h.subject == found.subject for h in desk.actor.holds(Role.SUBJECT_TEACHER))
    spec = spec_of_assignment(found)
    context = {
        "assignment": found,
        "spec": spec,
        "allowed": _allowed(found, spec),
        "ruling": ruling_behind(found, spec),
        "findings": spot_checks_of_work(found.pk) if own or can_lead_school(desk.actor, found.school_id) else (),
        "where": where,
        "took": work_took(desk, found, spec) if where else None,
        "own": own,
        "may_copy": teaches,
        "may_amend": own and teaches and any(w.stands and not w.over for w in where),
        "errors": errors or {},
        "refusals": refusals,
        "key": new_key(),
    }
    return render(desk, "teacher/assignment.html", context, status=status)


def _allowed(assignment: Any, spec: AssignmentSpec) -> list[Any]:
    """The checks that academic affairs has let these very words pass, with who did and why."""
    answered = appeals_of_text([assignment.school_id], text_digest(spec))
    return [row for row in answered if row.state == AppealState.ALLOWED]


def publications_known_to(desk: DeskRequest, assignment_id: int) -> list[Any]:
    """Where an assignment that the actor may see was published; NotVisible for another."""
    get_assignment_for(desk.actor, assignment_id)
    return list(publications_of(assignment_id))


def where_of(desk: DeskRequest, publications: dict[int, list[Any]], *, sheets: bool = True) -> dict[int, list[Where]]:
    """The classes of many assignments with names and reviews, in two queries (three with the addresses of sheets)."""
    today = shanghai_date(desk.at)
    class_ids = {p.school_class_id for several in publications.values() for p in several}
    classes = classes_by_id(class_ids, today)
    tokens = sheet_addresses(class_ids) if sheets else {}
    reviews = reviewed(desk, (p for several in publications.values() for p in several))
    return {
        pk: [
            Where(
                publication=p,
                label=_label(classes.get(p.school_class_id), p.grade),
                dates=(dates := _dates(p)),
                over=all(e.evening.until <= today for e in p.entries.all()) if dates else True,
                may_withdraw=sheets and can_withdraw(desk.actor, p),
                sheet=tokens.get(p.school_class_id),
                review=reviews.get(p.pk),
            )
            for p in several
        ]
        for pk, several in publications.items()
    }


def _dates(publication: Any) -> tuple[dt.date, ...]:
    return tuple(sorted(e.evening.date for e in publication.entries.all() if e.reverses_id is None))


def _label(klass: ClassNow | None, grade: int) -> str:
    if klass is None:
        return f"以前的一个班（{grade_label(grade)}）"
    return label_of(klass, grade)
