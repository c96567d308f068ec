"""Who teaches what at a school: its lessons cut into as many even pieces as it has teachers. No database."""

from collections import defaultdict
from dataclasses import dataclass

from shuangjian.demo.whole_city.model import FIRST_GRADE_OF_ENGLISH, HOURS, JUNIOR
from shuangjian.demo.whole_city.shapes import Room, Shape
from shuangjian.kernel.grade import Stage, stage_of
from shuangjian.kernel.subject import Subject

PRIMARY_SUBJECTS = (
    "CHINESE", "MATHEMATICS", "ENGLISH", "ETHICS_AND_LAW", "SCIENCE", "PHYSICAL_EDUCATION", "MUSIC", "FINE_ARTS",
    "LABOUR",
)  # fmt: skip
JUNIOR_SUBJECTS = (
    "CHINESE", "MATHEMATICS", "ENGLISH", "ETHICS_AND_LAW", "HISTORY", "GEOGRAPHY", "PHYSICS", "CHEMISTRY", "BIOLOGY",
    "PHYSICAL_EDUCATION", "MUSIC", "FINE_ARTS",
)  # fmt: skip
PRINCIPAL, ACADEMIC = 0, 1  # the first two of a school's teachers; in a small one they teach as well
COORDINATOR = -1  # the last, who plans the after-school service beside teaching
SMALL = 12


@dataclass(frozen=True, slots=True)
class Lesson:
    """A subject of a class: the positions of the class and of its teacher."""

    room: int
    subject: str
    teacher: int


@dataclass(frozen=True, slots=True)
class Course:
    """What a teacher prepares once: a subject in a grade, for the rooms taught."""

    teacher: int
    subject: str
    grade: int
    rooms: tuple[int, ...]


def lessons_of(shape: Shape) -> list[Lesson]:
    """Every subject of every class. Pieces are cut so that a teacher has one subject, or two that lie side by side."""
    wanted = [(subject, n) for n, room in enumerate(shape.rooms) for subject in _taught(shape, room)]
    order = {subject: position for position, subject in enumerate(HOURS)}
    wanted.sort(key=lambda lesson: (order[lesson[0]], shape.rooms[lesson[1]].grades, lesson[1]))
    first = ACADEMIC + 1 if shape.teachers >= SMALL else 0
    pieces, hours = shape.teachers - first, sum(HOURS[subject] for subject, _ in wanted)
    found, before = [], 0
    for subject, room in wanted:
        middle = before + HOURS[subject] / 2
        found.append(Lesson(room, subject, first + int(middle * pieces / hours)))
        before += HOURS[subject]
    return found


def _taught(shape: Shape, room: Room) -> list[str]:
    junior = shape.kind.grades is JUNIOR or stage_of(room.grades[-1], shape.system) is Stage.JUNIOR
    return [
        subject
        for subject in (JUNIOR_SUBJECTS if junior else PRIMARY_SUBJECTS)
        if any(
            grade in Subject(subject).grades and not (subject == "ENGLISH" and grade < FIRST_GRADE_OF_ENGLISH)
            for grade in room.grades
        )
    ]


def courses_of(shape: Shape, lessons: list[Lesson]) -> list[Course]:
    """What is prepared once, in the order in which the subjects usually come to set homework."""
    found: dict[tuple[int, str, int], list[int]] = defaultdict(list)
    for lesson in lessons:
        for grade in shape.rooms[lesson.room].grades:
            found[lesson.teacher, lesson.subject, grade].append(lesson.room)
    return [Course(*key, tuple(rooms)) for key, rooms in found.items()]
