"""Rosters of the sample schools, written as the workbooks a school would upload, and brought in by the same import."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from shuangjian.demo.cast import PUPILS, TEACHERS
from shuangjian.demo.names import Names
from shuangjian.demo.plan import SchoolPlan
from shuangjian.kernel.grade import numeral
from shuangjian.kernel.subject import Subject
from shuangjian.people.roster import Cell, Grade, PupilRow, TeacherRow, TeachingRow, write_roster_workbook

PRIMARY = (
    Subject.CHINESE,
    Subject.MATHEMATICS,
    Subject.ENGLISH,
    Subject.ETHICS_AND_LAW,
    Subject.SCIENCE,
    Subject.PHYSICAL_EDUCATION,
)
VILLAGE = (*PRIMARY, Subject.LABOUR)
JUNIOR = (
    Subject.CHINESE,
    Subject.MATHEMATICS,
    Subject.ENGLISH,
    Subject.ETHICS_AND_LAW,
    Subject.HISTORY,
    Subject.GEOGRAPHY,
    Subject.PHYSICS,
    Subject.CHEMISTRY,
    Subject.BIOLOGY,
    Subject.PHYSICAL_EDUCATION,
)
FIRST_GRADE_OF_ENGLISH = 3
OF_ONE_CLASS = (Subject.CHINESE,)
OF_ONE_GRADE = (Subject.CHINESE, Subject.MATHEMATICS)
NOWHERE = Cell("", 0)


@dataclass(frozen=True)
class Room:
    """A class of the roster: its grades (several for a 复式班), number, and teaching point if it sits at one."""

    grades: tuple[int, ...]
    number: int
    point: str | None = None

    @property
    def label(self) -> str | None:
        """What a 复式班 is called on the roster; other classes go by their number."""
        return f"{'、'.join(map(numeral, self.grades))}年级复式班" if len(self.grades) > 1 else None


@dataclass
class Roster:
    """The rows of one school's workbook, in the order in which they were drawn."""

    plan: SchoolPlan
    index: int
    names: Names
    draw: random.Random
    pupils: list[PupilRow] = field(default_factory=list)
    teachers: list[TeacherRow] = field(default_factory=list)
    teachings: list[TeachingRow] = field(default_factory=list)

    def workbook(self) -> bytes:
        return write_roster_workbook(self.pupils, self.teachers, self.teachings)

    def seat(self, room: Room, serial: Iterator[int]) -> None:
        """Fill a class with pupils; those of the story come first."""
        for grade in room.grades:
            known = list(PUPILS.get((self.plan.name, grade, room.number), ()))
            for position in range(self.draw.choice(self.plan.size) // len(room.grades)):
                name = known[position] if position < len(known) else self.names.pupil()
                number = f"L4109{self.index:02d}{2026 - grade}{next(serial):08d}"
                self.pupils.append(
                    PupilRow(
                        where=NOWHERE,
                        number=number,
                        name=name,
                        grade=Grade(grade),
                        class_number=None if room.label else room.number,
                        class_label=room.label,
                        mixed=len(room.grades) > 1,
                        class_grades=room.grades if room.label else (),
                        teaching_point=room.point,
                    )
                )

    def hire(self, name: str | None = None, duty: str | None = None) -> TeacherRow:
        number = f"JS{self.index:02d}{len(self.teachers) + 1:04d}"
        self.teachers.append(TeacherRow(NOWHERE, number, name or self.names.staff(), duty))
        return self.teachers[-1]

    def teach(self, teacher: TeacherRow, room: Room, subject: Subject) -> None:
        self.teachings.append(
            TeachingRow(
                where=NOWHERE,
                teacher_number=teacher.number,
                teacher_name=teacher.name,
                grades=tuple(Grade(grade) for grade in room.grades),
                class_number=None if room.label else room.number,
                class_label=room.label,
                mixed=len(room.grades) > 1,
                subject=subject,
                homeroom=subject is Subject.CHINESE,
                teaching_point=room.point,
            )
        )

    def without(self, leaver: str, successor: str) -> "Roster":
        """The roster after somebody left: a colleague takes over the lessons, and nobody the homeroom as yet."""
        to = next(teacher for teacher in self.teachers if teacher.name == successor)
        return replace(
            self,
            teachers=[teacher for teacher in self.teachers if teacher.name != leaver],
            teachings=[
                replace(row, teacher_number=to.number, teacher_name=to.name, homeroom=False)
                if row.teacher_name == leaver
                else row
                for row in self.teachings
            ],
        )


def roster_of(plan: SchoolPlan, index: int, names: Names, draw: random.Random) -> Roster:
    """The pupils, teachers and teaching assignments of a planned school; numbers are invented and never repeat."""
    roster = Roster(plan, index, names, draw)
    serial = count(1)
    rooms = _rooms(plan)
    for room in rooms:
        roster.seat(room, serial)
    roster.hire(plan.principal, "校长")
    if plan.academic:
        roster.hire(plan.academic, "教务主任")
    if plan.one_teacher:
        _one_teacher_each(roster, rooms)
    else:
        _subject_teachers(roster, rooms)
    if plan.coordinator:
        roster.hire(plan.coordinator, "课后服务负责人")
    return roster


def _rooms(plan: SchoolPlan) -> list[Room]:
    rooms = [
        Room((grade,), number)
        for grade in plan.grades
        if grade not in plan.mixed
        for number in range(1, plan.parallel + 1)
    ]
    return rooms + ([Room(plan.mixed, 1, plan.point)] if plan.mixed else [])


def _taught(plan: SchoolPlan, grades: Sequence[int]) -> list[Subject]:
    subjects = VILLAGE if plan.one_teacher else JUNIOR if grades[-1] > plan.system.last_primary_grade else PRIMARY
    return [
        subject
        for subject in subjects
        if any(
            grade in subject.grades and not (subject is Subject.ENGLISH and grade < FIRST_GRADE_OF_ENGLISH)
            for grade in grades
        )
    ]


def _one_teacher_each(roster: Roster, rooms: Sequence[Room]) -> None:
    """A small village school: whoever has a class teaches it everything."""
    for room in rooms:
        teacher = roster.hire(TEACHERS.get((roster.plan.name, Subject.CHINESE, room.grades[0], room.number)))
        for subject in _taught(roster.plan, room.grades):
            roster.teach(teacher, room, subject)


def _subject_teachers(roster: Roster, rooms: Sequence[Room]) -> None:
    """Chinese goes with the class, mathematics with the grade, the other subjects with three grades or two."""
    shared: dict[tuple[Subject, object], TeacherRow] = {}
    for room in rooms:
        grade = room.grades[0]
        for subject in _taught(roster.plan, room.grades):
            key = subject, room if subject in OF_ONE_CLASS else _group(roster.plan, subject, grade)
            if key not in shared:
                shared[key] = roster.hire(TEACHERS.get((roster.plan.name, subject, grade, room.number)))
            roster.teach(shared[key], room, subject)


def _group(plan: SchoolPlan, subject: Subject, grade: int) -> int:
    """Grades that share a teacher; where a grade has one class, a teacher of mathematics has two grades."""
    if subject in OF_ONE_GRADE:
        return grade if plan.parallel > 1 else (grade + 1) // 2
    return (grade - 1) // 3
