"""Typed rows as a workbook or a CSV file that the reader reads back equal."""

import csv
import io
from collections.abc import Iterable, Sequence

from shuangjian.kernel.grade import Stage, grade_label, numeral
from shuangjian.people.roster.cell_writing import new_workbook, write_text
from shuangjian.people.roster.delimited import guarded
from shuangjian.people.roster.rows import Cohort, Grade, Kind, PupilRow, TeacherRow, TeachingRow

HEADERS = {
    Kind.PUPILS: ("学籍号", "姓名", "年级", "班级", "学校名称", "教学点"),
    Kind.TEACHERS: ("工号", "姓名", "职务", "学校名称"),
    Kind.TEACHINGS: ("工号", "姓名", "年级", "班级", "学科", "班主任", "学校名称", "教学点"),
}


def write_roster_workbook(
    pupils: Iterable[PupilRow] = (), teachers: Iterable[TeacherRow] = (), teachings: Iterable[TeachingRow] = ()
) -> bytes:
    """An .xlsx of three sheets, every cell text. Columns that are empty throughout are left out."""
    tables = {
        Kind.PUPILS: [_pupil(row) for row in pupils],
        Kind.TEACHERS: [_teacher(row) for row in teachers],
        Kind.TEACHINGS: [_teaching(row) for row in teachings],
    }
    buffer = io.BytesIO()
    with new_workbook(buffer) as book:
        text = book.add_format({"num_format": "@"})
        for kind, lines in tables.items():
            headers, lines = _filled(HEADERS[kind], lines)
            sheet = book.add_worksheet(kind.label)
            sheet.set_column(0, len(headers) - 1, 16, text)
            sheet.freeze_panes(1, 0)
            for number, line in enumerate([headers, *lines]):
                for column, value in enumerate(line):
                    if value:
                        write_text(sheet, number, column, value, text)
    return buffer.getvalue()


def write_roster_csv(
    rows: Sequence[PupilRow] | Sequence[TeacherRow] | Sequence[TeachingRow], kind: Kind, encoding: str = "gb18030"
) -> bytes:
    """A CSV of one kind of rows. Values that a spreadsheet would run as a formula have an apostrophe before them."""
    lines = [_line(row) for row in rows]
    headers, lines = _filled(HEADERS[kind], lines)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(headers)
    writer.writerows([guarded(value) for value in line] for line in lines)
    return buffer.getvalue().encode(encoding)


def _line(row: PupilRow | TeacherRow | TeachingRow) -> tuple[str, ...]:
    if isinstance(row, PupilRow):
        return _pupil(row)
    return _teacher(row) if isinstance(row, TeacherRow) else _teaching(row)


def _pupil(row: PupilRow) -> tuple[str, ...]:
    klass = _class(row, row.class_grades)
    return (row.number or "", row.name, _grade(row.grade), klass, row.school or "", row.teaching_point or "")


def _teacher(row: TeacherRow) -> tuple[str, ...]:
    return (row.number, row.name, row.duty or "", row.school or "")


def _teaching(row: TeachingRow) -> tuple[str, ...]:
    return (
        row.teacher_number,
        row.teacher_name or "",
        "、".join(map(_grade, row.grades)),
        _class(row, tuple(grade.value for grade in row.grades if isinstance(grade, Grade))),
        row.subject.label if row.subject else "",
        "是" if row.homeroom else "否",
        row.school or "",
        row.teaching_point or "",
    )


def _grade(grade: Grade | Cohort) -> str:
    if isinstance(grade, Cohort):
        return {None: "", Stage.PRIMARY: "小学", Stage.JUNIOR: "初中"}[grade.stage] + f"{grade.entry_year}级"
    return f"初{numeral(grade.junior_year)}" if grade.junior_year else grade_label(grade.value)


def _class(row: PupilRow | TeachingRow, grades: tuple[int, ...]) -> str:
    """A 复式班 is written with its label, or by its grades and number; any other class has a label or a number.

    In brackets 53 cannot be taken for class 3 of grade 5.
    """
    number = row.class_number
    if row.mixed and not row.class_label:
        named = f"{'、'.join(map(numeral, grades))}年级" if len(grades) > 1 else ""
        return f"{named}复式{number or ''}班"
    return row.class_label or (str(number) if number is not None and number < 20 else f"({number})班")


def _filled(headers: Sequence[str], lines: list[tuple[str, ...]]) -> tuple[list[str], list[tuple[str, ...]]]:
    """Without 学校名称, 教学点, 职务 where no line has any: a header promises a value in every line."""
    kept = [
        index
        for index, header in enumerate(headers)
        if header not in ("学校名称", "教学点", "职务") or any(line[index] for line in lines)
    ]
    return [headers[index] for index in kept], [tuple(line[index] for index in kept) for line in lines]
