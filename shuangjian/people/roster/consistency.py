"""Rows of one file against each other: the same pupil twice or in two classes, one 工号 with two names."""

from collections.abc import Hashable, Iterable

from shuangjian.people.roster.findings import Findings
from shuangjian.people.roster.rows import Cell, Grade, LeaverRow, PupilRow, TeacherRow, TeachingRow
from shuangjian.people.roster.text import is_national


def unique_pupils(pupils: list[PupilRow], findings: Findings) -> tuple[PupilRow, ...]:
    """Those pupils that occur once; of the others every row is blamed, each naming another."""
    groups: dict[Hashable, list[PupilRow]] = {}
    for pupil in pupils:
        groups.setdefault(_identity(pupil.number, pupil.name, pupil.school, _class_of(pupil)), []).append(pupil)
    clashing: set[Cell] = set()
    for group in groups.values():
        first = group[0]
        for pupil in group[1:]:
            for one, other in ((pupil, first), (first, pupil)):
                if one.where not in clashing:
                    clashing.add(one.where)
                    findings.blame(one.where, one.number or one.name, _why_twice(one, other))
    return tuple(pupil for pupil in pupils if pupil.where not in clashing)


def _identity(number: str | None, name: str | None, school: str | None, klass: Hashable) -> Hashable:
    """A 全国学籍号 is unique in the country, a school's own 学号 within the school, a name within its class."""
    if number is None:
        return ("name", school, klass, name)
    return ("number", number, None if is_national(number) else school)


def _class_of(row: PupilRow) -> Hashable:
    label = None if row.class_number is not None and not row.mixed else row.class_label
    grade = row.grade.value if isinstance(row.grade, Grade) else row.grade
    return (row.school, row.teaching_point, None if row.mixed else grade, row.class_number, label)


def _why_twice(one: PupilRow, other: PupilRow) -> str:
    elsewhere = _place(other.where, one.where)
    if one.number is None:
        return f"同一个班里还有一个没有学籍号的“{other.name}”（{elsewhere}），分不清是不是一个人。请填写学籍号。"
    if one.name != other.name:
        return f"这个学籍号在{elsewhere}写的是另一个姓名“{other.name}”。一个学籍号只能是一个人，请改正其中一行。"
    if (_class_of(one), one.grade) != (_class_of(other), other.grade):
        return f"这名学生在{elsewhere}又出现在另一个班。一名学生只能在一个班，请删去错的一行。"
    return f"这名学生与{elsewhere}重复。请删去一行。"


def _place(where: Cell, seen_from: Cell) -> str:
    return f"第 {where.row} 行" if where.sheet == seen_from.sheet else f"“{where.sheet}”第 {where.row} 行"


def unique_teachers(teachers: list[TeacherRow], findings: Findings) -> tuple[TeacherRow, ...]:
    """Those teachers that occur once (per school and 工号); the rows of the others are blamed."""
    groups: dict[Hashable, list[TeacherRow]] = {}
    for teacher in teachers:
        groups.setdefault((teacher.school, teacher.number), []).append(teacher)
    clashing: set[Cell] = set()
    for group in groups.values():
        for teacher in group[1:]:
            for one, other in ((teacher, group[0]), (group[0], teacher)):
                if one.where not in clashing:
                    clashing.add(one.where)
                    elsewhere = _place(other.where, one.where)
                    words = (
                        f"这名教师与{elsewhere}重复。请删去一行。"
                        if one.name == other.name
                        else f"这个工号在{elsewhere}写的是“{other.name}”。一个工号只能是一个人，请改正其中一行。"
                    )
                    findings.blame(one.where, one.number, words)
    return tuple(teacher for teacher in teachers if teacher.where not in clashing)


def unique_teachings(
    teachings: list[TeachingRow], teachers: list[TeacherRow], findings: Findings
) -> tuple[TeachingRow, ...]:
    """Teaching rows whose names agree with the teacher rows and each other; repeated ones are dropped and counted."""
    named: dict[Hashable, tuple[str, Cell]] = {}
    for teacher in teachers:
        named.setdefault((teacher.school, teacher.number), (teacher.name, teacher.where))
    kept: dict[Hashable, TeachingRow] = {}
    blamed: set[Cell] = set()
    for row in teachings:
        if row.teacher_name is not None:
            name, where = named.setdefault((row.school, row.teacher_number), (row.teacher_name, row.where))
            if name != row.teacher_name:
                if row.where not in blamed:
                    blamed.add(row.where)
                    elsewhere = _place(where, row.where)
                    words = f"这个工号在{elsewhere}写的是“{name}”，这里是“{row.teacher_name}”。请改正其中一行。"
                    findings.blame(row.where, row.teacher_number, words)
                continue
        key = (row.school, row.teaching_point, row.teacher_number, row.grades, row.class_number, row.class_label)
        if (*key, row.subject, row.homeroom) in kept:
            findings.ignore_row(row.where.sheet, "与前面重复的任课")
        kept.setdefault((*key, row.subject, row.homeroom), row)
    _blame_second_homerooms(kept.values(), findings)
    return tuple(kept.values())


def _blame_second_homerooms(teachings: Iterable[TeachingRow], findings: Findings) -> None:
    """A class has one 班主任."""
    heads: dict[Hashable, TeachingRow] = {}
    for row in teachings:
        if row.homeroom:
            klass = (row.school, row.teaching_point, row.grades, row.class_number, row.class_label)
            first = heads.setdefault(klass, row)
            if first.teacher_number != row.teacher_number:
                words = f"这个班在{_place(first.where, row.where)}已经有一位班主任。一个班只写一位，请改正其中一行。"
                findings.blame(row.where, row.teacher_number, words)


def unique_leavers(
    leavers: list[LeaverRow], pupils: list[PupilRow], teachers: list[TeacherRow], findings: Findings
) -> tuple[LeaverRow, ...]:
    """Leavers who are not in the same file as staying; those who are are blamed."""
    staying: dict[Hashable, Cell] = {(pupil.number, "PUPIL"): pupil.where for pupil in pupils if pupil.number}
    staying |= {(teacher.number, "TEACHER"): teacher.where for teacher in teachers}
    kept: dict[Hashable, LeaverRow] = {}
    for leaver in leavers:
        where = staying.get((leaver.number, leaver.kind.value))
        if where is not None:
            words = f"这里写的是已离开，{_place(where, leaver.where)}又在册。请改正其中一行。"
            findings.blame(leaver.where, leaver.number or "", words)
        else:
            kept.setdefault((leaver.kind, leaver.number, leaver.name, leaver.school, leaver.teaching), leaver)
    return tuple(kept.values())
