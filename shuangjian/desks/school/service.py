"""课后服务: a term's programme, from its first day to its announcement, and what became of it."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from shuangjian.afterschool.operations import (
    announce_programme,
    answer_parts,
    set_hours,
    start_programme,
    withdraw_announcement,
)
from shuangjian.afterschool.queries import ProgrammeSeen, dates_of_school, programme_before, round_at
from shuangjian.afterschool.rules.kinds import Stage
from shuangjian.afterschool.rules.stating_models import MOST_PARTS
from shuangjian.afterschool.rules.terms import term_label
from shuangjian.afterschool.rules.weekdays import weekdays_label
from shuangjian.audit.operations import Request
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.entrance import REPEATED, once, pages_of
from shuangjian.desks.school.service_checks import checks_of
from shuangjian.desks.school.service_entrance import Service, service_pages, service_planned, service_seen
from shuangjian.desks.school.service_forms import TIMES, Typed, hours_typed, read_hours, typed_of
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput, Refusal, Refused

WEEKDAYS = [(day, weekdays_label([day])) for day in range(1, 6)]


@require_http_methods(["GET", "POST"])
@desk_view()
def service(request: HttpRequest, school_id: int) -> HttpResponse:
    """GET `?term=2026-1`: the programme. POST `act`: start (`copied`), set hours, answer
    parts of the service model, announce, withdraw."""
    desk = cast(DeskRequest, request)
    if request.method != "POST":
        return _show(desk, service_seen(desk, school_id))
    found, act = service_planned(desk, school_id), request.POST.get("act", "")
    if act not in ACTS or found.term is None:
        raise Http404
    typed = typed_of(request.POST)
    asked = Request.of(key_of(request.POST), school=school_id, fields=_sent(typed), weekdays=typed.weekdays)
    try:
        words = once(desk.actor, asked, lambda: ACTS[act](desk, found, typed, asked), field="term")
    except InvalidInput as invalid:
        return _show(desk, found, typed if act == "hours" else None, errors=invalid.errors, status=422)
    except Refused as refused:
        return _show(desk, service_seen(desk, school_id), refusals=refused.refusals, act=act, status=409)
    messages.success(request, words or REPEATED)
    return redirect(address_of(found))


def address_of(found: Service) -> str:
    """The page of the service in its term."""
    return f"{reverse('school:service', args=[found.school.id])}?term={found.code}"


def _sent(typed: Typed) -> dict[str, str]:
    return {name: value for name, value in typed.fields.items() if name not in ("csrfmiddlewaretoken", "key")}


def _start(desk: DeskRequest, found: Service, typed: Typed, asked: Request) -> str:
    copied = typed.fields.get("copied") == "yes"
    row = start_programme(
        by=desk.actor,
        at=desk.at,
        school_id=found.school.id,
        year=found.term.year,
        number=found.term.number,
        copied=copied,
        request=asked,
    )
    units = row.units.count()
    return f"照上学期抄好了{units}项活动，改好再公布。" if units else "开始编了。先定日子和时间，再加活动。"


def _hours(desk: DeskRequest, found: Service, typed: Typed, asked: Request) -> str:
    hours = read_hours(typed)
    set_hours(by=desk.actor, at=desk.at, programme_id=_programme(found).id, hours=hours, request=asked)
    return "日子和时间定好了。"


def _answers(desk: DeskRequest, found: Service, typed: Typed, asked: Request) -> str:
    """The answers come under numbers, each with the name of its part."""
    fields, numbers = typed.fields, range(1, MOST_PARTS + 1)
    parts = {n: fields[f"part-{n}"] for n in numbers if f"part-{n}" in fields}
    answers = {name: fields.get(f"answer-{n}", "").strip() for n, name in parts.items()}
    answer_parts(by=desk.actor, at=desk.at, programme_id=_programme(found).id, answers=answers, request=asked)
    return "存好了，教育局看得到。"


def _announce(desk: DeskRequest, found: Service, typed: Typed, asked: Request) -> str:
    row = announce_programme(
        by=desk.actor, at=desk.at, programme_id=_programme(found).id, secret=secrets.token_hex(32), request=asked
    )
    opens = shanghai_date(row.opens_at) if row.opens_at else shanghai_date(desk.at)
    return f"公布了。家长{opens.month}月{opens.day}日起可以报名，活动不再改。"


def _withdraw(desk: DeskRequest, found: Service, typed: Typed, asked: Request) -> str:
    withdraw_announcement(by=desk.actor, at=desk.at, programme_id=_programme(found).id, request=asked)
    return "收回了公布。改好再公布一次，会有一个新的承诺。"


ACTS: Mapping[str, Callable[[DeskRequest, Service, Typed, Request], str]] = {
    "start": _start,
    "hours": _hours,
    "answers": _answers,
    "announce": _announce,
    "withdraw": _withdraw,
}


def _programme(found: Service) -> ProgrammeSeen:
    if found.programme is None:
        raise Http404
    return found.programme


def _show(
    desk: DeskRequest,
    found: Service,
    typed: Typed | None = None,
    *,
    errors: Mapping[str, str] | None = None,
    refusals: Sequence[Refusal] = (),
    act: str = "",
    status: int = 200,
) -> HttpResponse:
    school, seen = found.school, found.programme
    its_round = round_at(school.path, found.term.year, found.term.number) if found.term else None
    before = programme_before(school.id, found.term.year, found.term.number) if found.term and not seen else None
    dates = dates_of_school(its_round, school.id, its_round.place.path) if its_round and seen else None
    context = {
        "school": school,
        "pages": pages_of(desk, school),
        "service": found,
        "service_pages": service_pages(desk, found),
        "other_terms": [(t, term_label(t.year, t.number)) for t in found.terms if t != found.term],
        "term_label": term_label(found.term.year, found.term.number) if found.term else "",
        "seen": seen,
        "before": before,
        "before_label": term_label(before.year, before.number) if before else "",
        "week": [(weekdays_label([day]), seen.on(day)) for day in seen.hours.weekdays] if seen else [],
        "checks": checks_of(school, seen) if seen else None,
        "round": its_round,
        "dates": dates,
        "in_time": dates is not None and desk.at < dates.opens_at,
        "begins_untold": dates is not None and seen is not None and seen.hours.since <= shanghai_date(dates.results_at),
        "is_planned": seen is not None and seen.stage is Stage.PLANNED,
        "is_announced": seen is not None and seen.stage is Stage.ANNOUNCED,
        "weekdays": WEEKDAYS,
        "times": TIMES,
        "typed": typed or (hours_typed(seen.hours) if seen else None),
        "errors": errors or {},
        "refusals": refusals,
        "act": act,
        "key": new_key(),
    }
    return render(desk, "school/service.html", context, status=status)
