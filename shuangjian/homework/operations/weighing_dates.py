"""What dates would mean for large work: the notice they leave, and whether its minutes fit any such evening."""

import datetime as dt
from dataclasses import dataclass

from shuangjian.homework.operations.planning import Ground
from shuangjian.homework.queries.evenings import class_evenings
from shuangjian.homework.rules import Dates, Room
from shuangjian.homework.rules.notice_refusals import announced_too_late, larger_than_the_evening
from shuangjian.homework.rules.weighing import no_written_work
from shuangjian.kernel.day import DayKind
from shuangjian.kernel.refusal import InvalidInput, Refusal
from shuangjian.schools.queries import ClassNow

LONGEST_SPAN_DAYS = 60


@dataclass(frozen=True)
class Weighed:
    """Dates that large work is meant for: the notice they leave, what the school asks for, and when they are fixed."""

    dates: Dates
    evenings: int
    days: int
    needed: int | None
    fixes_on: dt.date
    provisional: bool
    refusals: tuple[Refusal, ...]
    too_late: Refusal | None


def weigh_dates(
    ground: Ground, klass: ClassNow, grade: int, date: dt.date, evenings: int, minutes: int, *, counts: bool
) -> Weighed:
    """What dates would mean for a class. Raises InvalidInput where no evening that lies ahead begins on the date, or
    the term has not so many after it."""
    calendar = ground.calendar(klass)
    spans = calendar.evenings(date, date + dt.timedelta(days=LONGEST_SPAN_DAYS))[:evenings]
    if not spans or spans[0].date != date or date < ground.today:
        raise InvalidInput({"date": "这一天没有傍晚可以预告，请选今天或以后的上学日。"})
    if len(spans) < evenings:
        raise InvalidInput({"evenings": "这个学期后面没有这么多晚，请少选几晚。"})
    found = class_evenings([(klass, span) for span in spans], ground.schools, at=ground.at)
    rooms = [found[klass.id, grade, span.date].room for span in spans]
    days, stated = calendar.school_days(ground.today, date), rooms[0].notice
    needed = stated[0] if stated else None
    late = None
    if stated and days < stated[0]:
        nearest = calendar.school_day_after(ground.today, stated[0])
        late = announced_too_late(klass.label, date, days, *stated, nearest)
    counted = (calendar.day(ground.today + dt.timedelta(n)) for n in range((date - ground.today).days + 1))
    return Weighed(
        Dates(date, spans[-1].date, minutes),
        evenings,
        days,
        needed,
        calendar.school_day_before(date, needed or 0, not_before=ground.today),
        any(span.provisional for span in spans) or any(day.kind is DayKind.PROVISIONAL for day in counted),
        tuple(refusal for room in rooms if counts and (refusal := _holds_not(room, minutes))),
        late,
    )


def _holds_not(room: Room, minutes: int) -> Refusal | None:
    """Why written work of so many minutes fits no such evening, however empty it is."""
    if room.zero:
        return no_written_work(room, (), minutes)
    return larger_than_the_evening(room, minutes) if room.cap is not None and minutes > room.cap else None
