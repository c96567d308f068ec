"""校历: the days of a term by month, and stating that the school is closed or holds school on one of them."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from shuangjian.audit.operations import Request
from shuangjian.desks.common.asked import asked_date, read_date
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.entrance import REPEATED, once, pages_of, school_seen
from shuangjian.homework.operations import Standing
from shuangjian.journeys.set_school_rule import EveningsInTheWay, state_local_day
from shuangjian.kernel.day import DayKind, Period, SchoolDay, shanghai_date
from shuangjian.kernel.refusal import InvalidInput, Refusal
from shuangjian.schools.access import can_lead_school, check_can_lead_school
from shuangjian.schools.queries import SchoolFacts, calendar_at, place
from shuangjian.schools.rules import Calendar

ONE_DAY = dt.timedelta(days=1)
# What a calendar on paper writes into the square of a day.
MARKS = {
    DayKind.MAKE_UP_DAY: "班",
    DayKind.PROVISIONAL: "暂",
    DayKind.DAY_OFF: "休",
    DayKind.CLOSURE: "停",
    DayKind.WEEKEND: "",
    DayKind.SCHOOL_DAY: "",
    DayKind.OUT_OF_TERM: "",
}


@dataclass(frozen=True)
class Month:
    """A month of a term: weeks of seven days, None outside the month or the term; what is not ordinary, in words."""

    first: dt.date
    weeks: tuple[tuple[SchoolDay | None, ...], ...]
    words: tuple[tuple[dt.date, dt.date, str], ...]
    school_days: int


@dataclass(frozen=True)
class Typed:
    date: str = ""
    held: str = ""
    reason: str = ""
    key: str = ""


@require_http_methods(["GET", "POST"])
@desk_view()
def calendar(request: HttpRequest, school_id: int) -> HttpResponse:
    """GET `?term=2026-09-01` (any day of it). POST: a closure or a day on which school is held."""
    desk = cast(DeskRequest, request)
    school = school_seen(desk, school_id)
    if request.method != "POST":
        return _show(desk, school, Typed(key=new_key()))
    check_can_lead_school(desk.actor, school.id, school.path)
    typed = Typed(
        request.POST.get("date", "")[:10],
        request.POST.get("held", "")[:3],
        "".join(sign for sign in request.POST.get("reason", "") if sign.isprintable()).strip()[:60],
        key_of(request.POST),
    )
    try:
        words = _state(desk, school, typed)
    except InvalidInput as invalid:
        return _show(desk, school, typed, errors=invalid.errors, status=422)
    except EveningsInTheWay as blocked:
        return _show(desk, school, typed, refusals=blocked.refusals, standing=blocked.standing, status=409)
    messages.success(request, words)
    return redirect(f"{reverse('school:calendar', args=[school.id])}?term={typed.date}")


def _state(desk: DeskRequest, school: SchoolFacts, typed: Typed) -> str:
    request = Request.of(typed.key, school=school.id, date=typed.date, held=typed.held, reason=typed.reason)

    def state() -> str:
        date, held = _read(typed, calendar_at(school.path), shanghai_date(desk.at))
        state_local_day(
            by=desk.actor,
            at=desk.at,
            place=place(school.id),
            date=date,
            is_school_day=held,
            reason=typed.reason,
            request=request,
        )
        what = "上课" if held else "停课"
        return f"定好了：{date.month}月{date.day}日{what}，{typed.reason}。这一天前后的傍晚已经跟着改了。"

    return once(desk.actor, request, state, field="date") or REPEATED


def _read(typed: Typed, days: Calendar, today: dt.date) -> tuple[dt.date, bool]:
    errors = {}
    date, held = read_date(typed.date), {"yes": True, "no": False}.get(typed.held)
    if date is None:
        errors["date"] = "请选一天，比如2026-10-10。"
    elif date < today:
        errors["date"] = "这一天已经过去，照实留着。请选今天或以后的日子。"
    elif days.term_of(date) is None:
        errors["date"] = "这一天不在学期里。学期由县区或市教育局定。"
    elif (day := days.day(date)).is_school_day is held and day.kind is not DayKind.PROVISIONAL:
        errors["date"] = (
            f"这一天本来就{'上课' if held else '不上课'}{f'：{day.reason}' if day.reason else ''}，不用定。"
        )
    if held is None:
        errors["held"] = "请选停课还是上课。"
    if not typed.reason:
        errors["reason"] = "请写一句原因，比如“暴雪停课”。"
    if errors or date is None or held is None:
        raise InvalidInput(errors)
    return date, held


def _show(
    desk: DeskRequest,
    school: SchoolFacts,
    typed: Typed,
    *,
    errors: Mapping[str, str] | None = None,
    refusals: Sequence[Refusal] = (),
    standing: Sequence[Standing] = (),
    status: int = 200,
) -> HttpResponse:
    today = shanghai_date(desk.at)
    asked, wrong = asked_date(desk.GET, "term")
    if wrong:
        messages.warning(desk, wrong)
    days = calendar_at(school.path)
    terms = sorted(days.terms, key=lambda term: term.since)
    term = _term_shown(terms, asked or read_date(typed.date) or today)
    months = [_month(days, term, first) for first in _firsts(term)] if term else []
    all_days = [days.day(date) for date in _dates(term)] if term else []
    context = {
        "school": school,
        "pages": pages_of(desk, school),
        "today": today,
        "term": term,
        "last": (term.until or term.since) - ONE_DAY if term else None,
        "other_terms": [t for t in terms if t is not term],
        "months": months,
        "school_days": sum(day.is_school_day for day in all_days),
        "provisional": sum(day.kind is DayKind.PROVISIONAL for day in all_days),
        "unknown_years": sorted({d.date.year for d in all_days if days.official(d.date.year) is None}),
        "may_lead": can_lead_school(desk.actor, school.id),
        "typed": typed,
        "errors": errors or {},
        "refusals": refusals,
        "standing": standing,
        "marks": {kind.value: mark for kind, mark in MARKS.items()},
    }
    return render(desk, "school/calendar.html", context, status=status)


def _term_shown(terms: Sequence[Period], date: dt.date) -> Period | None:
    """The term that holds a date, else the next to come, else the last there was."""
    holding = next((term for term in terms if date in term), None)
    return holding or next((term for term in terms if term.since > date), None) or (terms[-1] if terms else None)


def _dates(term: Period) -> Iterator[dt.date]:
    until = term.until or term.since
    return (term.since + dt.timedelta(days=n) for n in range((until - term.since).days))


def _firsts(term: Period) -> list[dt.date]:
    return sorted({date.replace(day=1) for date in _dates(term)})


def _month(days: Calendar, term: Period, first: dt.date) -> Month:
    following = (first + dt.timedelta(days=32)).replace(day=1)
    inside = [date for date in _dates(term) if first <= date < following]
    shown = {date: days.day(date) for date in inside}
    start = first - dt.timedelta(days=first.weekday())
    squares = [shown.get(start + dt.timedelta(days=n)) for n in range(((following - start).days + 6) // 7 * 7)]
    weeks = tuple(tuple(squares[n : n + 7]) for n in range(0, len(squares), 7))
    return Month(
        first,
        tuple(week for week in weeks if any(week)),
        tuple(_in_words(list(shown.values()))),
        sum(day.is_school_day for day in shown.values()),
    )


def _in_words(days: Sequence[SchoolDay]) -> Iterator[tuple[dt.date, dt.date, str]]:
    """Runs of days that are not ordinary, with their reason."""
    unusual = [day for day in days if day.kind not in (DayKind.SCHOOL_DAY, DayKind.WEEKEND)]
    for (_, reason), run in groupby(unusual, key=lambda day: (day.kind, day.reason)):
        together = list(run)
        yield together[0].date, together[-1].date, reason
