"""enrollments.csv: which pupil is in which class, and who teaches it."""

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass, field

from shuangjian.people.roster.findings import Findings
from shuangjian.people.roster.oneroster import codes
from shuangjian.people.roster.oneroster.classes import Classes, SchoolClass, by_sourced_id, current
from shuangjian.people.roster.oneroster.tables import Record, Tables
from shuangjian.people.roster.oneroster.users import User, in_force
from shuangjian.people.roster.rows import (
    Cohort,
    Grade,
    LeaverKind,
    LeaverRow,
    PupilRow,
    TeacherRow,
    TeachingRow,
)
from shuangjian.people.roster.text import Unclear


@dataclass(slots=True)
class Enrolled:
    """Enrolments sorted out: row and class, by user for pupils, by class for teachers."""

    pupils: dict[str, list[tuple[Record, SchoolClass]]] = field(default_factory=dict)
    teachers: dict[str, list[tuple[Record, User]]] = field(default_factory=dict)
    ended_pupils: dict[str, Record] = field(default_factory=dict)
    ended_teachers: list[tuple[Record, User, str]] = field(default_factory=list)
    unplaced: set[str] = field(default_factory=set)  # their enrolment was blamed: no second reproach


def sort_out(
    tables: Tables, users: dict[str, User | None], classes: Classes, on: dt.date | None, findings: Findings
) -> Enrolled:
    """Every enrolment with its user and class; references that lead nowhere are blamed."""
    enrolled = Enrolled()
    by_sourced_id(tables["enrollments"], findings)
    for record in tables["enrollments"]:
        role = record.text("role").lower()
        if role in codes.IGNORED_ROLES:
            findings.ignore_row(record.file, codes.IGNORED_ROLES[role])
        elif role not in ("student", "teacher"):
            findings.blame(record.where("role"), record.text("role"), "不认识这个角色。请写 student 或 teacher。")
        else:
            _sort_one(record, role, users, classes, on, enrolled, findings)
    return enrolled


def _sort_one(
    record: Record,
    role: str,
    users: dict[str, User | None],
    classes: Classes,
    on: dt.date | None,
    enrolled: Enrolled,
    findings: Findings,
) -> None:
    user_id, class_id = record.text("userSourcedId"), record.text("classSourcedId")
    known = True
    if user_id not in users:
        findings.blame(record.where("userSourcedId"), user_id, "users.csv 里没有这个人。请补上，或删去这一行。")
        known = False
    if class_id not in classes.by_id:
        findings.blame(record.where("classSourcedId"), class_id, "classes.csv 里没有这个班。请补上，或删去这一行。")
        known = False
    state = current(record, findings)
    if not known or state is None:
        enrolled.unplaced.add(user_id)
        return
    user, klass = users[user_id], classes.by_id[class_id]
    if user is None:
        return
    if not (user.pupil if role == "student" else user.teacher):
        is_, not_ = ("学生", "student") if role == "student" else ("教师", "teacher")
        words = f"这里写的是{is_}，users.csv 里这个人的角色却不是 {not_}。请改正其中一处。"
        findings.blame(record.where("role"), record.text("role"), words)
        enrolled.unplaced.add(user_id)
        return
    if not state or class_id in classes.ended:
        if role == "student":
            enrolled.ended_pupils.setdefault(user_id, record)
        else:
            enrolled.ended_teachers.append((record, user, class_id))
        return
    if klass is None or (record.text("schoolSourcedId") or klass.school_id) != klass.school_id:
        if klass is not None:
            words = "这里的学校与 classes.csv 里这个班的学校不一样。请改正其中一处。"
            findings.blame(record.where("schoolSourcedId"), record.text("schoolSourcedId"), words)
        enrolled.unplaced.add(user_id)
    elif in_force(record, on, findings):
        if role == "student":
            enrolled.pupils.setdefault(user_id, []).append((record, klass))
        else:
            enrolled.teachers.setdefault(class_id, []).append((record, user))


def pupil_rows(
    users: dict[str, User | None], enrolled: Enrolled, complete: bool, findings: Findings
) -> tuple[list[PupilRow], list[LeaverRow]]:
    """Each pupil in one class, and those who have left: marked so, or whose every enrolment has ended."""
    pupils: list[PupilRow] = []
    leavers: list[LeaverRow] = []
    for user_id, user in users.items():
        if user is None or not user.pupil:
            continue
        where = user.record.where("sourcedId")
        ended = enrolled.ended_pupils.get(user_id)
        if not user.stays:
            words = user.record.text("status")
            leavers.append(LeaverRow(where, LeaverKind.PUPIL, user_id, user.name, words, _end(ended), user.school))
        elif user_id in enrolled.pupils:
            row = _placed(user, enrolled.pupils[user_id], findings)
            if row is not None and user_id not in enrolled.unplaced:
                pupils.append(row)
        elif user_id in enrolled.unplaced:
            continue
        elif ended is not None:
            words = ended.text("status") or "班级已结束"
            leavers.append(LeaverRow(where, LeaverKind.PUPIL, user_id, user.name, words, _end(ended), user.school))
        elif complete:
            findings.blame(
                where, user_id, "这名学生没有编进任何班。请在 enrollments.csv 里补上，或把他标为 tobedeleted。"
            )
        else:
            findings.ignore_row(user.record.file, "增量里没有班级的学生")
    return pupils, leavers


def _end(record: Record | None) -> dt.date | None:
    try:
        return codes.date(record, "endDate") if record is not None else None
    except Unclear:
        return None


def _placed(user: User, enrolments: list[tuple[Record, SchoolClass]], findings: Findings) -> PupilRow | None:
    """The pupil's own class: the homeroom's where there is one, otherwise that of all courses together."""
    homerooms = [pair for pair in enrolments if pair[1].homeroom]
    counted = homerooms or enrolments
    first_record, klass = counted[0]
    for record, other in counted[1:]:
        if _identity(other) != _identity(klass):
            words = (
                f"这名学生在第 {first_record.raw.number} 行已编进“{klass.record.text('title')[:20]}”，"
                f"这里又编进“{other.record.text('title')[:20]}”。一名学生只能在一个班，请删去一行。"
            )
            findings.blame(record.where("classSourcedId"), record.text("classSourcedId"), words)
            return None
    grade = _own_grade(user, klass, findings)
    if grade is None or user.name is None:
        return None
    name = klass.name
    where = user.record.where("sourcedId")
    return PupilRow(
        where,
        user.number,
        user.name,
        grade,
        name.number,
        name.label,
        name.mixed,
        name.grades,
        klass.school,
        klass.point,
    )


def _identity(klass: SchoolClass) -> Hashable:
    return (klass.school_id, klass.grades, klass.name.number, klass.name.label, klass.name.mixed)


def _own_grade(user: User, klass: SchoolClass, findings: Findings) -> Grade | Cohort | None:
    own = user.grades
    if len(own) > 1:
        findings.blame(
            user.record.where("grades", "grade"),
            user.record.text("grades", "grade"),
            "一名学生只能有一个年级。请改正。",
        )
        return None
    if own and klass.grades and own[0] not in klass.grades:
        words = f"这名学生的年级与所在班“{klass.record.text('title')[:20]}”的年级对不上。请改正其中一处。"
        findings.blame(user.record.where("grades", "grade"), user.record.text("grades", "grade"), words)
        return None
    if own:
        return own[0]
    if len(klass.grades) == 1:
        return klass.grades[0]
    if klass.grades:
        words = "这名学生在复式班，却没有写自己的年级。请在 grades 里填写，如 02。"
        findings.blame(user.record.where("grades", "grade"), "", words)
    else:
        words = "看不出这个班是哪个年级。请在 grades 里填写，如 05。"
        findings.blame(klass.record.where("grades", "grade"), klass.record.text("title"), words)
    return None


def teacher_rows(users: dict[str, User | None]) -> tuple[list[TeacherRow], list[LeaverRow]]:
    teachers: list[TeacherRow] = []
    leavers: list[LeaverRow] = []
    for user in users.values():
        if user is None or not user.teacher:
            continue
        where = user.record.where("sourcedId")
        if not user.stays:
            words = user.record.text("status")
            leavers.append(LeaverRow(where, LeaverKind.TEACHER, user.number, user.name, words, None, user.school))
        elif user.name is not None:
            teachers.append(TeacherRow(where, user.number, user.name, None, user.school))
    return teachers, leavers


def teaching_rows(
    classes: Classes, enrolled: Enrolled, pupils: list[PupilRow], findings: Findings
) -> tuple[list[TeachingRow], list[LeaverRow]]:
    """One row per teacher, class and subject. In a class without subjects its primary or only teacher is 班主任."""
    own_grades: dict[str, set[Grade | Cohort]] = {}
    grade_of = {pupil.number: pupil.grade for pupil in pupils}
    for user_id, pairs in enrolled.pupils.items():
        for record, _ in pairs:
            if user_id in grade_of:
                own_grades.setdefault(record.text("classSourcedId"), set()).add(grade_of[user_id])
    teachings: list[TeachingRow] = []
    for class_id, taught_by in enrolled.teachers.items():
        klass = classes.by_id[class_id]
        if klass is None:
            continue
        grades = klass.grades or tuple(own_grades.get(class_id, ()))
        if len(grades) != 1 and not klass.name.mixed:
            words = "看不出这个班是哪个年级。请在 grades 里填写，如 05。"
            findings.blame(klass.record.where("grades", "grade"), klass.record.text("title"), words)
            continue
        teachings.extend(_taught(klass, grades, taught_by, findings))
    leavers = []
    for record, user, class_id in enrolled.ended_teachers:
        klass = classes.by_id[class_id]
        if user.stays and klass is not None and klass.grades:
            for row in _taught(klass, klass.grades, [(record, user)], findings):
                words = record.text("status")
                leavers.append(
                    LeaverRow(
                        row.where, LeaverKind.TEACHING, user.number, user.name, words, _end(record), klass.school, row
                    )
                )
    return teachings, leavers


def _taught(
    klass: SchoolClass, grades: tuple[Grade | Cohort, ...], pairs: list[tuple[Record, User]], findings: Findings
) -> list[TeachingRow]:
    head = _homeroom_teacher(klass, pairs, findings) if klass.homeroom else None
    rows = []
    for record, user in pairs:
        heads = user.number == head
        if not klass.subjects and not heads:
            findings.ignore_row(record.file, "没有学科、也不是班主任的教师")
            continue
        for subject in klass.subjects or (None,):
            rows.append(
                TeachingRow(
                    record.where("userSourcedId"),
                    user.number,
                    user.name,
                    grades,
                    klass.name.number,
                    klass.name.label,
                    klass.name.mixed,
                    subject,
                    heads and subject is (klass.subjects or (None,))[0],
                    klass.school,
                    klass.point,
                )
            )
    return rows


def _homeroom_teacher(klass: SchoolClass, pairs: list[tuple[Record, User]], findings: Findings) -> str | None:
    primary = []
    for record, user in pairs:
        try:
            if codes.flag(record, "primary"):
                primary.append(user.number)
        except Unclear as unclear:
            findings.blame(record.where("primary"), record.text("primary"), unclear.reason)
    candidates = dict.fromkeys(primary or [user.number for _, user in pairs])
    if len(candidates) > 1:
        record = pairs[1][0]
        title = klass.record.text("title")[:20]
        words = f"“{title}”有几位教师，看不出谁是班主任。请把其中一位的 primary 写成 true，其余写 false。"
        findings.blame(record.where("primary"), record.text("primary"), words)
        return None
    return next(iter(candidates), None)
