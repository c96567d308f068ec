"""One evening of one grade of a class as a row: what stands on it, of which kinds it is, what it took."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from shuangjian.desks.common.bars import Bar, bar
from shuangjian.desks.common.evenings import label_of
from shuangjian.desks.common.took import Took
from shuangjian.homework.queries import (
    Beside,
    ClassEvening,
    EveningCount,
    Item,
    SchoolWeek,
    items_on,
    minutes_beside,
)
from shuangjian.schools.queries import ClassNow
from shuangjian.timing.queries import evenings_measured
from shuangjian.timing.rules import night_of

LOOK, UNWRITTEN, IN_SCHOOL = "look", "unwritten", "in_school"
OTHER_KINDS = {
    LOOK: "选做和不写的比书面还多的班晚",
    UNWRITTEN: "有不写的作业的班晚",
    IN_SCHOOL: "有校内巩固的班晚",
}
NOTHING_BESIDE = Beside()
Key = tuple[int, int, dt.date]


@dataclass(frozen=True)
class Row:
    """One evening of one grade of a class, as `common/evening_rows.html` shows it; `took` once it is over."""

    klass: ClassNow
    grade: int
    date: dt.date
    evening: ClassEvening
    beside: Beside
    items: tuple[Item, ...] = ()
    took: Took | None = None

    @property
    def class_id(self) -> int:
        return self.klass.id

    @property
    def key(self) -> Key:
        return (self.klass.id, self.grade, self.date)

    @property
    def label(self) -> str:
        return label_of(self.klass, self.grade)

    @property
    def cap(self) -> int | None:
        return self.evening.room.cap

    @property
    def committed(self) -> int:
        return self.evening.room.committed

    @property
    def bar(self) -> Bar:
        return bar(self.evening.room, self.evening.segments, title=self.label)

    def is_over(self, today: dt.date) -> bool:
        return self.evening.room.until <= today

    def is_of(self, kind: str) -> bool:
        if kind == LOOK:
            return self.beside.outweighs(self.cap)
        if kind == UNWRITTEN:
            return self.beside.unwritten > 0
        if kind == IN_SCHOOL:
            return self.beside.in_school > 0
        return EveningCount(kind).holds(self)


def rows_of(found: SchoolWeek, classes: Sequence[ClassNow]) -> list[Row]:
    dates = sorted({date for _, date in found.spans})
    beside = minutes_beside([c.id for c in classes], dates)
    return [
        Row(klass, grade, date, found.evenings[key], beside.get(key, NOTHING_BESIDE))
        for klass in classes
        for _, grade in klass.grades
        for date in dates
        if (key := (klass.id, grade, date)) in found.evenings
    ]


def with_items(rows: Sequence[Row], at: dt.datetime) -> list[Row]:
    """The rows with what was set for them and, where nobody can answer about them any more, what it took. Four
    queries."""
    found: dict[Key, list[Item]] = {}
    items = items_on({row.klass.id for row in rows}, {row.date for row in rows}) if rows else []
    for item in items:
        found.setdefault((item.class_id, item.grade, item.date), []).append(item)
    measured = evenings_measured(items, (row.key for row in rows if row.is_over(night_of(at))))
    return [
        replace(
            row,
            items=tuple(found.get(row.key, ())),
            took=Took(row.bar, measured[row.key]) if row.key in measured else None,
        )
        for row in rows
    ]
