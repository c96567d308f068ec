"""活动: several added in lines or one in a form; one changed, taken out, or given more seats after the draw."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from shuangjian.afterschool.operations import add_units, change_unit, raise_capacity, remove_unit
from shuangjian.afterschool.queries import ProgrammeSeen, UnitSeen
from shuangjian.afterschool.rules.kinds import RoomNeed, Stage, UnitKind
from shuangjian.afterschool.rules.unit_lines import FIELDS
from shuangjian.audit.operations import Request
from shuangjian.desks.common.asked import read_id
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.entrance import REPEATED, once, pages_of
from shuangjian.desks.school.service import WEEKDAYS, address_of
from shuangjian.desks.school.service_checks import checks_of
from shuangjian.desks.school.service_entrance import Service, service_pages, service_planned, service_seen
from shuangjian.desks.school.service_forms import Typed, read_unit, read_unit_lines, typed_of, unit_typed
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput, NotVisible, Refusal, Refused
from shuangjian.people.queries import colleagues

EXAMPLES = "体育　篮球　周一、周三　3-6　24　10　操场\n艺术　合唱团　周二、周四　1-6　36　0　音乐教室"
BLANK = Typed({"kind": "", "first_grade": "", "last_grade": "", "minimum": "0", "room_need": "CLASSROOM"}, ())
UNSENT = ("csrfmiddlewaretoken", "key", "lines")
DRAWN = (Stage.DRAWN, Stage.TOLD)


@require_http_methods(["GET", "POST"])
@desk_view()
def units(request: HttpRequest, school_id: int) -> HttpResponse:
    """For who plans. GET: the two forms. POST `act`: `lines`, one unit a line, or `one`."""
    desk = cast(DeskRequest, request)
    found = service_planned(desk, school_id)
    seen = _programme(found)
    if request.method != "POST":
        return _adding(desk, found)
    typed, lines = typed_of(request.POST), request.POST.get("lines", "")
    several = request.POST.get("act") == "lines"
    asked = Request.of(key_of(request.POST), programme=seen.id, lines=lines, typed=_sent(typed))

    def act() -> str:
        specs = _read_lines(desk, found, lines) if several else [read_unit(typed)]
        added = add_units(by=desk.actor, at=desk.at, programme_id=seen.id, specs=specs, request=asked)
        return f"加好了{len(added)}项：{'、'.join(unit.name for unit in added)}。"

    try:
        words = once(desk.actor, asked, act)
    except InvalidInput as invalid:
        errors = {"lines": "".join(invalid.errors.values())} if several else invalid.errors
        return _adding(desk, found, typed, lines, errors=errors, status=422)
    except Refused as refused:
        return _adding(desk, found, typed, lines, refusals=refused.refusals, status=409)
    messages.success(request, words or REPEATED)
    return redirect(address_of(found))


@require_http_methods(["GET", "POST"])
@desk_view()
def unit(request: HttpRequest, school_id: int, number: int) -> HttpResponse:
    """GET: the unit. POST `act`: `change` it, `remove` it, or `raise` its seats by `more`."""
    desk = cast(DeskRequest, request)
    found = service_seen(desk, school_id) if request.method != "POST" else service_planned(desk, school_id)
    seen = _programme(found)
    shown = seen.unit(number)
    if shown is None:
        raise NotVisible(f"unit {number}")
    if request.method != "POST":
        return _one(desk, found, shown)
    typed, act = typed_of(request.POST), request.POST.get("act", "")
    if act not in ACTS:
        raise Http404
    asked = Request.of(key_of(request.POST), programme=seen.id, number=number, typed=_sent(typed))
    try:
        words = once(desk.actor, asked, lambda: ACTS[act](desk, seen, shown, typed, asked))
    except InvalidInput as invalid:
        return _one(desk, found, shown, typed, errors=invalid.errors, status=422)
    except Refused as refused:
        return _one(desk, found, shown, typed, refusals=refused.refusals, status=409)
    messages.success(request, words or REPEATED)
    return redirect(address_of(found))


def _change(desk: DeskRequest, seen: ProgrammeSeen, shown: UnitSeen, typed: Typed, asked: Request) -> str:
    about: dict[str, Any] = {"programme_id": seen.id, "number": shown.number, "request": asked}
    row = change_unit(by=desk.actor, at=desk.at, spec=read_unit(typed), **about)
    return f"{row.name}改好了。"


def _remove(desk: DeskRequest, seen: ProgrammeSeen, shown: UnitSeen, typed: Typed, asked: Request) -> str:
    name = remove_unit(by=desk.actor, at=desk.at, programme_id=seen.id, number=shown.number, request=asked)
    return f"去掉了{name}。"


def _raise(desk: DeskRequest, seen: ProgrammeSeen, shown: UnitSeen, typed: Typed, asked: Request) -> str:
    more = read_id(typed.fields.get("more", "").strip()) or 0
    about: dict[str, Any] = {"programme_id": seen.id, "number": shown.number, "request": asked}
    row = raise_capacity(by=desk.actor, at=desk.at, more=more, **about)
    return f"{row.name}加了{more}个名额，现在一共{row.capacity}个，按候补的次序问家长。"


ACTS: Mapping[str, Callable[[DeskRequest, ProgrammeSeen, UnitSeen, Typed, Request], str]] = {
    "change": _change,
    "remove": _remove,
    "raise": _raise,
}


def _programme(found: Service) -> ProgrammeSeen:
    if found.programme is None:
        raise NotVisible(f"programme of {found.school.id}")
    return found.programme


def _sent(typed: Typed) -> list[tuple[str, str]]:
    fields = [(name, value) for name, value in typed.fields.items() if name not in UNSENT]
    return [*fields, ("weekdays", str(typed.weekdays))]


def _read_lines(desk: DeskRequest, found: Service, typed: str) -> list[Any]:
    people = colleagues(found.school.id, shanghai_date(desk.at))
    return [line.spec for line in read_unit_lines(typed, found.school.grades, people)]


def _frame(desk: DeskRequest, found: Service) -> dict[str, object]:
    return {
        "school": found.school,
        "pages": pages_of(desk, found.school),
        "service": found,
        "service_pages": service_pages(desk, found),
        "seen": found.programme,
        "kinds": list(UnitKind),
        "rooms": list(RoomNeed),
        "grades": list(found.school.grades),
        "weekdays": [one for one in WEEKDAYS if one[0] in _programme(found).hours.weekdays],
        "people": colleagues(found.school.id, shanghai_date(desk.at)) if found.may_plan else [],
        "key": new_key(),
    }


def _adding(
    desk: DeskRequest,
    found: Service,
    typed: Typed = BLANK,
    lines: str = "",
    *,
    errors: Mapping[str, str] | None = None,
    refusals: Sequence[Refusal] = (),
    status: int = 200,
) -> HttpResponse:
    context = _frame(desk, found) | {
        "typed": typed,
        "lines": lines,
        "fields": FIELDS,
        "examples": EXAMPLES,
        "errors": errors or {},
        "refusals": refusals,
    }
    return render(desk, "school/service_units.html", context, status=status)


def _one(
    desk: DeskRequest,
    found: Service,
    shown: UnitSeen,
    typed: Typed | None = None,
    *,
    errors: Mapping[str, str] | None = None,
    refusals: Sequence[Refusal] = (),
    status: int = 200,
) -> HttpResponse:
    seen = _programme(found)
    context = _frame(desk, found) | {
        "unit": shown,
        "said": checks_of(found.school, seen).by_unit[shown.number],
        "is_planned": seen.stage is Stage.PLANNED,
        "may_raise": found.may_plan and seen.stage in DRAWN and not shown.closed,
        "typed": typed or unit_typed(shown),
        "errors": errors or {},
        "refusals": refusals,
    }
    return render(desk, "school/service_unit.html", context, status=status)
