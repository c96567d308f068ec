"""A week as a grid: a line for each grade of a class, a column for each day."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from shuangjian.desks.common.evenings import label_of
from shuangjian.desks.school.week_rows import Row
from shuangjian.homework.queries import SchoolWeek
from shuangjian.kernel.day import DayKind, SchoolDay
from shuangjian.schools.queries import ClassNow


@dataclass(frozen=True)
class Column:
    """A day of the grid. `note` is what is special about it, `through` says that its evening lasts over days off."""

    date: dt.date
    note: str
    is_tonight: bool
    through: bool
    provisional: bool


@dataclass(frozen=True)
class Cell:
    """A class on a day: its row, or words where it has no evening. `rows` > 1 stands for all classes below."""

    row: Row | None
    words: str = ""
    rows: int = 1
    is_tonight: bool = False


def column_of(found: SchoolWeek, day: SchoolDay, path: str, tonight: dt.date | None) -> Column:
    span = found.spans.get((path, day.date))
    note = {DayKind.MAKE_UP_DAY: "调休上课", DayKind.PROVISIONAL: "暂按上学算"}.get(day.kind, "")
    through = span is not None and not span.is_night
    return Column(day.date, note, day.date == tonight, through, bool(span and span.provisional and not note))


def grid_of(
    found: SchoolWeek, classes: Sequence[ClassNow], rows: Sequence[Row], tonight: dt.date | None
) -> list[tuple[str, ClassNow, list[Cell]]]:
    """A line for each grade of a class. A day on which nobody has an evening is one cell from the first line down."""
    by_key = {(row.klass.id, row.grade, row.date): row for row in rows}
    lines = [(klass, grade) for klass in classes for _, grade in klass.grades]
    off = {day.date for day in found.days} - {row.date for row in rows}
    grid = []
    for number, (klass, grade) in enumerate(lines):
        cells = []
        for day in found.days:
            if day.date in off and number:
                continue  # the first line's cell stands for all
            row = by_key.get((klass.id, grade, day.date))
            words = "" if row else found.local[klass.place_path, day.date].reason or "不上学"
            cells.append(Cell(row, words, len(lines) if day.date in off else 1, day.date == tonight))
        grid.append((label_of(klass, grade), klass, cells))
    return grid
