"""/family/service/<pupil>/: whether a child joins, on which days, and what it would like best.

The form carries its whole state: a button that moves a wish gives back the page and keeps nothing. With JavaScript the
same buttons move it in place (`static/wishes.js`).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shuangjian.afterschool.operations import decline_service, sign_up
from shuangjian.afterschool.queries import offers_open, service_for_child, services_tonight, wishes_of
from shuangjian.afterschool.rules.kinds import Answer, Stage
from shuangjian.afterschool.rules.weekdays import weekdays_in, weekdays_label
from shuangjian.afterschool.rules.wishes import NOTICE, Wishes
from shuangjian.audit.operations import Request, once
from shuangjian.desks.common.asked import asked_term, read_id
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.common.wishes import after_press, blocks_of, days_of, pressed_in, reading_days, wishes_in
from shuangjian.desks.family.service_after import after
from shuangjian.desks.family.service_result import result_view
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.day import SHANGHAI
from shuangjian.kernel.refusal import InvalidInput, NotVisible, Refusal, Refused
from shuangjian.people.queries import Ward, wards_of

if TYPE_CHECKING:
    from shuangjian.afterschool.models import SignUp

JOIN, NEED, NO = "join", "need", "no"


@dataclass(frozen=True)
class Said:
    """What was handed in, in words; `who` names the person by what it is to the child."""

    answer: str
    joins: bool
    days: str
    receipt: str
    at: dt.datetime
    who: str


@dataclass(frozen=True)
class ServiceLine:
    """One line on a child's card of this evening."""

    words: str
    link: str


@never_cache
@require_http_methods(["GET", "POST"])
@desk_view(Role.GUARDIAN)
def service(request: HttpRequest, pupil_id: int) -> HttpResponse:
    """GET: the form while sign-up is open, what was said otherwise. POST `act`: join, need, no; anything else gives the
    form back as it stands after that button. `?term=2026-1`: of that term, where the school has announced two."""
    desk = cast(DeskRequest, request)
    if request.method == "POST" and request.POST.get("act") in (JOIN, NEED, NO):
        return _hand_in(desk, pupil_id)
    return _page(desk, pupil_id)


def _hand_in(desk: DeskRequest, pupil_id: int) -> HttpResponse:
    """Reads nothing but what the act itself needs: in the last minutes before a closing all come at once."""
    act, wishes = desk.POST["act"], wishes_in(desk.POST)
    programme_id = read_id(desk.POST.get("programme", ""))
    if programme_id is None:
        return _page(desk, pupil_id, wishes)
    # What is asked is part of the key: the same page sent again is one act, the same page changed is another.
    said: tuple[object, ...] = (wishes.days, wishes.units, wishes.with_siblings) if act == JOIN else ()
    digest = Request.of("", pupil=pupil_id, act=act, said=said).digest
    asked = Request.of(f"{key_of(desk.POST)[:180]}:{digest}", pupil=pupil_id, act=act, said=said)
    about: dict[str, Any] = {"programme_id": programme_id, "pupil_id": pupil_id, "request": asked}

    def hand_in() -> None:
        if act == JOIN:
            sign_up(by=desk.actor, at=desk.at, wishes=wishes, **about)
        else:
            decline_service(by=desk.actor, at=desk.at, in_need=act == NEED, **about)

    try:
        once(desk.actor, asked, hand_in, asks_first=False)
    except InvalidInput as unread:
        return _page(desk, pupil_id, wishes, errors=unread.errors, status=422)
    except Refused as refused:
        return _page(desk, pupil_id, wishes, refusal=refused.refusals[0], status=409)
    return redirect(desk.get_full_path())  # whose first box says what was received, and when


def _page(
    desk: DeskRequest,
    pupil_id: int,
    typed: Wishes | None = None,
    *,
    errors: Mapping[str, str] | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page as it stands: what was typed, or else what a pressed button made of it, or else what was handed in."""
    child = service_for_child(desk.actor, pupil_id, desk.at, asked_term(desk.GET))
    wards = wards_of(desk.actor)
    if (ward := wards.get(pupil_id)) is None:
        raise NotVisible(f"pupil {pupil_id}")
    if child is None:
        return render(desk, "family/service_none.html", {"ward": ward})
    if child.service.stage is Stage.TOLD and child.sign_up is not None and child.sign_up.answer == Answer.JOIN:
        return result_view(desk, ward, child.service)
    service, before = child.service, wishes_of(child.sign_up)
    is_open = service.stage is Stage.OPEN
    pressed = pressed_in(desk.POST)
    # Before the opening everything is listed; after the closing what was handed in, whatever the form holds.
    fixed = Wishes(service.days) if service.stage is Stage.ANNOUNCED else before
    wishes = typed or (after_press(desk.POST, service, child.grade) if desk.method == "POST" else before)
    context = {
        "ward": ward,
        "child": child,
        "service": service,
        "programme": service.programme,
        "stage": service.stage.value,
        "is_open": is_open,
        "said": said_of(desk.actor, ward, child.sign_up),
        "days": days_of(service, wishes),
        "blocks": blocks_of(service, child.grade, wishes if is_open else fixed, pressed),
        "wishes": wishes,
        "is_changed": is_open and wishes != before,
        "siblings": [wards[pk].name for pk in child.siblings if pk in wards],
        "reading_days": reading_days(service, child.grade),
        "errors": errors or {},
        "refusal": refusal,
        "notice": NOTICE,
        "after": after(desk, pupil_id),
        "key": new_key(),
    }
    return render(desk, "family/service.html" if is_open else "family/service_said.html", context, status=status)


def said_of(by: Actor, ward: Ward, row: "SignUp | None") -> Said | None:
    """What was said for a child and by whom, as every guardian of it may know."""
    if row is None:
        return None
    relations = {person_id: relation for person_id, relation, _ in ward.watchers}
    if row.on_paper:
        who = "学校照纸面记的"
    elif row.said_by_id == by.person_id:
        who = "您交的"
    else:
        who = f"{relations.get(row.said_by_id or 0, '家里')}交的"
    answer = Answer(row.answer)
    days = weekdays_label(weekdays_in(row.weekdays))
    return Said(answer.label, answer is Answer.JOIN, days, row.receipt, row.said_at, who)


def lines_tonight(by: Actor, at: dt.datetime) -> dict[int, ServiceLine]:
    """One line for each child whose school has announced something. Three queries."""
    lines = {}
    services = services_tonight(by, at)
    offers = offers_open(services, at) if services else {}
    for pupil_id, (programme, stage, row) in services.items():
        joins = row is not None and row.answer == Answer.JOIN
        opens, closes, results = programme.opens_at, programme.closes_at, programme.results_at
        # A seat waits for an answer for two days: it goes before everything that is said of the next term.
        if (offer := offers.get(pupil_id)) is not None:
            line = ServiceLine(f"课后服务的{offer.name}有一个名额，留到{_when(offer.until)}。", "看看要不要")
        elif stage is Stage.ANNOUNCED:
            line = ServiceLine(f"课后服务{_when(opens)}开始报名。", "看看有什么活动")
        elif stage is Stage.OPEN and row is None:
            line = ServiceLine(f"课后服务报名到{_when(closes)}。自愿参加，不答也没关系。", "看看、报名")
        elif stage is Stage.OPEN:
            line = ServiceLine(f"课后服务已经收到：{Answer(row.answer).label if row else ''}。", "看看、改")
        elif stage is Stage.TOLD:
            line = ServiceLine("课后服务的结果出来了。" if joins else "课后服务报名已经截止。", "去看")
        else:
            words = f"课后服务已经截止，{_when(results)}看结果。" if joins else "课后服务报名已经截止。"
            line = ServiceLine(words, "看看交了什么" if row else "去看")
        lines[pupil_id] = line
    return lines


def _when(moment: dt.datetime | None) -> str:
    local = moment.astimezone(SHANGHAI) if moment else None
    return f"{local.month}月{local.day}日{local:%H:%M}" if local else ""
