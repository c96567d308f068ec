"""Putting the teacher's screen together: what is read once, the form as it stands, and the words of its button."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render

from shuangjian.afterschool.queries import units_led
from shuangjian.desks.common.evenings import state_of_the_day
from shuangjian.desks.common.forms import new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.reviews import reviews_for
from shuangjian.desks.teacher import screen
from shuangjian.desks.teacher.minutes import counting, moved_words
from shuangjian.desks.teacher.said import Shown, shown_said
from shuangjian.desks.teacher.typed import MOST_ROWS, Typed, spec_of
from shuangjian.homework.operations import Outcome, Preview
from shuangjian.homework.queries import (
    ClassAhead,
    announcements_ahead,
    asks_by,
    asks_of,
    classes_ahead,
    items_on,
    units_used,
)
from shuangjian.homework.rules import Form, Large
from shuangjian.journeys.predict_minutes import MinutesMoved
from shuangjian.journeys.weigh_homework import Weighed
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.subject import Subject

EVENINGS = 5


def blank(subject: str) -> Typed:
    """An untouched form."""
    return Typed(subject, new_key())


def show(
    desk: DeskRequest,
    typed: Typed,
    *,
    fill: bool = False,
    weighed: Weighed | None = None,
    moved: MinutesMoved | None = None,
    errors: Mapping[str, str] | None = None,
    outcome: Outcome | None = None,
    also: Sequence[Shown] = (),
    earlier: str = "",
    focus: bool = True,
    status: int = 200,
) -> HttpResponse:
    """The screen with the form as typed. `fill`: what was left open gets the usual classes and evening; `weighed` is
    what was found of it, `moved` why it was not published although that was pressed; `also` is what the checks only
    say of what went out; `earlier` what was shown of it before, where that is not so any more. `focus` leads the eye to
    the first refusal."""
    previews = weighed.previews if weighed else ()
    date = shanghai_date(desk.at)
    subject = Subject(typed.subject)
    ahead = classes_ahead(screen.classes_taught(desk.actor), date, subject, EVENINGS, at=desk.at)
    taught = screen.classes_taught(desk.actor, subject)
    mine = [a for a in ahead if a.klass.id in taught]
    targets = screen.targets_in(mine)
    units = units_used(desk.actor.person_id or 0, subject)
    if fill:
        typed = _fill(typed, mine, targets, units)
    evenings = screen.choices(mine, targets, typed, date, EVENINGS)
    if fill and not typed.evening:
        typed = replace(typed, evening=next((str(e.date) for e in evenings if not e.reason), ""))
    by_key = {f"{p.target.class_id}-{p.target.grade}": p for p in previews}
    tonight = {a.spans[0].date for a in ahead if a.spans}
    items = items_on((a.klass.id for a in ahead), tonight) if tonight else []
    context = {
        "typed": typed,
        "subject": subject,
        "subjects": screen.subjects_of(desk.actor),
        "rows": screen.rows(desk.actor, ahead, typed, by_key, items, date, weighed.outlooks if weighed else {}),
        "strays": [p for key, p in by_key.items() if key not in targets],
        "targets": targets,
        "evenings": evenings,
        "lost_evening": bool(typed.evening) and typed.evening not in {str(e.date) for e in evenings},
        "units": units,
        "forms": list(Form),
        "larges": list(Large),
        "works_here": True,
        "large_work": announcements_ahead([a.klass for a in ahead], date),
        "can_add_row": len(typed.tiers) < MOST_ROWS,
        "notices": state_of_the_day(ahead, date),
        "errors": errors or {},
        "outcome": outcome,
        "also": also,
        "reviews": reviews_for(desk),
        "asks": asks_of(desk.actor, desk.at),
        "my_asks": asks_by(desk.actor, desk.at, date),
        "loan_key": new_key(),
        "led": units_led(desk.actor, desk.at),
        "plan_url": screen.plan_of(desk.actor),
        "checked": bool(previews),
        "focus_refusal": focus and outcome is None and not errors and moved is None,
        "minutes": counting(weighed.predicted, earlier=earlier) if weighed else None,
        "moved": moved_words(moved, date) if moved else "",
        "fits": any(p.fits for p in previews),
        "shown": shown_said(spec_of(typed), ((key, p.label, p.said) for key, p in by_key.items())) if previews else [],
        "publish_to": _publish_to(typed, targets, by_key),
        "publish_known": bool(previews) or len(targets) == 1,
    }
    return render(desk, "teacher/today.html", context, status=status)


def _fill(typed: Typed, mine: Sequence[ClassAhead], targets: Mapping[str, str], units: Sequence[str]) -> Typed:
    """The parallel classes of one's lowest grade, the unit of last time, and a form those classes may get."""
    if not typed.classes and targets:
        grade = min(int(key.split("-")[1]) for key in targets)
        typed = replace(typed, classes=tuple(key for key in targets if key.endswith(f"-{grade}")))
    if not typed.content and not typed.unit and units:
        typed = replace(typed, unit=units[0])
    rooms = [e.room for a in mine for (grade, _), e in a.evenings.items() if f"{a.klass.id}-{grade}" in typed.classes]
    if not typed.content and rooms and all(room.zero == "GRADE" for room in rooms):
        typed = replace(typed, form=Form.ORAL.value)
    return typed


def _publish_to(typed: Typed, targets: Mapping[str, str], previews: Mapping[str, Preview]) -> str:
    """The classes that the publish button names: those where it fits, as far as that is known."""
    chosen = [key for key in typed.classes if key in targets]
    fits = [key for key in chosen if key in previews and previews[key].fits]
    held = typed.all_or_none and len(fits) < len(typed.classes)
    return "、".join(targets[key] for key in (fits if fits and not held else chosen))
