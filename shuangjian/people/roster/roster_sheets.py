"""Raw sheets of a workbook or a CSV file as typed rows."""

from shuangjian.kernel.subject import Subject, subject_named
from shuangjian.people.roster import class_names, consistency, text
from shuangjian.people.roster.class_names import ClassName
from shuangjian.people.roster.file_problems import unreadable
from shuangjian.people.roster.findings import Findings
from shuangjian.people.roster.grid import RawCell, RawSheet
from shuangjian.people.roster.headers import heading_of
from shuangjian.people.roster.rows import (
    Cohort,
    Grade,
    Kind,
    LeaverKind,
    LeaverRow,
    PupilRow,
    Reading,
    Source,
    TeacherRow,
    TeachingRow,
    in_file_order,
)
from shuangjian.people.roster.sheet_rows import NamedRow, named_rows
from shuangjian.people.roster.text import Unclear

_NO_CLASS = "班级是空的。请填写，如 3 或 五(3)班。"
_STAYS = frozenset(
    ["在读", "在校", "在籍", "正常", "在职", "在岗", "是", "就读", "在编", "借读", "复学", "转入", "在校在籍"]
)
_LEFT = frozenset(
    [
        "离校",
        "转出",
        "转学",
        "已转出",
        "转学转出",
        "毕业",
        "已毕业",
        "结业",
        "肄业",
        "退学",
        "休学",
        "开除",
        "死亡",
        "失踪",
        "出国",
        "注销",
        "离籍",
        "不在校",
        "否",
        "离职",
        "退休",
        "调出",
        "调离",
        "辞职",
        "辞退",
        "离岗",
        "不在职",
    ]
)


def read_sheets(sheets: list[RawSheet], source: Source) -> Reading:
    """All recognised sheets together. Raises UnreadableFile when there is none."""
    findings = Findings()
    pupils: list[PupilRow] = []
    teachers: list[TeacherRow] = []
    teachings: list[TeachingRow] = []
    leavers: list[LeaverRow] = []
    empty: list[str] = []
    for sheet in sheets:
        heading = heading_of(sheet)
        if sheet.hidden and sheet.rows:
            findings.notes.append(f"“{sheet.name}”这张表是隐藏的，没有读。要导入它，请先取消隐藏。")
        elif heading is None:
            if sheet.rows:
                findings.notes.append(f"“{sheet.name}”这张表不是名册，没有读。")
        elif sheet.rows[-1].number <= heading.row:
            empty.append(sheet.name)
            findings.notes.append(f"“{sheet.name}”这张表只有表头，没有内容。")
        else:
            for row in named_rows(sheet, heading, findings):
                if heading.kind is Kind.PUPILS:
                    _read_pupil(row, pupils, leavers)
                elif heading.kind is Kind.TEACHERS:
                    _read_teacher(row, teachers, leavers)
                else:
                    teachings.extend(_read_teaching(row))
    if not findings.layouts:
        raise unreadable("NO_ROWS" if empty else "NO_ROSTER_SHEET")
    kept_pupils = consistency.unique_pupils(pupils, findings)
    kept_teachers = consistency.unique_teachers(teachers, findings)
    kept_teachings = consistency.unique_teachings(teachings, teachers, findings)
    return Reading(
        source,
        kept_pupils,
        kept_teachers,
        kept_teachings,
        consistency.unique_leavers(leavers, pupils, teachers, findings),
        in_file_order(findings.bad, [sheet.name for sheet in sheets]),
        tuple(findings.ignored_columns),
        findings.ignored_rows,
        tuple(findings.layouts),
        findings.all_notes,
    )


def _read_pupil(row: NamedRow, pupils: list[PupilRow], leavers: list[LeaverRow]) -> None:
    number = row.read("pupil_number", lambda cell: text.number(cell, "学籍号"))
    name = row.read("name", text.name)
    school, point = _school(row), _teaching_point(row)
    where = row.where("pupil_number" if number else "name")
    if (leaver := _leaver(row, LeaverKind.PUPIL, number, name, school)) is not None:
        leavers.append(leaver)
        return
    grade = row.read("grade", class_names.grade_in)
    klass = row.read("class", lambda cell: _one_class(cell, grade))
    if klass is None or not row.clean:
        return
    grade = grade or klass.grade
    if grade is None:
        row.blame("grade", "看不出是哪个年级。请填写年级，或在班级里写明，如 五(3)班。")
        return
    if klass.grades and isinstance(grade, Grade) and grade.value not in klass.grades:
        row.blame("class", "这个复式班里没有这名学生的年级。请改正年级或班级。")
        return
    pupils.append(
        PupilRow(where, number, name or "", grade, klass.number, klass.label, klass.mixed, klass.grades, school, point)
    )


def _read_teacher(row: NamedRow, teachers: list[TeacherRow], leavers: list[LeaverRow]) -> None:
    number = _teacher_number(row)
    name = row.read("name", text.name)
    duty = row.read("duty", lambda cell: text.free_text(cell, "职务"))
    school = _school(row)
    if (leaver := _leaver(row, LeaverKind.TEACHER, number, name, school)) is not None:
        leavers.append(leaver)
    elif row.clean and number and name:
        teachers.append(TeacherRow(row.where("teacher_number"), number, name, duty, school))


def _read_teaching(row: NamedRow) -> list[TeachingRow]:
    """One row per class and subject that the line names."""
    number = _teacher_number(row)
    name = row.read("name", lambda cell: text.name(cell) if text.plain(cell) else None)
    school, point = _school(row), _teaching_point(row)
    grades = row.read("grade", class_names.grades_in) or ()
    subjects = row.read("subject", _subjects) or ()
    homeroom = row.read("homeroom", lambda cell: text.yes_no(cell, "班主任")) or False
    one = grades[0] if len(grades) == 1 else None
    classes = row.read("class", lambda cell: _some_classes(cell, one)) or ()
    if row.clean and not subjects and not homeroom:
        row.blame("subject", "既没有学科，也不是班主任，看不出教什么。请填写学科，或在“班主任”一列写“是”。")
    found = []
    for klass in classes:
        taught = _grades_taught(row, klass, grades)
        for subject in subjects or (None,):
            if row.clean:
                found.append(
                    TeachingRow(
                        row.where("teacher_number"),
                        number or "",
                        name,
                        taught,
                        klass.number,
                        klass.label,
                        klass.mixed,
                        subject,
                        homeroom and subject is (subjects or (None,))[0],
                        school,
                        point,
                    )
                )
    return found if row.clean else []


def _one_class(cell: RawCell, grade: Grade | Cohort | None) -> ClassName:
    klass = class_names.class_in(cell, grade)
    if klass is None:
        raise Unclear(_NO_CLASS)
    return klass


def _some_classes(cell: RawCell, grade: Grade | Cohort | None) -> tuple[ClassName, ...]:
    classes = class_names.classes_in(cell, grade)
    if not classes:
        raise Unclear(_NO_CLASS)
    return classes


def _grades_taught(row: NamedRow, klass: ClassName, grades: tuple[Grade | Cohort, ...]) -> tuple[Grade | Cohort, ...]:
    if klass.mixed:
        named = tuple(Grade(grade) for grade in klass.grades)
        if named and grades and any(isinstance(grade, Grade) and grade.value not in klass.grades for grade in grades):
            row.blame("class", "这个复式班里没有年级一列写的年级。请改正年级或班级。")
        if not (grades or named):
            row.blame("grade", "看不出复式班有哪几个年级。请写明，如 一、二年级。")
        return grades or named
    if len(grades) > 1:
        row.blame("grade", "一行写了几个年级。一个班请写一行；复式班请在班级里写明“复式”。")
    if not grades and klass.grade is None:
        row.blame("grade", "看不出是哪个年级。请填写年级，或在班级里写明，如 五(3)班。")
    return grades or ((klass.grade,) if klass.grade else ())


def _subjects(cell: RawCell) -> tuple[Subject, ...]:
    found = []
    for part in text.normalised(cell).replace("/", "、").replace(",", "、").replace(";", "、").split("、"):
        if part:
            subject = subject_named(part)
            if subject is None:
                raise Unclear(f"没有“{part[:20]}”这个学科。请写课程方案里的名称，如 语文、道德与法治、信息科技。")
            found.append(subject)
    return tuple(dict.fromkeys(found))


def _teacher_number(row: NamedRow) -> str | None:
    def required(cell: RawCell) -> str:
        number = text.number(cell, "工号")
        if number is None:
            raise Unclear("工号是空的。请填写；没有工号的，请学校编一个不重复的号。")
        return number

    return row.read("teacher_number", required)


def _school(row: NamedRow) -> str | None:
    def required(cell: RawCell) -> str | None:
        school = text.free_text(cell, "学校")
        if school is None and row.has("school"):
            raise Unclear("学校是空的。别的行写了学校，请每行都填。")
        return school

    return row.read("school", required)


def _teaching_point(row: NamedRow) -> str | None:
    return row.read("teaching_point", lambda cell: text.free_text(cell, "教学点"))


def _leaver(
    row: NamedRow, kind: LeaverKind, number: str | None, name: str | None, school: str | None
) -> LeaverRow | None:
    state = row.read("state", text.normalised) or ""
    left_on = row.read("left_on", lambda cell: text.date(cell, "离校日期"))
    if not row.clean or (not state and left_on is None) or state in _STAYS:
        return None
    if state and state not in _LEFT:
        row.blame("state", "看不出是在校（在职）还是已离开。请写 在读、转出、毕业 或 在职、离职、退休。")
        return None
    field = ("pupil_number" if kind is LeaverKind.PUPIL else "teacher_number") if number else "name"
    return LeaverRow(row.where(field), kind, number, name, state or "离校日期", left_on, school)
