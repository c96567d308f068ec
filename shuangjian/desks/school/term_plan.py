"""学期作业计划: whose minutes are kept on which weekday's evening of a grade, and how that was agreed."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from shuangjian.audit.operations import Request
from shuangjian.desks.common.asked import read_date, read_id
from shuangjian.desks.common.bars import Bar, bar
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.entrance import REPEATED, once, pages_of
from shuangjian.homework.access import can_agree_plan
from shuangjian.homework.operations import caps_of_weekdays, propose_plan, save_plan
from shuangjian.homework.queries import GradeHere, Segment, announcements_ahead, grades_planned, plan_of_grade
from shuangjian.homework.rules import PLANNED_WEEKDAYS, Room
from shuangjian.homework.rules.lending import PLAN_RULE
from shuangjian.journeys.agree_term_plan import agree_term_plan
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.grade import grade_label
from shuangjian.kernel.refusal import InvalidInput, NotAllowed, NotVisible, Refusal, Refused
from shuangjian.kernel.subject import Subject, subject_order
from shuangjian.people.queries import subjects_taught
from shuangjian.rulebook.terms import YOUNGEST_LAST_GRADE
from shuangjian.schools.access import OVERSIGHT, can_see_school
from shuangjian.schools.queries import SchoolFacts, classes_by_id, known_school
from shuangjian.schools.rules import ONE_DAY

WEEKDAYS = {day: f"星期{'一二三四'[day - 1]}" for day in PLANNED_WEEKDAYS}


@dataclass(frozen=True)
class Column:
    """One weekday: what its evening holds, what is kept in all, what is left to nobody."""

    label: str
    cap: int
    total: int
    bar: Bar

    @property
    def pool(self) -> int:
        return self.cap - self.total


@dataclass(frozen=True)
class Cell:
    """Minutes of one subject on one weekday, as text for a field; `name` is the field's."""

    name: str
    weekday: str
    minutes: str


@dataclass(frozen=True)
class Grid:
    columns: tuple[Column, ...]
    lines: tuple[tuple[Subject, tuple[Cell, ...]], ...]


@dataclass(frozen=True)
class Sent:
    """A form that was sent and could not be done."""

    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    refusals: Sequence[Refusal] = ()


@require_http_methods(["GET", "POST"])
@desk_view()
def plan(request: HttpRequest, school_id: int) -> HttpResponse:
    """GET `?grade=5`. POST `act`: propose, save or agree."""
    desk = cast(DeskRequest, request)
    school = known_school(school_id)
    grades = grades_planned(desk.actor, school, shanghai_date(desk.at))
    if request.method != "POST":
        return _show(desk, school, grades, _chosen(desk, grades, request.GET.get("grade", "")))
    here = _chosen(desk, grades, request.POST.get("grade", ""))
    if not can_agree_plan(desk.actor, school.id, here.cohort):
        raise NotAllowed("年级的作业计划由年级组长、教务处或校长来定。")
    typed = {name: request.POST.get(name, "").strip()[:20] for name in request.POST if name.startswith("m-")}
    typed |= {"since": request.POST.get("since", "")[:10], "plan": request.POST.get("plan", "")[:18]}
    try:
        words = _act(desk, school, here, typed)
    except InvalidInput as invalid:
        return _show(desk, school, grades, here, Sent(typed, invalid.errors), status=422)
    except Refused as refused:
        return _show(desk, school, grades, here, Sent(typed, refusals=refused.refusals), status=409)
    messages.success(request, words)
    return redirect(reverse("school:plan", args=[school.id], query={"grade": here.grade}))


def _act(desk: DeskRequest, school: SchoolFacts, here: GradeHere, typed: Mapping[str, str]) -> str:
    act, label = desk.POST.get("act", ""), grade_label(here.grade)
    request = Request.of(key_of(desk.POST), school=school.id, act=act, grade=here.grade, **typed)

    def propose() -> str:
        propose_plan(by=desk.actor, at=desk.at, school=school, cohort=here.cohort, request=request)
        return f"拟好了{label}的一稿，还没有定。改好了，和各科老师商量过，再按定。"

    def save() -> str:
        save_plan(by=desk.actor, at=desk.at, plan_id=_plan_id(typed), minutes=_minutes(typed), request=request)
        return f"存好了{label}的这一稿，还没有定。"

    def agree() -> str:
        since = read_date(typed["since"])
        if since is None:
            raise InvalidInput({"since": "请选从哪一天起，比如2026-09-21。"})
        agree_term_plan(
            by=desk.actor, at=desk.at, plan_id=_plan_id(typed), minutes=_minutes(typed), since=since, request=request
        )
        return f"定好了：{label}从{since.month}月{since.day}日起按这一份留份额。"

    acts = {"propose": propose, "save": save, "agree": agree}
    if act not in acts:
        raise Http404
    return once(desk.actor, request, acts[act]) or REPEATED


def _plan_id(typed: Mapping[str, str]) -> int:
    found = read_id(typed["plan"])
    if found is None:
        raise Http404
    return found


def _minutes(typed: Mapping[str, str]) -> dict[tuple[int, str], int]:
    """Minutes by (weekday, subject); a blank is none. Raises InvalidInput for what is no number."""
    found: dict[tuple[int, str], int] = {}
    errors = {}
    for name, text in typed.items():
        if not name.startswith("m-"):
            continue
        day, _, subject = name.removeprefix("m-").partition("-")
        minutes = read_id(text.removesuffix("分")) if text else 0
        if minutes is None:
            errors[name] = "分钟请写整数，不留就空着。"
        else:
            found[read_id(day) or 0, subject] = minutes
    if errors:
        raise InvalidInput(errors)
    return found


def _chosen(desk: DeskRequest, grades: Sequence[GradeHere], typed: str) -> GradeHere:
    """The grade asked for; without one, the actor's own, or the first that has something to plan. Raises NotVisible."""
    if typed:
        found = next((here for here in grades if str(here.grade) == typed), None)
        if found is None:
            raise NotVisible(f"grade {typed[:3]}")
        return found
    heads = {held.cohort for held in desk.actor.roles if held.cohort is not None}
    own = next((here for here in grades if here.cohort in heads), None)
    return own or next((here for here in grades if here.grade > YOUNGEST_LAST_GRADE), grades[0])


def _show(
    desk: DeskRequest,
    school: SchoolFacts,
    grades: Sequence[GradeHere],
    here: GradeHere,
    sent: Sent | None = None,
    status: int = 200,
) -> HttpResponse:
    today = shanghai_date(desk.at)
    begin, plan = today + ONE_DAY, plan_of_grade(desk.actor, school, here.cohort, today)
    now, draft = plan.now, plan.draft
    caps = caps_of_weekdays(school, here.grade, plan.since)
    taught = {str(subject) for subject in subjects_taught(here.class_ids, today)}
    sent = sent or Sent()
    context: dict[str, Any] = {
        "school": school,
        "pages": pages_of(desk, school) if can_see_school(desk.actor, school.id, school.path) else [],
        "grades": grades,
        "here": here,
        "clause": (PLAN_RULE,),
        "may_agree": plan.may_agree,
        "term": plan.term,
        "now": now,
        "now_grid": _grid(caps, now.minutes, set()) if now else None,
        "later": plan.later,
        "history": plan.agreed,
        "draft": draft,
        "draft_grid": _grid(caps, draft.minutes, taught, sent.typed) if draft else None,
        "sent": sent,
        "since": sent.typed.get("since") or begin.isoformat(),
        "tomorrow": begin,
        "no_written": not any(caps.values()),
        "large_work": announcements_ahead(classes_by_id(here.class_ids, today).values(), today),
        "works_here": not desk.actor.holds_over(school.path, *OVERSIGHT),
        "key": new_key(),
    }
    return render(desk, "school/plan.html", context, status=status)


def _grid(
    caps: Mapping[int, int],
    minutes: Mapping[tuple[int, str], int],
    taught: Iterable[str],
    typed: Mapping[str, str] | None = None,
) -> Grid:
    """Subjects in their fixed order by weekdays, with what somebody typed where a form came back."""
    subjects = sorted({*map(Subject, taught), *(Subject(s) for _, s in minutes)}, key=subject_order)
    columns = tuple(_column(day, label, caps.get(day, 0), minutes) for day, label in WEEKDAYS.items())
    lines = tuple(
        (subject, tuple(_cell(day, subject, minutes, typed or {}) for day in WEEKDAYS)) for subject in subjects
    )
    return Grid(columns, lines)


def _cell(day: int, subject: Subject, minutes: Mapping[tuple[int, str], int], typed: Mapping[str, str]) -> Cell:
    name = f"m-{day}-{subject.value}"
    planned = minutes.get((day, subject), 0)
    return Cell(name, WEEKDAYS[day], typed.get(name, str(planned) if planned else ""))


def _column(day: int, label: str, cap: int, minutes: Mapping[tuple[int, str], int]) -> Column:
    parts = sorted(((Subject(s), m) for (d, s), m in minutes.items() if d == day), key=lambda p: subject_order(p[0]))
    total, date = sum(m for _, m in parts), dt.date.min
    room = Room(
        class_id=0, class_label="", grade=0, date=date, until=date, is_night=True, provisional=False, cap=cap,
        committed=0, obligated=total, own_right=0, own_committed=0, clauses=(), zero="" if cap else "NO_HOMEWORK_DAY",
    )  # fmt: skip
    return Column(label, cap, total, bar(room, [Segment(subject, 0, kept) for subject, kept in parts], title=label))
