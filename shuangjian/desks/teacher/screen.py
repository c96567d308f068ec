"""The screen a teacher works on: the evenings of the classes on the left, the form on the right."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shuangjian.desks.common.bars import Bar, bar
from shuangjian.desks.common.evenings import evening_note, evening_words, label_of
from shuangjian.desks.teacher.typed import Typed
from shuangjian.homework.operations import Preview
from shuangjian.homework.queries import ClassAhead, Item
from shuangjian.homework.rules import Room
from shuangjian.homework.rules.notice_refusals import Advice
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.grade import grade_label
from shuangjian.kernel.refusal import Refusal
from shuangjian.kernel.subject import Subject, subject_order
from shuangjian.schools.rules import EveningSpan
from shuangjian.timing.rules import Outlook

BARS_PER_EVENING = 3  # of the chosen classes; the room of the others is said in words


@dataclass(frozen=True)
class ShownEvening:
    """A large bar and the words above it; `outlook` is how long the evening will be, with the draft on it."""

    words: str
    bar: Bar
    outlook: Outlook | None = None


@dataclass(frozen=True)
class Row:
    """One grade of a class on the left. `key` is `<class>-<grade>`; `verdict` is "", ok or stop."""

    key: str
    label: str
    pupils: int
    sheet: str | None
    class_id: int
    evenings: tuple[ShownEvening, ...]
    items: tuple[Item, ...]
    refusals: tuple[Refusal, ...]
    verdict: str
    over: int
    words_to_mend: int  # what a check refuses of the words; it is told beside them
    zero_clauses: tuple[object, ...]
    advice: Advice | None


@dataclass(frozen=True)
class Choice:
    """One evening that may be chosen; `reason` says why it may not. `rooms`: (class, its small bar, minutes free)."""

    date: dt.date
    words: str
    note: str
    reason: str
    rooms: tuple[tuple[str, Bar, int], ...]
    rest: tuple[tuple[str, int], ...]


def subjects_of(by: Actor) -> list[Subject]:
    """What a teacher teaches now, in the fixed order."""
    held = {h.subject for h in by.holds(Role.SUBJECT_TEACHER) if h.subject}
    return sorted(map(Subject, held), key=subject_order)


def plan_of(by: Actor) -> str:
    """Where the plans of one's grades stand; "" for who teaches nowhere."""
    held = next(iter(by.holds(Role.SUBJECT_TEACHER)), None)
    return f"/school/{held.school_id}/plan/" if held else ""


def classes_taught(by: Actor, subject: str | None = None) -> set[int]:
    """The classes a teacher has now, in one subject or in any."""
    return {
        h.class_id for h in by.holds(Role.SUBJECT_TEACHER) if h.class_id is not None and subject in (None, h.subject)
    }


def targets_in(ahead: Sequence[ClassAhead]) -> dict[str, str]:
    """Every grade of these classes by its key, with a label that tells them apart: for who has one 复式班 and no other
    class, its grade is enough."""
    only_class = len(ahead) == 1 and len(ahead[0].klass.grades) > 1
    return {
        f"{a.klass.id}-{grade}": grade_label(grade) if only_class else label_of(a.klass, grade)
        for a in ahead
        for _, grade in a.klass.grades
    }


def rows(
    by: Actor,
    ahead: Sequence[ClassAhead],
    typed: Typed,
    previews: Mapping[str, Preview],
    items: Sequence[Item],
    today: dt.date,
    outlooks: Mapping[tuple[int, int, dt.date], Outlook],
) -> list[Row]:
    """The classes with the evening they are looked at on: tonight, or the evenings of the draft."""
    found = []
    for a in ahead:
        own = {h.subject for h in by.holds(Role.SUBJECT_TEACHER) if h.class_id == a.klass.id and h.subject}
        mine = typed.subject if typed.subject in own else None
        for _, grade in a.klass.grades:
            key = f"{a.klass.id}-{grade}"
            preview = previews.get(key)
            shown = (
                _drafted(preview, mine, own, today, outlooks)
                if preview and preview.evenings
                else _tonight(a, grade, mine, own, today)
            )
            found.append(
                Row(
                    key=key,
                    label=label_of(a.klass, grade),
                    pupils=a.pupils,
                    sheet=a.sheet,
                    class_id=a.klass.id,
                    evenings=shown,
                    items=tuple(
                        i for i in items if (i.class_id, i.grade) == (a.klass.id, grade) and i.spec.subject in own
                    ),
                    refusals=tuple(r for r in preview.refusals if not r.code.startswith("CONTENT_")) if preview else (),
                    words_to_mend=sum(one.refuses for one in preview.said) if preview else 0,
                    verdict="" if preview is None else "ok" if preview.fits else "stop",
                    over=sum(e.bar.over for e in shown) if preview else 0,
                    zero_clauses=_zero_clauses(a, grade),
                    advice=preview.advice if preview else None,
                )
            )
    return found


def _drafted(
    preview: Preview,
    mine: str | None,
    own: set[str],
    today: dt.date,
    outlooks: Mapping[tuple[int, int, dt.date], Outlook],
) -> tuple[ShownEvening, ...]:
    return tuple(
        ShownEvening(
            evening_words(e.room.date, today),
            bar(
                e.room,
                e.segments,
                title=f"{preview.label}{evening_words(e.room.date, today)}",
                mine=mine,
                own=own,
                draft=e.minutes,
            ),
            outlooks.get((e.room.class_id, e.room.grade, e.room.date)),
        )
        for e in preview.evenings
    )


def _tonight(a: ClassAhead, grade: int, mine: str | None, own: set[str], today: dt.date) -> tuple[ShownEvening, ...]:
    if not a.spans:
        return ()
    date = a.spans[0].date
    evening = a.evenings[grade, date]
    words = evening_words(date, today)
    return (
        ShownEvening(words, bar(evening.room, evening.segments, title=f"{a.klass.label}{words}", mine=mine, own=own)),
    )


def _zero_clauses(a: ClassAhead, grade: int) -> tuple[object, ...]:
    if not a.spans:
        return ()
    room = a.evenings[grade, a.spans[0].date].room
    return room.clauses if room.zero or room.cap is None else ()


def choices(
    ahead: Sequence[ClassAhead], targets: Mapping[str, str], typed: Typed, today: dt.date, count: int
) -> list[Choice]:
    """The next evenings of the chosen classes, each with what the subject could still set there; `targets` are their
    labels."""
    chosen = [(a, grade) for a in ahead for _, grade in a.klass.grades if f"{a.klass.id}-{grade}" in typed.classes]
    if not chosen:
        chosen = [(a, a.klass.grade) for a in ahead[:1]]
    spans = {span.date: (a, span) for a, _ in reversed(chosen) for span in a.spans}
    return [_choice(chosen, targets, typed, *spans[date], today) for date in sorted(spans)[:count]]


def _choice(
    chosen: Sequence[tuple[ClassAhead, int]],
    targets: Mapping[str, str],
    typed: Typed,
    a: ClassAhead,
    span: EveningSpan,
    today: dt.date,
) -> Choice:
    met = [(c, grade, c.evenings[grade, span.date]) for c, grade in chosen if (grade, span.date) in c.evenings]
    rooms = [
        (targets[f"{c.klass.id}-{grade}"], bar(e.room, e.segments, mine=typed.subject), max(e.room.free, 0))
        for c, grade, e in met
    ]
    return Choice(
        date=span.date,
        words=evening_words(span.date, today),
        note=evening_note(span, a.days[span.date]),
        reason=_reason([e.room for _, _, e in met]) if typed.counts else "",
        rooms=tuple(rooms[:BARS_PER_EVENING]),
        rest=tuple((label, free) for label, _, free in rooms[BARS_PER_EVENING:]),
    )


def _reason(rooms: Sequence[Room]) -> str:
    """Why no written work can be set on this evening to any of the classes; "" when some may take it."""
    if any(room.cap is not None and room.zero != "NO_HOMEWORK_DAY" for room in rooms):
        return ""
    if any(room.cap is None for room in rooms):
        return "学校还没有定这个假期的书面作业总量"
    return "无书面作业日（本校选择）"
