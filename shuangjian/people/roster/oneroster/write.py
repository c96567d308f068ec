"""Typed rows as a OneRoster 1.2 CSV set (1EdTech, 2022, bulk) that the reader reads back equal.

A class is a homeroom class with its pupils and its 班主任, and a scheduled class for each subject with its teachers;
pupils stand in the homeroom class only. A teaching point is an org of type school below its school.
"""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from shuangjian.kernel.grade import Stage, numeral, school_year
from shuangjian.kernel.subject import Subject, subject_order
from shuangjian.people.roster import class_names, text
from shuangjian.people.roster.delimited import guarded
from shuangjian.people.roster.oneroster.codes import whole_name
from shuangjian.people.roster.rows import Cohort, Grade, PupilRow, TeacherRow, TeachingRow
from shuangjian.people.roster.text import Unclear

_STATE = ("sourcedId", "status", "dateLastModified")
_HEADERS = {
    "manifest": ("propertyName", "value"),
    "academicSessions": (*_STATE, "title", "type", "startDate", "endDate", "parentSourcedId", "schoolYear"),
    "orgs": (*_STATE, "name", "type", "identifier", "parentSourcedId"),
    "courses": (*_STATE, "schoolYearSourcedId", "title", "courseCode", "grades", "orgSourcedId", "subjects"),
    "classes": (
        *_STATE, "title", "grades", "courseSourcedId", "classCode", "classType", "location", "schoolSourcedId",
        "termSourcedIds", "subjects",
    ),
    "users": (*_STATE, "enabledUser", "username", "givenName", "familyName", "grades", "primaryOrgSourcedId"),
    "roles": (*_STATE, "userSourcedId", "roleType", "role", "beginDate", "endDate", "orgSourcedId"),
    "enrollments": (
        *_STATE, "classSourcedId", "schoolSourcedId", "userSourcedId", "role", "primary", "beginDate", "endDate",
    ),
}  # fmt: skip
_ABSENT = (
    "categories", "classResources", "courseResources", "demographics", "lineItemLearningObjectiveIds",
    "lineItemScoreScales", "lineItems", "resources", "resultLearningObjectiveIds", "resultScoreScales", "results",
    "scoreScales", "userProfiles", "userResources",
)  # fmt: skip
_MADE = (2000, 1, 1, 0, 0, 0)  # the same rows give the same bytes
_HOMEROOM = "homeroom"
Lines = dict[str, list[tuple[str, ...]]]


@dataclass(frozen=True)
class _Class:
    """What tells one class from another. `grade` is None for a 复式班, whose grades are gathered from its rows."""

    school: str
    point: str | None
    number: int | None
    label: str | None
    grade: Grade | Cohort | None


def write_oneroster(
    pupils: Sequence[PupilRow], teachers: Sequence[TeacherRow], teachings: Sequence[TeachingRow], *, on: dt.date
) -> bytes:
    """The set as a zip. Every row names its school, and every pupil and teacher has a number that no other has.

    Raises ValueError where one does not. 职务 has no place in the set; a lesson that is also that of the 班主任 is
    written, and read back, as two.
    """
    numbers: list[str | None] = [*(row.number for row in pupils), *(row.number for row in teachers)]
    if None in numbers or len(set(numbers)) < len(numbers):
        raise ValueError("every pupil and teacher needs a number of their own")
    seats: list[PupilRow | TeachingRow] = [*pupils, *teachings]
    if not all(row.school for row in seats) or not all(teacher.school for teacher in teachers):
        raise ValueError("every row names its school")
    named = ((row.school, row.teaching_point, row.class_label) for row in teachings if len(row.grades) > 1)
    writer = _Writer(on, {key for key in named if key[2]})
    for row in seats:
        writer.meet(row)
    for teacher in teachers:
        writer.user("teacher", teacher.number, teacher.name, str(teacher.school), ())
    for pupil in pupils:
        writer.user("student", str(pupil.number), pupil.name, str(pupil.school), (pupil.grade,))
        writer.enrol(writer.homeroom(writer.class_of(pupil)), str(pupil.number), "student", primary=False)
    for teaching in sorted(teachings, key=lambda row: -1 if row.subject is None else subject_order(row.subject)):
        klass = writer.class_of(teaching)
        if teaching.homeroom:
            writer.enrol(writer.homeroom(klass), teaching.teacher_number, "teacher", primary=True)
        if teaching.subject is not None:
            writer.enrol(writer.lesson(klass, teaching.subject), teaching.teacher_number, "teacher", primary=False)
    return _zipped(writer.lines)


class _Writer:
    """The files as they grow. Ids of orgs, classes and courses are counted, so that the same rows give the same set."""

    def __init__(self, on: dt.date, named_mixed: set[tuple[str | None, str | None, str | None]]) -> None:
        year = school_year(on)
        self._year, self._named_mixed = f"year-{year}", named_mixed
        self._orgs: dict[tuple[str, str | None], str] = {}
        self._grades: dict[_Class, set[Grade | Cohort]] = {}
        self._classes: dict[tuple[_Class, Subject | None], str] = {}
        self._courses: dict[tuple[str, Subject | None], str] = {}
        self._school_of: dict[str, str] = {}
        self.lines: Lines = {name: [] for name in _HEADERS}
        self.lines["manifest"] = [
            ("manifest.version", "1.0"),
            ("oneroster.version", "1.2"),
            *((f"file.{name}", "bulk") for name in _HEADERS if name != "manifest"),
            *((f"file.{name}", "absent") for name in _ABSENT),
        ]
        days = f"{year}-09-01", f"{year + 1}-09-01"
        self._add("academicSessions", self._year, f"{year}—{year + 1}学年", "schoolYear", *days, "", year + 1)

    def class_of(self, row: PupilRow | TeachingRow) -> _Class:
        grades = row.grades if isinstance(row, TeachingRow) else (row.grade,)
        named = (row.school, row.teaching_point, row.class_label) in self._named_mixed
        mixed = row.mixed or named or len(grades) > 1 or "复式" in (row.class_label or "")
        own = None if mixed else grades[0]
        return _Class(str(row.school), row.teaching_point, row.class_number, row.class_label, own)

    def meet(self, row: PupilRow | TeachingRow) -> None:
        """Gather the grades of a class from all that is said of it, before anything is written."""
        known = self._grades.setdefault(self.class_of(row), set())
        known |= set(row.grades) if isinstance(row, TeachingRow) else {row.grade, *map(Grade, row.class_grades)}
        if "复式" in (row.class_label or ""):
            with suppress(Unclear):  # a name that says no grades
                named = class_names.class_in(row.class_label, None)
                known |= {Grade(value) for value in named.grades} if named else set()

    def user(self, role: str, number: str, name: str, school: str, grades: Sequence[Grade | Cohort]) -> None:
        family, given = _parted(name)
        org = self._org(school, None)
        self._add("users", number, "true", "", given, family, ",".join(map(_code, grades)), org)
        self._add("roles", f"role-{len(self.lines['roles']) + 1}", number, "primary", role, "", "", org)

    def enrol(self, class_id: str, number: str, role: str, *, primary: bool) -> None:
        identifier = f"enrollment-{len(self.lines['enrollments']) + 1}"
        flag = str(primary).lower()
        self._add("enrollments", identifier, class_id, self._school_of[class_id], number, role, flag, "", "")

    def homeroom(self, klass: _Class) -> str:
        return self._class(klass, None)

    def lesson(self, klass: _Class, subject: Subject) -> str:
        return self._class(klass, subject)

    def _class(self, klass: _Class, subject: Subject | None) -> str:
        found = self._classes.get((klass, subject))
        if found is None:
            found = self._classes[klass, subject] = f"class-{len(self._classes) + 1}"
            org = self._school_of[found] = self._org(klass.school, klass.point)
            grades = sorted(self._grades[klass], key=_code) if klass.grade is None else [klass.grade]
            title, kind = _title(klass), _HOMEROOM if subject is None else "scheduled"
            label = subject.label if subject else ""
            course = self._course(klass.school, subject)
            codes = ",".join(map(_code, grades))
            self._add("classes", found, title, codes, course, title, kind, "", org, self._year, label)
        return found

    def _course(self, school: str, subject: Subject | None) -> str:
        found = self._courses.get((school, subject))
        if found is None:
            found = self._courses[school, subject] = f"course-{len(self._courses) + 1}"
            label = subject.label if subject else ""
            self._add("courses", found, self._year, label or "班级", "", "", self._org(school, None), label)
        return found

    def _org(self, school: str, point: str | None) -> str:
        found = self._orgs.get((school, point))
        if found is None:
            above = self._org(school, None) if point else ""
            found = self._orgs[school, point] = f"org-{len(self._orgs) + 1}"
            self._add("orgs", found, point or school, "school", "", above)
        return found

    def _add(self, file: str, identifier: str, *values: object) -> None:
        self.lines[file].append((identifier, "active", "", *map(str, values)))


def _code(grade: Grade | Cohort) -> str:
    """05, or 2022级 where the rows know no more."""
    if isinstance(grade, Grade):
        return f"{grade.value:02d}"
    return {None: "", Stage.PRIMARY: "小学", Stage.JUNIOR: "初中"}[grade.stage] + f"{grade.entry_year}级"


def _title(klass: _Class) -> str:
    """五(3)班, 2022级(3)班, or the name that the class has."""
    if klass.label:
        return klass.label
    if klass.grade is None:
        return f"复式{klass.number or ''}班"
    head = numeral(klass.grade.value) if isinstance(klass.grade, Grade) else _code(klass.grade)
    return f"{head}({klass.number})班"


def _parted(name: str) -> tuple[str, str]:
    """familyName and givenName such that the reader puts the same name together."""
    family, _, given = name[::-1].partition(" ")
    candidates = [(name[:1], name[1:]), (family[::-1], given[::-1])]
    return next((pair for pair in candidates if pair[1] and whole_name(*map(text.plain, pair)) == name), (name, ""))


def _zipped(lines: Lines) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, headers in _HEADERS.items():
            archive.writestr(zipfile.ZipInfo(f"{name}.csv", _MADE), _csv([headers, *lines[name]]), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _csv(lines: Iterable[Sequence[str]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([guarded(value) for value in line] for line in lines)
    return buffer.getvalue().encode()
