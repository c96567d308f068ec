"""报名轮次: when families sign up, in which waves, the public number, and how far each school is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from shuangjian.afterschool.draw import PublicNumber
from shuangjian.afterschool.operations import enter_public_value, pass_issue_over, state_round
from shuangjian.afterschool.queries import SchoolProgress, announced_with, progress_below, round_at, round_of
from shuangjian.afterschool.rules.rounds import USUAL_WAIT, RoundSpec
from shuangjian.afterschool.rules.waves import Dates
from shuangjian.audit import operations as audit
from shuangjian.audit.operations import Request
from shuangjian.desks.bureau.rows import OVERSEERS, PAGE
from shuangjian.desks.bureau.service_entrance import Asked, place_in_term
from shuangjian.desks.common.asked import read_id, read_moment
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.kernel.day import SHANGHAI
from shuangjian.kernel.refusal import InvalidInput, Refusal, Refused

MOMENTS = {
    "opens_at": "第一批什么时候开始报名",
    "closes_at": "第一批什么时候截止",
    "public_due_at": "公开的数什么时候出来",
    "results_at": "第一批什么时候看到结果",
}
NUMBER = ("public_source", "public_where", "public_issue", "public_wait_days")
REPEATED = "这张表单已经用过一次，没有再做一遍。下面是现在的样子。"
FIELDS = (*MOMENTS, "waves", "gap_minutes", *NUMBER, "value", "again", "passed", "looked")


@dataclass(frozen=True)
class Reached:
    """A step on the way: how many schools have taken it. `code` names it in the address."""

    code: str
    label: str
    n: int
    rest: str
    schools: tuple[SchoolProgress, ...]
    others: tuple[SchoolProgress, ...]


@require_http_methods(["GET", "POST"])
@desk_view(*OVERSEERS)
def its_round(request: HttpRequest, place_id: int) -> HttpResponse:
    """GET `?term=`, `?show=announced` or `?show=not-announced` (the schools). POST `act`: `state`, `enter` the
    public number, typed twice, or `pass` over an issue that did not come out."""
    desk = cast(DeskRequest, request)
    asked = place_in_term(desk, place_id)
    if request.method != "POST":
        return _show(desk, asked)
    act = request.POST.get("act", "")
    if act not in ACTS or asked.term is None:
        raise Http404
    typed = {name: request.POST.get(name, "")[:200] for name in FIELDS}
    sent = Request.of(key_of(request.POST), place=place_id, act=act, **typed)
    try:
        words = audit.once(desk.actor, sent, lambda: ACTS[act](desk, asked, typed, sent))
    except InvalidInput as invalid:
        return _show(desk, asked, typed, errors=invalid.errors, status=422)
    except Refused as refused:
        return _show(desk, asked, typed, refusals=refused.refusals, status=409)
    messages.success(request, words or REPEATED)
    return redirect(f"{reverse('bureau:service_round', args=[place_id])}?term={asked.code}")


def _state(desk: DeskRequest, asked: Asked, typed: Mapping[str, str], sent: Request) -> str:
    moments = {name: read_moment(typed[name]) for name in MOMENTS}
    errors = {name: f"{MOMENTS[name]}？请选日子和时刻。" for name, moment in moments.items() if moment is None}
    opens_at, closes_at, due, results_at = moments.values()
    if errors or opens_at is None or closes_at is None or due is None or results_at is None:
        raise InvalidInput(errors)
    waves, gap = read_id(typed["waves"].strip()), read_id(typed["gap_minutes"].strip())
    dates = Dates(opens_at, closes_at, results_at)
    source, where, issue, days = (typed[name].strip() for name in NUMBER)
    public = PublicNumber(source, issue, due, read_id(days) or 0, where)
    spec = RoundSpec(dates, waves or 0, -1 if gap is None else gap, public)
    state_round(
        by=desk.actor,
        at=desk.at,
        place_id=asked.here.id,
        year=asked.term.year,
        number=asked.term.number,
        spec=spec,
        request=sent,
    )
    return "报名轮次定好了，下面的学校可以公布了。"


def _enter(desk: DeskRequest, asked: Asked, typed: Mapping[str, str], sent: Request) -> str:
    own = _own(asked)
    if typed["value"].split() != typed["again"].split():
        raise InvalidInput({"again": "两次写的不一样。这个数填了不再改，请再照着公布的写一遍。"})
    row = enter_public_value(
        by=desk.actor, at=desk.at, round_id=own, typed=typed["value"], request=sent, passed=_passed(typed)
    )
    return f"填好了：{row.public_value}。各校接着抽签。"


def _pass(desk: DeskRequest, asked: Asked, typed: Mapping[str, str], sent: Request) -> str:
    own, passed = _own(asked), _passed(typed)
    if typed["looked"] != "yes":
        raise InvalidInput({"looked": "请先到它公布的地方查一查，查过了再勾。"})
    row = pass_issue_over(by=desk.actor, at=desk.at, round_id=own, passed=passed, request=sent)
    return f"记下了。现在等的是{row.public_name}。"


def _own(asked: Asked) -> int:
    """The place's own round, by its id."""
    row = round_of(asked.here.id, asked.term.year, asked.term.number)
    if row is None:
        raise Http404
    return row.pk


def _passed(typed: Mapping[str, str]) -> int:
    """How many issues were passed over when the page was shown."""
    passed = read_id(typed["passed"] or "0")
    if passed is None:
        raise Http404
    return passed


ACTS: Mapping[str, Callable[[DeskRequest, Asked, Mapping[str, str], Request], str]] = {
    "state": _state,
    "enter": _enter,
    "pass": _pass,
}


def _show(
    desk: DeskRequest,
    asked: Asked,
    typed: Mapping[str, str] | None = None,
    *,
    errors: Mapping[str, str] | None = None,
    refusals: Sequence[Refusal] = (),
    status: int = 200,
) -> HttpResponse:
    here, term = asked.here, asked.term
    counts = round_at(here.path, term.year, term.number) if term else None
    own = counts if counts is not None and counts.place_id == here.id else None
    steps = _steps(desk, progress_below(here.path, term.year, term.number)) if term else []
    shown, code = _asked_for(steps, desk.GET.get("show", ""))
    context = {
        "here": here,
        "asked": asked,
        "counts": counts,
        "own": own,
        "in_use": announced_with(own.pk) if own else 0,
        "is_over": own is not None and desk.at >= own.awaited_until,
        "next_issue": own and own.public.name_of(own.issues_passed + 1),
        "is_out": own is not None and desk.at >= own.awaited_from,
        "steps": steps,
        "schools": steps[0].n + len(steps[0].others) if steps else 0,
        "show": code,
        "shown": Paginator(shown, PAGE).get_page(desk.GET.get("page")) if code else None,
        "moments": MOMENTS,
        "typed": typed or _typed(own),
        "errors": errors or {},
        "refusals": refusals,
        "key": new_key(),
    }
    return render(desk, "bureau/service_round.html", context, status=status)


def _typed(row: Any) -> dict[str, str]:
    if row is None:
        return {"waves": "1", "gap_minutes": "0", "public_wait_days": str(USUAL_WAIT)}
    moments = {name: f"{getattr(row, name).astimezone(SHANGHAI):%Y-%m-%dT%H:%M}" for name in MOMENTS}
    return moments | {name: str(getattr(row, name)) for name in ("waves", "gap_minutes", *NUMBER)}


def _steps(desk: DeskRequest, progress: Sequence[SchoolProgress]) -> list[Reached]:
    def step(code: str, label: str, rest: str, took: Callable[[SchoolProgress], bool]) -> Reached:
        schools = tuple(one for one in progress if took(one))
        others = tuple(one for one in progress if not took(one))
        return Reached(code, label, len(schools), rest, schools, others)

    return [
        step("planned", "开始编了", "还没有开始编", lambda one: one.planned),
        step("announced", "公布了", "还没有公布", lambda one: one.announced),
        step("open", "正在报名", "不在报名", lambda one: one.is_open(desk.at)),
        step("sealed", "志愿封存了", "还没有封存", lambda one: one.sealed),
        step("drawn", "抽签了", "还没有抽签", lambda one: one.drawn),
    ]


def _asked_for(steps: Sequence[Reached], show: str) -> tuple[tuple[SchoolProgress, ...], str]:
    """The schools of a step, or those that have not taken it, and what they are called; nothing for anything else."""
    for step in steps:
        if show == step.code:
            return step.schools, step.label
        if show == f"not-{step.code}":
            return step.others, step.rest
    return (), ""
