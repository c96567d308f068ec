"""What a roster file says, as typed rows; and what is wrong with it, cell by cell.

Nothing here knows the database. Grades and cohorts stand as the file wrote them, because what 初一 or 2022级 means
depends on the school's system and stage, which the file does not tell.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from shuangjian.kernel.grade import Stage, System
from shuangjian.kernel.subject import Subject


class Source(StrEnum):
    WORKBOOK = "WORKBOOK"
    CSV = "CSV"
    ONEROSTER_1_1 = "ONEROSTER_1.1"
    ONEROSTER_1_2 = "ONEROSTER_1.2"


class Kind(StrEnum):
    """What the rows of a sheet are about."""

    PUPILS = "PUPILS"
    TEACHERS = "TEACHERS"
    TEACHINGS = "TEACHINGS"

    @property
    def label(self) -> str:
        return {"PUPILS": "学生", "TEACHERS": "教师", "TEACHINGS": "任课"}[self.value]


class LeaverKind(StrEnum):
    PUPIL = "PUPIL"
    TEACHER = "TEACHER"
    TEACHING = "TEACHING"


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in the file: sheet (or file of a OneRoster set), row as Excel counts it (1-based), column letter, header.

    `row` 0 means the sheet as a whole, `column` "" the row as a whole.
    """

    sheet: str
    row: int
    column: str = ""
    header: str = ""

    @property
    def label(self) -> str:
        """学生 第 7 行 C 列（年级）."""
        words = [self.sheet] if self.sheet else []
        if self.row:
            words.append(f"第 {self.row} 行")
        if self.column:
            words.append(f"{self.column} 列" + (f"（{self.header}）" if self.header else ""))
        elif self.header:
            words.append(f"“{self.header}”列")
        return " ".join(words)


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that cannot be taken as it stands. `value` is shortened; `reason` says what happened and what to do."""

    where: Cell
    value: str
    reason: str

    @property
    def sheet(self) -> str:
        return self.where.sheet

    @property
    def row(self) -> int:
        return self.where.row

    @property
    def column(self) -> str:
        return self.where.column

    @property
    def header(self) -> str:
        return self.where.header


class UnreadableFile(Exception):
    """The file as a whole cannot be read. `code` for programs, `words` one Chinese sentence for the person."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.words = words


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade 1–9 as written. `junior_year` is set for 初一…初四, which depend on the system."""

    value: int
    junior_year: int | None = field(default=None, compare=False)

    def under(self, system: System) -> int:
        """The grade, 1–9: 初一 is 七年级 in a six-three school and 六年级 in a five-four school.

        Raises ValueError for 初四 in a six-three school, which has none.
        """
        if self.junior_year is None:
            return self.value
        grade = system.last_primary_grade + self.junior_year
        if grade > 9:
            raise ValueError(f"no 初{self.junior_year} under {system}")
        return grade


@dataclass(frozen=True, slots=True)
class Cohort:
    """A year of entry as written: 2022级. `stage` is set where the file said 小学2022级 or 初中2022级."""

    entry_year: int
    stage: Stage | None = None

    def under(self, stage: Stage, system: System) -> int:
        """The kernel's cohort (year of entry into grade 1), read by the stage the file or else the school has."""
        if (self.stage or stage) is Stage.PRIMARY:
            return self.entry_year
        return self.entry_year - system.last_primary_grade


@dataclass(frozen=True, slots=True)
class PupilRow:
    """One pupil in one class.

    `number` is the 学籍号 (or a OneRoster sourcedId), None where the cell was empty: then name and class identify.
    The class is `class_number`, or `class_label` (NFKC) for a class with a name; `mixed` is a 复式班, whose label may
    name its grades in `class_grades` (empty otherwise). `grade` is the pupil's own. `school` and `teaching_point` are
    as written, None where the file has no such column.
    """

    where: Cell
    number: str | None
    name: str
    grade: Grade | Cohort
    class_number: int | None
    class_label: str | None = None
    mixed: bool = False
    class_grades: tuple[int, ...] = ()
    school: str | None = None
    teaching_point: str | None = None


@dataclass(frozen=True, slots=True)
class TeacherRow:
    """One teacher. `duty` is 职务 as written (校长, 教务主任 …), None where absent."""

    where: Cell
    number: str
    name: str
    duty: str | None = None
    school: str | None = None


@dataclass(frozen=True, slots=True)
class TeachingRow:
    """One teacher in one class for one subject, or as its 班主任, or both.

    `teacher_name` is there to be checked, None where the file leaves it out. `grades` has several members for a 复式班.
    At least one of `subject` and `homeroom` is set.
    """

    where: Cell
    teacher_number: str
    teacher_name: str | None
    grades: tuple[Grade | Cohort, ...]
    class_number: int | None
    class_label: str | None = None
    mixed: bool = False
    subject: Subject | None = None
    homeroom: bool = False
    school: str | None = None
    teaching_point: str | None = None


@dataclass(frozen=True, slots=True)
class LeaverRow:
    """Someone, or a teaching assignment, of whom the file itself says that it has ended.

    `left_on` is None where the file gives no date; `words` is the state as written (转出, tobedeleted …); `teaching` is
    set for LeaverKind.TEACHING only.
    """

    where: Cell
    kind: LeaverKind
    number: str | None
    name: str | None
    words: str
    left_on: dt.date | None = None
    school: str | None = None
    teaching: TeachingRow | None = None


@dataclass(frozen=True, slots=True)
class IgnoredColumn:
    """A column that was not taken, and why: 不保存 for personal data without a use here, 用不到 for the rest."""

    sheet: str
    column: str
    header: str
    reason: str


@dataclass(frozen=True, slots=True)
class IgnoredRows:
    """How many rows of a sheet were passed over, and why."""

    sheet: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the fields of one sheet stood: (field, column letter, header) for each column that was taken."""

    sheet: str
    kind: Kind
    header_row: int
    columns: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole file read. Rows with a bad cell are not among the typed rows: with `bad` not empty, apply nothing.

    `complete` is False for a OneRoster delta, which lists changes only: absence from it means nothing.
    """

    source: Source
    pupils: tuple[PupilRow, ...] = ()
    teachers: tuple[TeacherRow, ...] = ()
    teachings: tuple[TeachingRow, ...] = ()
    leavers: tuple[LeaverRow, ...] = ()
    bad: tuple[BadCell, ...] = ()
    ignored_columns: tuple[IgnoredColumn, ...] = ()
    ignored_rows: tuple[IgnoredRows, ...] = ()
    layouts: tuple[Layout, ...] = ()
    notes: tuple[str, ...] = ()
    complete: bool = True

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds of rows the file speaks about at all. A kind it does not mention must be left as it is."""
        return frozenset(layout.kind for layout in self.layouts)

    def bad_cell(self, where: Cell, field_name: str, value: str, reason: str) -> BadCell:
        """A bad cell found later (against the database), at the column in which `field_name` of that row stood."""
        for layout in self.layouts:
            if layout.sheet == where.sheet:
                for name, column, header in layout.columns:
                    if name == field_name:
                        return BadCell(Cell(where.sheet, where.row, column, header), shorten(value), reason)
        return BadCell(Cell(where.sheet, where.row, where.column, where.header), shorten(value), reason)


def shorten(value: str, limit: int = 40) -> str:
    """A cell's value for showing: one line, at most `limit` characters."""
    line = "".join(character if character.isprintable() else "�" for character in value)
    return line if len(line) <= limit else line[: limit - 1] + "…"


def in_file_order(bad: Iterable[BadCell], sheets: Iterable[str]) -> tuple[BadCell, ...]:
    """Bad cells as a person walks the file: by sheet as it comes, row, column; the same cell and reason once."""
    order = {sheet: position for position, sheet in enumerate(sheets)}
    unique = dict.fromkeys(bad)
    return tuple(
        sorted(unique, key=lambda cell: (order.get(cell.sheet, len(order)), cell.row, len(cell.column), cell.column))
    )
