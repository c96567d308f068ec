"""A county's roster as one workbook: 20,000 pupils in twenty schools, their teachers and who teaches what."""

from itertools import count

from bench.town import GRADES, SUBJECTS
from shuangjian.people.roster import Cell, Grade, PupilRow, TeacherRow, TeachingRow, write_roster_workbook

SCHOOLS, PARALLEL, PUPILS = 20, 4, 20_000
NOWHERE = Cell("", 0)
_SURNAMES = "左毕查费游柏沈鲁任温戚邵龚葛孟蓝滕庞单乔"
_GIVEN = "禾诺溪川衿远夏言舒舟瑾安阳和树齐野行雪桐"


def school_name(number: int) -> str:
    """As in `bench.town`: 第1小学."""
    return f"第{number}小学"


def county_workbook() -> bytes:
    """The bytes of an .xlsx with the sheets 学生, 教师 and 任课."""
    pupils: list[PupilRow] = []
    teachers: list[TeacherRow] = []
    teachings: list[TeachingRow] = []
    serial, staff = count(1), count(1)
    rooms = [(s, grade, n) for s in range(1, SCHOOLS + 1) for grade in GRADES for n in range(1, PARALLEL + 1)]
    for index, (school, grade, number) in enumerate(rooms):
        seats = PUPILS * (index + 1) // len(rooms) - PUPILS * index // len(rooms)
        for _ in range(seats):
            pupils.append(_pupil(next(serial), school, grade, number))
        for subject in SUBJECTS:
            teacher = TeacherRow(NOWHERE, f"GH{next(staff):06d}", _name(next(staff)), None, school_name(school))
            teachers.append(teacher)
            teachings.append(
                TeachingRow(
                    where=NOWHERE,
                    teacher_number=teacher.number,
                    teacher_name=teacher.name,
                    grades=(Grade(grade),),
                    class_number=number,
                    subject=subject,
                    homeroom=subject is SUBJECTS[0],
                    school=school_name(school),
                )
            )
    return write_roster_workbook(pupils, teachers, teachings)


def _pupil(serial: int, school: int, grade: int, number: int) -> PupilRow:
    return PupilRow(
        where=NOWHERE,
        number=f"G4109{2026 - grade}{serial:010d}",
        name=_name(serial),
        grade=Grade(grade),
        class_number=number,
        school=school_name(school),
    )


def _name(serial: int) -> str:
    """Eight thousand names, so that namesakes occur as they do in a county."""
    first, second = divmod(serial % 400, 20)
    return _SURNAMES[serial // 400 % 20] + _GIVEN[first] + _GIVEN[second]
