"""A child's afternoons after the draw, as its family and its homeroom teacher change them: joining, other days,
leaving, and taking that back. The same form on both desks."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from shuangjian.afterschool.operations import change_days, come_back, join_late, leave_service
from shuangjian.afterschool.queries import AfterDraw, child_after_draw
from shuangjian.afterschool.rules.offering import next_round
from shuangjian.afterschool.rules.weekdays import weekdays_label
from shuangjian.afterschool.rules.wishes import Wishes
from shuangjian.audit.operations import Request, once
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.wishes import after_press, blocks_of, days_of, pressed_in, wishes_in
from shuangjian.kernel.refusal import InvalidInput, Refused

ACTS: dict[str, Callable[..., object]] = {
    "join": join_late,
    "change": change_days,
    "leave": leave_service,
    "back": come_back,
}
DONE = {
    "join": "加入了：先在自主阅读，志愿都候补上了。",
    "change": "改好了，从现在起算。",
    "leave": "退出了。按错了，下面可以收回。",
    "back": "收回了，和退出以前一样。",
}


@dataclass(frozen=True)
class Page:
    """Where a desk shows it: its template, and what the desk adds. `sees_wishes`: whether the reader may know what the
    family wished for; a form without them changes none."""

    template: str
    sees_wishes: bool
    more: dict[str, Any]


def changed(desk: DeskRequest, child: AfterDraw, page: Page) -> HttpResponse | None:
    """Do what was asked for. None where it is done, or was before; the page again where it cannot be."""
    act, wishes = desk.POST.get("act", ""), wishes_in(desk.POST)
    if act not in ACTS:
        return shown(desk, child, page)
    pupil_id, programme_id = child.seat.pupil_id, child.service.programme.pk
    asked = Request.of(key_of(desk.POST), pupil=pupil_id, act=act, days=wishes.days, units=wishes.units)
    about: dict[str, Any] = {"programme_id": programme_id, "pupil_id": pupil_id, "request": asked}
    if act in ("join", "change"):
        hidden = act == "change" and child.sign_up is not None and not page.sees_wishes
        units = tuple(child.sign_up.late_wishes) if hidden and child.sign_up else wishes.units
        about["wishes"] = replace(wishes, units=units)
    try:
        once(desk.actor, asked, lambda: ACTS[act](by=desk.actor, at=desk.at, **about))
    except InvalidInput as unread:
        return shown(desk, child, page, wishes, errors=unread.errors, status=422)
    except Refused as refused:
        now = child_after_draw(desk.actor, pupil_id, desk.at, child.service.term) or child
        return shown(desk, now, page, wishes, refusal=refused.refusals[0], status=409)
    messages.success(desk, DONE[act])
    return None


def shown(
    desk: DeskRequest, child: AfterDraw, page: Page, typed: Wishes | None = None, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The page as it stands, with what was typed."""
    choices = tuple(a for a in child.service.activities if a.number in child.open_numbers)
    service = replace(child.service, activities=choices)
    late_wishes = child.sign_up.late_wishes if child.sign_up else ()
    before = Wishes(tuple(held.weekday for held in child.held), tuple(late_wishes))
    pressed = desk.method == "POST" and desk.POST.get("act") not in ACTS
    wishes = typed or (after_press(desk.POST, service, child.grade) if pressed else before)
    late = [service.by_number[n] for n in wishes.units if n in service.by_number] if child.sign_up else []
    more_units = [a for a in child.more if a.number not in wishes.units]
    context = {
        "child": child,
        "programme": child.service.programme,
        "days": days_of(service, wishes),
        "blocks": blocks_of(service, child.grade, wishes, pressed_in(desk.POST)),
        "late": [(a, weekdays_label(a.days), a in late) for a in (*late, *more_units)] if page.sees_wishes else [],
        "waits": [(wait, weekdays_label(wait.unit.weekdays)) for wait in _waits(child)] if page.sees_wishes else [],
        "offers": child.offers if page.sees_wishes else (),
        "until": next_round(desk.at),
        "errors": {},
        "refusal": None,
        "key": new_key(),
    }
    return render(desk, page.template, context | page.more | more, status=status)


def _waits(child: AfterDraw) -> list[Any]:
    """Without what is being asked about right now: that stands above, as a question."""
    asked = {offer.name for offer in child.offers}
    return [wait for wait in child.waits if wait.name not in asked]
