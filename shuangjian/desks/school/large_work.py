"""大作业预告: what is announced to the classes one works with; announcing, and having one's say."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from shuangjian.audit.operations import Request
from shuangjian.desks.common.asked import read_date, read_id
from shuangjian.desks.common.evenings import label_of
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.entrance import REPEATED, pages_of
from shuangjian.homework.access import can_change_announcement, can_object_to, can_settle
from shuangjian.homework.operations import (
    allow_announcement,
    announce,
    change_announcement,
    object_to,
    settle_announcement,
    withdraw_announcement,
)
from shuangjian.homework.queries import AnnouncementSeen, announcements_ahead
from shuangjian.homework.rules import KINDS_OF_LARGE
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.day import date_label, shanghai_date
from shuangjian.kernel.refusal import InvalidInput, KeyReused, Refusal, Refused
from shuangjian.kernel.subject import Subject, subject_order
from shuangjian.policy.queries import notice_stated
from shuangjian.schools.access import LEADERS, can_lead_school
from shuangjian.schools.queries import ClassNow, classes_by_id, classes_of_school, known_school

FIELDS = ("kind", "title", "date", "evenings", "minutes", "counts", "reason")
DONE = {
    "change": "改好了，同事看到的是新的日子和分钟。",
    "withdraw": "预告撤回了，同事那里也拿掉了。",
    "object": "记上了，布置的老师、班主任和年级组长都看得到。",
    "settle": "定好了，几位老师都看得到是谁定的、为什么。",
    "allow": "同意了，这一份到那一晚可以布置。",
}


@dataclass(frozen=True)
class Sent:
    """A form that was sent and could not be done; `on` is the announcement it was about, None for a new one."""

    on: int | None = None
    act: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    chosen: Sequence[str] = ()
    errors: Mapping[str, str] = field(default_factory=dict)
    refusals: Sequence[Refusal] = ()


@dataclass(frozen=True)
class Line:
    """One announcement and what whoever looks may do about it; `sent` is a form about it that could not be done."""

    one: AnnouncementSeen
    may_change: bool
    may_object: bool
    may_settle: bool
    may_allow: bool
    sent: Sent | None


@require_http_methods(["GET", "POST"])
@desk_view(Role.SUBJECT_TEACHER, Role.HOMEROOM, Role.GRADE_HEAD, *LEADERS)
def large_work(request: HttpRequest) -> HttpResponse:
    """GET: what is to come, by class. POST: announce for one or several classes; each is told by itself."""
    desk = cast(DeskRequest, request)
    if request.method != "POST":
        return _show(desk, None)
    chosen = list(dict.fromkeys(request.POST.getlist("target")))
    typed = {name: _line(request.POST.get(name, "")) for name in FIELDS}
    date = read_date(typed["date"])
    if not chosen or date is None:
        errors = {} if chosen else {"target": "请至少选一个班。"}
        return _show(desk, Sent(typed=typed, chosen=chosen, errors=errors | _no_date(date)), 422)
    refused: dict[str, Sequence[Refusal]] = {}
    try:
        for value in chosen:
            refused |= _announce(desk, value, date, typed)
    except InvalidInput as invalid:
        return _show(desk, Sent(typed=typed, chosen=chosen, errors=invalid.errors), 422)
    except KeyReused:
        messages.warning(request, REPEATED)
        return redirect("school:large_work")
    if refused:
        reasons = [refusal for several in refused.values() for refusal in several]
        return _show(desk, Sent(typed=typed, chosen=list(refused), refusals=reasons), 409)
    return redirect("school:large_work")


def _announce(desk: DeskRequest, target: str, date: dt.date, typed: Mapping[str, str]) -> dict[str, Sequence[Refusal]]:
    """Announce for one class and subject, and say so; the reasons by target where it was refused."""
    class_id, grade, subject = _target(target)
    asked: dict[str, Any] = {
        "kind": typed["kind"],
        "title": typed["title"],
        "date": date,
        "evenings": read_id(typed["evenings"]) or 0,
        "minutes": read_id(typed["minutes"]) or 0,
        "counts": typed["counts"] != "no",
        "reason": typed["reason"],
    }
    key = Request.of(f"{key_of(desk.POST)[:200]}-{target}", **asked)
    try:
        row = announce(by=desk.actor, at=desk.at, class_id=class_id, grade=grade, subject=subject, request=key, **asked)
    except Refused as refused:
        return {target: list(refused.refusals)}
    messages.success(desk, f"预告了：{date_label(row.date)}的{Subject(row.subject).label}《{row.title}》。")
    return {}


@require_POST
@desk_view(Role.SUBJECT_TEACHER, Role.HOMEROOM, Role.GRADE_HEAD, *LEADERS)
def one_large_work(request: HttpRequest, announcement_id: int) -> HttpResponse:
    """POST `act`: change, withdraw, object, settle or allow one announcement."""
    desk = cast(DeskRequest, request)
    act = request.POST.get("act", "")
    if act not in DONE:
        raise Http404
    typed = {name: _line(request.POST.get(name, "")) for name in FIELDS}
    try:
        _act(desk, announcement_id, act, typed)
    except InvalidInput as invalid:
        return _show(desk, Sent(announcement_id, act, typed, errors=invalid.errors), 422)
    except Refused as refused:
        return _show(desk, Sent(announcement_id, act, typed, refusals=refused.refusals), 409)
    except KeyReused:
        messages.warning(request, REPEATED)
        return redirect("school:large_work")
    messages.success(request, DONE[act])
    return redirect(f"{reverse('school:large_work')}#large-{announcement_id}")


def _act(desk: DeskRequest, announcement_id: int, act: str, typed: Mapping[str, str]) -> None:
    asked = Request.of(key_of(desk.POST), on=announcement_id, act=act, **typed)
    who: dict[str, Any] = {"by": desk.actor, "at": desk.at, "announcement_id": announcement_id, "request": asked}
    if act == "withdraw":
        withdraw_announcement(**who)
    elif act == "object":
        object_to(**who, reason=typed["reason"])
    elif act == "allow":
        allow_announcement(**who, why=typed["reason"])
    else:
        date = read_date(typed["date"])
        if date is None:
            raise InvalidInput(_no_date(date))
        if act == "settle":
            settle_announcement(**who, date=date, reason=typed["reason"])
        else:
            minutes, evenings = read_id(typed["minutes"]) or 0, read_id(typed["evenings"]) or 0
            change_announcement(**who, date=date, evenings=evenings, minutes=minutes)


def _show(desk: DeskRequest, sent: Sent | None, status: int = 200) -> HttpResponse:
    today = shanghai_date(desk.at)
    classes = _classes_here(desk.actor, today)
    known = {klass.id: klass for klass in classes}
    lines = [_line_of(desk.actor, known[one.class_id], one, sent) for one in announcements_ahead(classes, today)]
    lines.sort(key=lambda line: (known[line.one.class_id].grade, line.one.class_label, line.one.class_id))
    schools = sorted({klass.school_id for klass in classes})
    school = known_school(schools[0]) if len(schools) == 1 else None
    heads = bool(desk.actor.holds(Role.GRADE_HEAD, *LEADERS))
    context = {
        "groups": [
            (known[class_id], list(group)) for class_id, group in groupby(lines, key=lambda line: line.one.class_id)
        ],
        "targets": _targets(desk.actor, known),
        "kinds": KINDS_OF_LARGE,
        "stated": [(days, (clause,)) for days, clause in notice_stated(schools, today).values()],
        "is_one_school": len(schools) == 1,
        "school": school,
        "pages": pages_of(desk, school) if school and heads else [],
        "sent": sent if sent and sent.on is None else None,
        "typed": sent.typed if sent and sent.on is None else {},
        "today": today,
        "key": new_key(),
    }
    return render(desk, "school/large_work.html", context, status=status)


def _classes_here(by: Actor, today: dt.date) -> list[ClassNow]:
    """The classes somebody works with: those taught and led, of the grades headed, of the whole school for its
    leaders."""
    found: dict[int, ClassNow] = {}
    own = {held.class_id for held in by.holds(Role.SUBJECT_TEACHER, Role.HOMEROOM) if held.class_id is not None}
    if own:
        found |= classes_by_id(own, today)
    led = {held.school_id for held in by.holds(*LEADERS)}
    headed = {(held.school_id, held.cohort) for held in by.holds(Role.GRADE_HEAD)}
    for school_id in led | {school_id for school_id, _ in headed}:
        for klass in classes_of_school(school_id, today) if school_id is not None else ():
            if school_id in led or any((school_id, cohort) in headed for cohort, _ in klass.grades):
                found[klass.id] = klass
    return list(found.values())


def _line_of(by: Actor, klass: ClassNow, one: AnnouncementSeen, sent: Sent | None) -> Line:
    return Line(
        one,
        may_change=not one.is_set and can_change_announcement(by, klass.id, one.subject),
        may_object=not (one.is_set or one.is_fixed)
        and can_object_to(by, klass, one.author_id)
        and all(o.by_id != by.person_id for o in one.objections),
        may_settle=not one.is_set and one.in_the_way and can_settle(by, klass),
        may_allow=one.waits
        and not one.is_set
        and one.author_id != by.person_id
        and can_lead_school(by, klass.school_id),
        sent=sent if sent and sent.on == one.id else None,
    )


def _targets(by: Actor, known: Mapping[int, ClassNow]) -> list[tuple[str, str]]:
    """(value, label) of every class, grade and subject that somebody may announce for."""
    held = {(h.class_id, h.subject) for h in by.holds(Role.SUBJECT_TEACHER) if h.class_id in known and h.subject}
    found: Iterable[tuple[ClassNow, int, Subject]] = (
        (known[class_id], grade, Subject(str(subject)))
        for class_id, subject in held
        if class_id is not None
        for _, grade in known[class_id].grades
    )
    ordered = sorted(found, key=lambda t: (subject_order(t[2]), t[1], t[0].number, t[0].id))
    return [(f"{k.id}-{grade}-{subject}", f"{label_of(k, grade)}　{subject.label}") for k, grade, subject in ordered]


def _no_date(date: dt.date | None) -> dict[str, str]:
    return {} if date else {"date": "请选哪一天的傍晚。"}


def _target(value: str) -> tuple[int, int, str]:
    class_id, _, rest = value.partition("-")
    grade, _, subject = rest.partition("-")
    found = read_id(class_id), read_id(grade)
    if found[0] is None or found[1] is None:
        raise Http404
    return found[0], found[1], subject


def _line(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable()).strip()[:200]
