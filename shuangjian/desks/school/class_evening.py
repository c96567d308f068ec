"""一个班的傍晚: what is set for tonight or another evening, by whom, what comes next, and the address of its sheet."""

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from shuangjian.audit.operations import Request
from shuangjian.desks.common.asked import asked_date
from shuangjian.desks.common.bars import Bar, bar
from shuangjian.desks.common.evenings import evening_note, evening_words, label_of, state_of_the_day
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.took import Took
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.school.class_count import Recount, Seen, count, seen_of
from shuangjian.desks.school.class_entrance import class_seen, frame
from shuangjian.desks.school.settling import Borrowing, Refill, borrowing_of, settle, typed_in
from shuangjian.homework.access import can_replace_sheet, can_withdraw_from
from shuangjian.homework.operations import replace_sheet_address
from shuangjian.homework.queries import (
    Beside,
    ClassAhead,
    Item,
    announcements_ahead,
    classes_ahead,
    items_on,
    minutes_beside,
)
from shuangjian.homework.rules import Form
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.day import DayKind, shanghai_date
from shuangjian.kernel.refusal import Clause, InvalidInput, Refused
from shuangjian.schools.access import LEADERS
from shuangjian.schools.queries import ClassNow
from shuangjian.timing.access import can_see_signals
from shuangjian.timing.queries import Signal, evenings_measured, signals_of_classes
from shuangjian.timing.rules import night_of

EVENINGS = 6
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Set:
    """One assignment on the evening; `may_withdraw` for whoever looks, `took` in words where that was measured."""

    item: Item
    may_withdraw: bool
    took: str = ""


@dataclass(frozen=True)
class Tonight:
    """The evening of one grade. `written` counts against the cap; `beside` is optional, unwritten or done in school;
    `seen` is how it went, `took` what it took, once it is over."""

    grade: int
    bar: Bar
    clauses: tuple[Clause, ...]
    written: tuple[Set, ...]
    beside: tuple[Set, ...]
    minutes: Beside
    outweighs: bool
    borrowing: Borrowing
    took: Took | None
    seen: Seen


@dataclass(frozen=True)
class Later:
    """An evening to come: (grade, small bar) for each grade."""

    date: dt.date
    words: str
    note: str
    bars: tuple[tuple[int, Bar], ...]


@require_GET
@desk_view()
def evening(request: HttpRequest, class_id: int) -> HttpResponse:
    """GET `?date=2026-09-18`; tonight without."""
    desk = cast(DeskRequest, request)
    return _show(desk, class_seen(desk, class_id))


@require_POST
@desk_view()
def settle_minutes(request: HttpRequest, class_id: int) -> HttpResponse:
    """Who gives how many minutes to whom, and why."""
    desk = cast(DeskRequest, request)
    klass = class_seen(desk, class_id)
    typed = typed_in(desk)
    try:
        words = settle(desk, klass)
    except InvalidInput as invalid:
        return _show(desk, klass, Refill(typed, invalid.errors), status=422)
    except Refused as refused:
        return _show(desk, klass, Refill(typed, refusals=refused.refusals), status=409)
    messages.success(request, words)
    return redirect(reverse("school:class", args=[klass.id], query={"date": typed["date"]}))


def _show(
    desk: DeskRequest,
    klass: ClassNow,
    refill: Refill | None = None,
    recount: Recount | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; with a form of settling or counting that could not be done as it was sent, on its evening."""
    today = shanghai_date(desk.at)
    asked, wrong = asked_date(desk.POST if refill or recount else desk.GET, "date")
    ahead = _ahead(desk, klass.id, asked or today)
    if asked and (ahead is None or ahead.today.kind is DayKind.OUT_OF_TERM):
        wrong, asked = f"{asked:%Y-%m-%d}不在学期里，下面是今天的。", None
        ahead = _ahead(desk, klass.id, today)
    if wrong:
        messages.warning(desk, wrong)
    assert ahead is not None  # the class is in session today
    date = asked or today
    span = ahead.spans[0] if ahead.spans else None
    tonight = _tonight(desk, ahead, today, refill, recount)
    context = frame(desk, klass) | {
        "shown": ahead.klass,
        "pupils": ahead.pupils,
        "span": span,
        "words": evening_words(span.date, today) if span else "",
        "note": evening_note(span, ahead.days[span.date]) if span else "",
        "is_other_day": date != today,
        "earlier": span.date - ONE_DAY if span else None,
        "later": span.until if span and len(ahead.spans) > 1 else None,
        "notices": state_of_the_day([ahead], date),
        "tonight": tonight,
        "count_errors": _count_errors(recount),
        "is_measured": any(one.took and one.bar.has_track for one in tonight),
        "evenings": _later(ahead, today),
        "signals": _signals(desk, ahead.klass),
        "large_work": announcements_ahead([ahead.klass], today),
        "works_here": bool(desk.actor.holds(Role.SUBJECT_TEACHER, Role.HOMEROOM, Role.GRADE_HEAD, *LEADERS)),
        "sheet": ahead.sheet,
        "may_replace": can_replace_sheet(desk.actor, klass.id),
        "key": new_key(),
    }
    return render(desk, "school/class.html", context, status=status)


@require_POST
@desk_view()
def count_finished(request: HttpRequest, class_id: int) -> HttpResponse:
    """How many of those present had finished at the end of the homework slot."""
    desk = cast(DeskRequest, request)
    klass = class_seen(desk, class_id)
    try:
        words = count(desk, klass)
    except InvalidInput as invalid:
        return _show(desk, klass, recount=Recount(desk.POST, invalid.errors), status=422)
    except Refused as refused:
        messages.warning(request, refused.refusals[0].staff)
    else:
        messages.success(request, words)
    return redirect("school:class", klass.id)


@require_POST
@desk_view()
def replace_sheet(request: HttpRequest, class_id: int) -> HttpResponse:
    """Give the sheet of the class another address; whoever has the old one finds nothing."""
    desk = cast(DeskRequest, request)
    klass = class_seen(desk, class_id)
    old = request.POST.get("old", "")[:40]
    given = replace_sheet_address(
        by=desk.actor,
        at=desk.at,
        klass=klass,
        old=old,
        choose=secrets.choice,
        request=Request.of(key_of(request.POST), klass=klass.id, old=old),
    )
    if given is None:
        messages.warning(request, "刚才已经换过了，没有再换一次。下面是现在的地址。")
    else:
        messages.success(request, "换好了。旧地址已经打不开；新地址在下面，请打印或抄给家长。")
    return redirect("school:class", klass.id)


def _count_errors(recount: Recount | None) -> dict[str, str]:
    """By the fields of the grade that was counted, for the top of a page whose form stands far below."""
    if recount is None:
        return {}
    grade = recount.typed.get("grade", "")
    return {f"{field}-{grade}": words for field, words in recount.errors.items()}


def _ahead(desk: DeskRequest, class_id: int, date: dt.date) -> ClassAhead | None:
    return next(iter(classes_ahead([class_id], date, None, EVENINGS, at=desk.at)), None)


def _signals(desk: DeskRequest, klass: ClassNow) -> list[Signal]:
    """What the last night says of the class, for who answers for it."""
    return signals_of_classes([klass.id]) if can_see_signals(desk.actor, klass) else []


def _tonight(
    desk: DeskRequest, ahead: ClassAhead, today: dt.date, refill: Refill | None, recount: Recount | None
) -> list[Tonight]:
    """The first evening, for each grade of the class."""
    if not ahead.spans:
        return []
    by, span = desk.actor, ahead.spans[0]
    evenings = {grade: ahead.evenings[grade, span.date] for _, grade in ahead.klass.grades}
    borrowing = borrowing_of(desk, ahead.klass, span.date, evenings, refill)
    items = items_on([ahead.klass.id], [span.date])
    beside = minutes_beside([ahead.klass.id], [span.date])
    seen = seen_of(desk, ahead.klass, span.date, recount)
    own = {h.subject for h in by.holds(Role.SUBJECT_TEACHER) if h.class_id == ahead.klass.id and h.subject}
    past = span.until <= today
    is_told = span.until <= night_of(desk.at)  # before, somebody may still answer
    keys = ((ahead.klass.id, grade, span.date) for _, grade in ahead.klass.grades)
    measured = evenings_measured(items, keys) if is_told else {}
    found = []
    for _, grade in ahead.klass.grades:
        key = (ahead.klass.id, grade, span.date)
        evening, minutes = ahead.evenings[grade, span.date], beside.get(key, Beside())
        title = f"{label_of(ahead.klass, grade)}{evening_words(span.date, today)}"
        drawn = bar(evening.room, evening.segments, title=title, own=frozenset(own))
        took = Took(drawn, measured[key]) if key in measured else None
        sets = [_set(by, ahead, item, took, past=past) for item in items if item.grade == grade]
        found.append(
            Tonight(
                grade=grade,
                bar=drawn,
                clauses=evening.room.clauses,
                written=tuple(s for s in sets if s.item.minutes),
                beside=tuple(sorted((s for s in sets if not s.item.minutes), key=_order_beside)),
                minutes=minutes,
                outweighs=minutes.outweighs(evening.room.cap),
                borrowing=borrowing[grade],
                took=took,
                seen=replace(seen[grade], may_count=seen[grade].may_count and drawn.has_track),
            )
        )
    return found


def _set(by: Actor, ahead: ClassAhead, item: Item, took: Took | None, *, past: bool) -> Set:
    may = not past and can_withdraw_from(by, ahead.klass.school_id, ahead.klass.id, item.spec.subject)
    return Set(item, may, took.of(item) if took else "")


def _order_beside(s: Set) -> int:
    """Optional written work first, then what is not written, then what is done in school."""
    return 0 if s.item.form.counts else 2 if s.item.form is Form.IN_SCHOOL else 1


def _later(ahead: ClassAhead, today: dt.date) -> Sequence[Later]:
    return [
        Later(
            date=span.date,
            words=evening_words(span.date, today),
            note=evening_note(span, ahead.days[span.date]),
            bars=tuple(
                (grade, bar(e.room, e.segments, title=label_of(ahead.klass, grade)))
                for _, grade in ahead.klass.grades
                if (e := ahead.evenings[grade, span.date])
            ),
        )
        for span in ahead.spans[1:]
    ]
