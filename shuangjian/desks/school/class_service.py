"""一个班的课后服务: who joins and on which days, what a family wrote on paper, and the paper to print.

Nothing here asks anybody to see to it that all families answer: not to answer is an answer's equal.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from shuangjian.afterschool.access import can_see_answers, can_see_wishes
from shuangjian.afterschool.operations import enter_from_paper
from shuangjian.afterschool.queries import Line, Service, answers_of_class, service_at, wishes_of
from shuangjian.afterschool.rules.kinds import Answer, Stage
from shuangjian.afterschool.rules.weekdays import weekdays_in, weekdays_label
from shuangjian.afterschool.rules.wishes import Wishes
from shuangjian.audit.operations import Request, once
from shuangjian.desks.common.asked import asked_term
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.common.wishes import after_press, blocks_of, days_of, pressed_in, reading_days, wishes_in
from shuangjian.desks.school.class_entrance import class_seen, frame
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput, NotAllowed, NotVisible, Refusal, Refused
from shuangjian.schools.queries import ClassNow, class_by_id, school_facts

ACTS = {"join": Answer.JOIN, "need": Answer.NEED, "no": Answer.NO}


@dataclass(frozen=True)
class Row:
    """A child of the class in words; `answer` is "" where nothing was said."""

    pupil_id: int
    name: str
    answer: str
    days: str
    how: str


@never_cache
@require_GET
@desk_view()
def service(request: HttpRequest, class_id: int) -> HttpResponse:
    """The children of the class, each with what was said."""
    desk = cast(DeskRequest, request)
    klass, found = _entered(desk, class_id)
    context: dict[str, Any] = frame(desk, klass) | {"service": found}
    if found is not None:
        lines = answers_of_class(desk.actor, klass, found.programme.pk, shanghai_date(desk.at))
        counts = Counter(line.sign_up.answer if line.sign_up else "" for line in lines)
        context |= {
            "programme": found.programme,
            "is_open": found.stage is Stage.OPEN,
            "is_told": found.stage is Stage.TOLD,
            "is_announced": found.stage is Stage.ANNOUNCED,
            "rows": [_row(line) for line in lines],
            "counts": [(answer.label, counts[answer]) for answer in Answer] + [("没有答", counts[""])],
        }
    return render(request, "school/class_service.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@desk_view()
def from_paper(request: HttpRequest, class_id: int, pupil_id: int) -> HttpResponse:
    """GET: the form for one child. POST `act`: join, need, no as the paper says; anything else gives the form back."""
    desk = cast(DeskRequest, request)
    klass, found = _entered(desk, class_id)
    if found is None:
        raise NotVisible(f"no service at school {klass.school_id}")
    lines = answers_of_class(desk.actor, klass, found.programme.pk, shanghai_date(desk.at))
    line = next((line for line in lines if line.seat.pupil_id == pupil_id), None)
    if line is None:
        raise NotVisible(f"pupil {pupil_id}")
    if request.method == "POST" and request.POST.get("act") in ACTS:
        return _enter(desk, klass, found, line)
    return _form(desk, klass, found, line)


@never_cache
@require_GET
@desk_view()
def paper(request: HttpRequest, class_id: int) -> HttpResponse:
    """What is printed for families who would rather write: one sheet a grade, the same for everybody."""
    desk = cast(DeskRequest, request)
    klass, found = _entered(desk, class_id)
    if found is None:
        raise NotVisible(f"no service at school {klass.school_id}")
    grades = [found.grade_of(cohort) for cohort, _ in klass.grades]
    context = frame(desk, klass) | {
        "school": school_facts(klass.school_id),
        "programme": found.programme,
        "days": days_of(found, Wishes()),
        "sheets": [(grade, blocks_of(found, grade, Wishes(found.days))) for grade in grades],
    }
    return render(request, "school/class_service_paper.html", context)


def _entered(desk: DeskRequest, class_id: int) -> tuple[ClassNow, Service | None]:
    """The class and its school's service. 404 for who does not work with the class, 403 for who does and has no part
    in this. `?term=2026-1`: of that term, where the school has announced two."""
    klass = class_by_id(class_id, shanghai_date(desk.at))
    if klass is None or not can_see_answers(desk.actor, klass.school_id, klass.id):
        class_seen(desk, class_id)
        raise NotAllowed("一个班谁参加课后服务，由班主任、课后服务负责人、教务处和校长看。")
    return klass, service_at(klass.school_id, desk.at, asked_term(desk.GET))


def _row(line: Line) -> Row:
    said = line.sign_up
    if said is None:
        return Row(line.seat.pupil_id, line.seat.name, "", "", "")
    how = "按纸面记的" if said.on_paper else "家里交的"
    return Row(
        line.seat.pupil_id,
        line.seat.name,
        Answer(said.answer).label,
        weekdays_label(weekdays_in(said.weekdays)),
        how,
    )


def _enter(desk: DeskRequest, klass: ClassNow, found: Service, line: Line) -> HttpResponse:
    wishes, answer, over = wishes_in(desk.POST), ACTS[desk.POST["act"]], desk.POST.get("over") == "yes"
    said = (wishes.days, wishes.units) if answer is Answer.JOIN else ()
    asked = Request.of(key_of(desk.POST), pupil=line.seat.pupil_id, answer=answer, said=said, over=over)

    def enter() -> str:
        return enter_from_paper(
            by=desk.actor,
            at=desk.at,
            klass=klass,
            programme_id=found.programme.pk,
            pupil_id=line.seat.pupil_id,
            answer=answer,
            wishes=wishes,
            over=over,
            request=asked,
        )

    try:
        receipt = once(desk.actor, asked, enter)
    except InvalidInput as unread:
        return _form(desk, klass, found, line, wishes, errors=unread.errors, status=422)
    except Refused as refused:
        return _form(desk, klass, found, line, wishes, refusal=refused.refusals[0], status=409)
    told = f"回执{receipt}，家里要可以抄给他们。" if receipt and answer is Answer.JOIN else ""
    messages.success(desk, f"照纸面记下了：{line.seat.name}，{answer.label}。{told}截止前还能改。")
    return redirect("school:class_service", klass.id)


def _form(
    desk: DeskRequest,
    klass: ClassNow,
    found: Service,
    line: Line,
    typed: Wishes | None = None,
    *,
    errors: Mapping[str, str] | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    """The form, filled in with what was entered from paper before; what a family said itself stays the family's."""
    grade, said = found.grade_of(line.seat.cohort), line.sign_up
    may_see = said is not None and can_see_wishes(desk.actor, klass.school_id, said.on_paper)
    before = wishes_of(said) if may_see else Wishes()
    wishes = typed or (after_press(desk.POST, found, grade) if desk.method == "POST" else before)
    context = frame(desk, klass) | {
        "name": line.seat.name,
        "row": _row(line),
        "said": said,
        "programme": found.programme,
        "is_open": found.stage is Stage.OPEN,
        "grade": grade,
        "days": days_of(found, wishes),
        "blocks": blocks_of(found, grade, wishes, pressed_in(desk.POST)),
        "over": desk.POST.get("over") == "yes",
        "reading_days": reading_days(found, grade),
        "errors": errors or {},
        "refusal": refusal,
        "key": new_key(),
    }
    return render(desk, "school/class_service_child.html", context, status=status)
