"""名单和入户条: who of a class has entered, giving out slips, replacing one, and the page to print and cut apart."""

import datetime as dt
import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shuangjian.audit.operations import Request
from shuangjian.desks.common.asked import read_id
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.class_entrance import class_seen, frame
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.grade import grade_label
from shuangjian.kernel.refusal import NotAllowed, Refused
from shuangjian.people.access import can_see_class_list, check_can_manage_slips
from shuangjian.people.operations import IssuedSlip, issue_slips, replace_slip
from shuangjian.people.queries import Seat, SlipOut, class_list, slips_out
from shuangjian.people.rules import drawn_from
from shuangjian.schools.queries import ClassNow, school_facts

SEED_LENGTH = 40


@dataclass(frozen=True)
class Line:
    """A pupil of the class with the slips that stand. `tail`, the end of the 学籍号, only tells namesakes apart."""

    seat: Seat
    grade: str
    tail: str
    slips: tuple[SlipOut, ...]

    @property
    def is_without(self) -> bool:
        """Nobody looks at this child's page, and no slip is out that would let anybody."""
        return not self.seat.guardians and not self.seat.open_slips


@never_cache
@require_http_methods(["GET", "POST"])
@desk_view()
def slips(request: HttpRequest, class_id: int) -> HttpResponse:
    """GET: the list. POST `all`, `pupil=<id>` or `replace=<slip id>`: the slips, to be printed now."""
    desk = cast(DeskRequest, request)
    klass = class_seen(desk, class_id)
    if not can_see_class_list(desk.actor, klass.school_id, klass.id):
        raise NotAllowed("班级名单由班主任、教务处和校长看。")
    if request.method == "POST":
        return _give(desk, klass)
    lines = _lines(klass, shanghai_date(desk.at))
    context = frame(desk, klass) | {
        "lines": lines,
        "entered": sum(bool(line.seat.guardians) for line in lines),
        "waiting": sum(line.seat.open_slips for line in lines),
        "without": sum(line.is_without for line in lines),
        "key": new_key(),
        "seed": secrets.token_urlsafe(24),
    }
    return render(request, "school/class_slips.html", context)


def _lines(klass: ClassNow, date: dt.date) -> list[Line]:
    seats = class_list(klass.id, date)
    out: dict[int, list[SlipOut]] = {seat.pupil_id: [] for seat in seats}
    for slip in slips_out(klass.id, date):
        out[slip.pupil_id].append(slip)
    called = Counter(seat.name for seat in seats)
    grades = dict(klass.grades)
    return [
        Line(
            seat,
            grade_label(grades[seat.cohort]) if len(klass.grades) > 1 and seat.cohort in grades else "",
            seat.number_tail if called[seat.name] > 1 else "",
            tuple(out[seat.pupil_id]),
        )
        for seat in seats
    ]


def _give(desk: DeskRequest, klass: ClassNow) -> HttpResponse:
    check_can_manage_slips(desk.actor, klass.school_id, klass.id)
    try:
        given = _given(desk, klass)
    except Refused as refused:
        messages.warning(desk, refused.refusals[0].staff)
        return redirect("school:slips", klass.id)
    if not given:
        messages.warning(
            desk, "没有新的条可发：每个孩子都有条，或者有家长已经进来了。要加一位家长，请在名字后面单独发。"
        )
        return redirect("school:slips", klass.id)
    address = desk.build_absolute_uri(reverse("family:enter"))
    own_rules = desk.build_absolute_uri(reverse("portal:school_rules", args=[klass.school_id]))
    context = frame(desk, klass) | {
        "given": given,
        "school": school_facts(klass.school_id),
        "address": address.split("://", 1)[1],
        "rules_address": own_rules.split("://", 1)[1],
        "date": shanghai_date(desk.at),
    }
    return render(desk, "school/class_slips_print.html", context)


def _given(desk: DeskRequest, klass: ClassNow) -> Sequence[IssuedSlip]:
    """The slips that this form gives out. The same form again draws the same ones: a second tap shows them again."""
    posted = desk.POST
    asked = {name: posted.get(name, "")[:18] for name in ("all", "pupil", "replace")}
    request = Request.of(key_of(posted), klass=klass.id, **asked)
    seed = posted.get("seed", "")[:SEED_LENGTH] or secrets.token_urlsafe(24)
    choose = drawn_from(settings.ROSTER_KEY.encode(), f"{klass.id}:{desk.actor.person_id}:{seed}")
    if asked["replace"]:
        return [_replace(desk, klass, _known(asked["replace"]), choose, request)]
    if asked["pupil"]:
        pupils = [_known(asked["pupil"])]
    else:
        pupils = [line.seat.pupil_id for line in _lines(klass, shanghai_date(desk.at)) if line.is_without]
    return issue_slips(
        by=desk.actor,
        at=desk.at,
        school_id=klass.school_id,
        class_id=klass.id,
        class_path=klass.place_path,
        pupil_ids=pupils,
        choose=choose,
        request=request,
    )


def _replace(
    desk: DeskRequest, klass: ClassNow, slip_id: int, choose: Callable[[str], str], request: Request
) -> IssuedSlip:
    return replace_slip(
        by=desk.actor,
        at=desk.at,
        slip_id=slip_id,
        class_id=klass.id,
        class_path=klass.place_path,
        choose=choose,
        request=request,
    )


def _known(text: str) -> int:
    found = read_id(text)
    if found is None:
        raise Http404
    return found
