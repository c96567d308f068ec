"""/family/: tonight for each child of a guardian, and leaving this page."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import cast

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from shuangjian.desks.common.asked import asked_date
from shuangjian.desks.common.evenings import day_for_families, evening_words
from shuangjian.desks.common.forms import new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.family.question import Form, form_of
from shuangjian.desks.family.service import ServiceLine, lines_tonight
from shuangjian.desks.family.tonight import Read, Tonight, read, tonight_of
from shuangjian.journeys.leave_family import leave_family
from shuangjian.kernel.actor import Held, Role
from shuangjian.kernel.day import DayKind, shanghai_date
from shuangjian.kernel.grade import grade_at
from shuangjian.kernel.refusal import NotVisible
from shuangjian.people.access import check_guards, guards
from shuangjian.people.queries import Ward, account_of, wards_of
from shuangjian.timing.queries import Ending, endings_tonight, panel_seen

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Card:
    """One child: the class, the evening of the child's own grade, who else sees this page; what is asked about it
    tonight, whether its evening can be ended, and what there is to say of after-school service."""

    ward: Ward
    school: str
    class_label: str
    tonight: Tonight | None
    words: str
    notices: tuple[str, ...]
    sheet: str | None
    school_id: int
    question: Form | None = None
    ending: Ending | None = None
    service: ServiceLine | None = None


@never_cache
@require_GET
@desk_view(Role.GUARDIAN)
def family(request: HttpRequest) -> HttpResponse:
    """GET `?date=2026-09-18`; tonight without."""
    desk = cast(DeskRequest, request)
    today = shanghai_date(desk.at)
    held = [h for h in desk.actor.holds(Role.GUARDIAN) if h.class_id is not None]
    class_ids = {h.class_id for h in held if h.class_id is not None}
    asked, wrong = asked_date(request.GET, "date")
    found = read(class_ids, asked or today, desk.at)
    if asked and not _in_term(found):
        wrong, asked = f"{asked:%Y-%m-%d}不在学期里，下面是今天的。", None
        found = read(class_ids, today, desk.at)
    date = asked or today
    wards = wards_of(desk.actor)
    cards = [card for h in held if (card := _card(found, h, wards, date, today))]
    services = lines_tonight(desk.actor, desk.at)
    cards = [replace(card, service=services.get(card.ward.pupil_id)) for card in cards]
    panel = panel_seen(desk.actor, desk.at)
    if date == today:
        endings = endings_tonight(desk.actor, desk.at)
        forms = {pk: form_of(ask, desk.at) for pk, ask in panel.asks.items() if ask.questions or ask.answered}
        cards = [replace(c, question=forms.get(c.ward.pupil_id), ending=endings.get(c.ward.pupil_id)) for c in cards]
    spans = [card.tonight.span for card in cards if card.tonight]
    context = {
        "cards": cards,
        "wards": wards,
        "notice": wrong,
        "is_other_day": date != today,
        "earlier": min(span.date for span in spans) - ONE_DAY if spans else None,
        "later": min(span.until for span in spans) if spans and not any(s.is_vacation for s in spans) else None,
        "me": desk.actor.person_id,
        "panel": panel,
        "key": new_key(),
    }
    return render(request, "family/family.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, pupil_id: int) -> HttpResponse:
    """GET: what leaving means. POST: withdraw consent for one child; with the last one the account is gone."""
    if request.method == "POST" and not request.user.is_authenticated:
        return redirect("family:left")  # a second tap, after the first has ended the account
    return _leave(request, pupil_id)


@desk_view()
def _leave(request: HttpRequest, pupil_id: int) -> HttpResponse:
    desk = cast(DeskRequest, request)
    if request.method == "POST" and not guards(desk.actor, pupil_id) and desk.actor.holds(Role.GUARDIAN):
        messages.warning(request, "这个孩子的页面您现在已经看不到了，没有再做一次。")
        return redirect("family:family")
    check_guards(desk.actor, pupil_id)
    ward = wards_of(desk.actor).get(pupil_id)
    if ward is None:
        raise NotVisible(f"pupil {pupil_id}")
    if request.method != "POST":
        last = len(desk.actor.holds(Role.GUARDIAN)) == 1
        return render(request, "family/leave.html", {"ward": ward, "last": last})
    leave_family(by=desk.actor, at=desk.at, pupil_id=pupil_id)
    if account_of(desk.actor.somebody) is None:
        logout(request)
        return redirect("family:left")
    messages.success(request, f"您不再看{ward.name}的页面，绑定已经解除。想再看，请班主任再发一张入户条。")
    return redirect("/")


@require_GET
def left(request: HttpRequest) -> HttpResponse:
    """After the last child: for whoever comes here, without saying about whom."""
    return render(request, "family/left.html", {"enter": reverse("family:enter")})


def _in_term(found: Read) -> bool:
    return any(a.today.kind is not DayKind.OUT_OF_TERM for a in found.ahead.values())


def _card(found: Read, held: Held, wards: dict[int, Ward], date: dt.date, today: dt.date) -> Card | None:
    """None for a child whose class is not in session on the date."""
    a = found.ahead.get(held.class_id or 0)
    ward = wards.get(held.pupil_id or 0)
    if a is None or ward is None or held.cohort is None:
        return None
    grade = grade_at(held.cohort, date)
    if grade not in [g for _, g in a.klass.grades]:
        return None
    tonight = tonight_of(found, a.klass.id, grade)
    return Card(
        ward=ward,
        school=found.schools[a.klass.school_id].name,
        class_label=tonight.label if tonight else a.klass.label,
        tonight=tonight,
        words=evening_words(tonight.span.date, today) if tonight else "",
        notices=tuple(day_for_families(a, date)),
        sheet=a.sheet,
        school_id=a.klass.school_id,
    )
