"""One evening of one grade of a class as a family reads it: on the sheet and on a guardian's page."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from shuangjian.desks.common.bars import Bar, bar
from shuangjian.desks.common.evenings import label_of
from shuangjian.homework.queries import (
    AnnouncementSeen,
    ClassAhead,
    ClassEvening,
    Item,
    Segment,
    announcements_ahead,
    classes_ahead,
    items_on,
)
from shuangjian.homework.rules import Form, Room
from shuangjian.kernel.refusal import Clause
from shuangjian.kernel.subject import Subject
from shuangjian.policy.queries import bedtime, clauses_of
from shuangjian.schools.queries import SchoolFacts, schools_facts
from shuangjian.schools.rules import EveningSpan

EVENINGS = 4  # the one that is looked at, and those that may already have something
BEDTIME_FIRST, NO_TASKS, NO_MARKING, PUBLICITY = (
    "homework/bedtime_first",
    "homework/parents_tasks",
    "homework/parents_marking",
    "homework/publicity",
)


@dataclass(frozen=True)
class Tonight:
    """`minutes` is the written work of the evening in all; `later` pairs a later date with what is set for it,
    `coming` is large work that is fixed and not set yet."""

    label: str
    grade: int
    span: EveningSpan
    bar: Bar
    cap_clauses: tuple[Clause, ...]
    written: tuple[Item, ...]
    optional: tuple[Item, ...]
    unwritten: tuple[Item, ...]
    in_school: tuple[Item, ...]
    later: tuple[tuple[EveningSpan, tuple[Item, ...]], ...]
    coming: tuple[AnnouncementSeen, ...]
    bedtime: dt.time
    bedtime_clauses: tuple[Clause, ...]
    parents_clauses: tuple[Clause, ...]
    publicity: tuple[Clause, ...]

    @property
    def minutes(self) -> int:
        return self.bar.committed

    @property
    def subjects(self) -> int:
        """How many subjects have written work."""
        return len({item.subject for item in self.written})

    @property
    def is_empty(self) -> bool:
        return not (self.written or self.optional or self.unwritten or self.in_school)


@dataclass(frozen=True)
class Read:
    """The classes that were asked for, by id, with their schools and what is set on their next evenings."""

    ahead: Mapping[int, ClassAhead]
    schools: Mapping[int, SchoolFacts]
    items: Sequence[Item]
    large_work: Sequence[AnnouncementSeen]


def read(class_ids: Iterable[int], date: dt.date, at: dt.datetime) -> Read:
    """The evenings of these classes from a date on, as families see them at a moment: without what is held for review.
    The number of queries does not grow with the classes."""
    ahead = {a.klass.id: a for a in classes_ahead(class_ids, date, None, EVENINGS)}
    dates = {span.date for a in ahead.values() for span in a.spans}
    schools = schools_facts({a.klass.school_id for a in ahead.values()})
    coming = announcements_ahead([a.klass for a in ahead.values()], date)
    return Read(
        ahead, schools, items_on(ahead, dates, shown_at=at), [one for one in coming if one.is_fixed and not one.waits]
    )


def tonight_of(found: Read, class_id: int, grade: int) -> Tonight | None:
    """The evening for one grade; None where no school day, and so no evening, is to come."""
    a = found.ahead[class_id]
    if not a.spans:
        return None
    span, school = a.spans[0], found.schools[a.klass.school_id]
    evening = a.evenings[grade, span.date]
    items = [i for i in found.items if (i.class_id, i.grade) == (class_id, grade)]
    here = [i for i in items if i.date == span.date]
    label = label_of(a.klass, grade)
    to_bed, bed_clauses = bedtime(school, grade, span.date)
    return Tonight(
        label=label,
        grade=grade,
        span=span,
        bar=bar(*_as_shown(evening, here), title=label),
        cap_clauses=evening.room.clauses,
        written=tuple(i for i in here if i.minutes),
        optional=tuple(i for i in here if i.form.counts and not i.minutes),
        unwritten=tuple(i for i in here if not i.form.counts and i.form is not Form.IN_SCHOOL),
        in_school=tuple(i for i in here if i.form is Form.IN_SCHOOL),
        later=tuple(
            (later, tuple(there)) for later in a.spans[1:] if (there := [i for i in items if i.date == later.date])
        ),
        coming=tuple(
            one for one in found.large_work if (one.class_id, one.grade) == (class_id, grade) and not one.is_set
        ),
        bedtime=to_bed,
        bedtime_clauses=(*bed_clauses[:1], *clauses_of(BEDTIME_FIRST, school, grade, span.date)[:1]),
        parents_clauses=_both(school, grade, span.date),
        publicity=clauses_of(PUBLICITY, school, grade, span.date)[:1],
    )


def _as_shown(evening: ClassEvening, here: Sequence[Item]) -> tuple[Room, list[Segment]]:
    """The minutes of what families see, which are fewer than the evening's own while something is held for review."""
    minutes: dict[Subject, int] = {}
    for item in here:
        minutes[item.subject] = minutes.get(item.subject, 0) + item.minutes
    total = sum(minutes.values())
    room = replace(evening.room, committed=total, obligated=total)
    return room, [Segment(subject, committed, 0) for subject, committed in minutes.items()]


def _both(school: SchoolFacts, grade: int, date: dt.date) -> tuple[Clause, ...]:
    """The clauses that keep homework from becoming the parents'. One document says both in one article."""
    found = (*clauses_of(NO_TASKS, school, grade, date)[:1], *clauses_of(NO_MARKING, school, grade, date)[:1])
    return tuple({clause.label: clause for clause in reversed(found)}.values())
