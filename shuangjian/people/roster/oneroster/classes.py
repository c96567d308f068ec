"""classes.csv with its courses and schools: which class of the school each row is, and what is taught in it."""

from dataclasses import dataclass

from shuangjian.kernel.subject import Subject
from shuangjian.people.roster import class_names, text
from shuangjian.people.roster.class_names import ClassName
from shuangjian.people.roster.findings import Findings
from shuangjian.people.roster.grid import shown
from shuangjian.people.roster.oneroster import codes
from shuangjian.people.roster.oneroster.tables import Record, Table, Tables
from shuangjian.people.roster.rows import Cohort, Grade
from shuangjian.people.roster.text import Unclear


@dataclass(frozen=True, slots=True)
class SchoolClass:
    """A row of classes.csv understood. No subjects means that the class itself is meant, and its teacher is 班主任.

    `point` is a teaching point of the school. `grades` is empty where neither class, course nor title tells them: then
    the pupils' own grades do.
    """

    record: Record
    school_id: str
    school: str
    point: str | None
    name: ClassName
    grades: tuple[Grade | Cohort, ...]
    subjects: tuple[Subject, ...]
    homeroom: bool


@dataclass(frozen=True, slots=True)
class Classes:
    """By sourcedId; None for a class that is blamed already or has ended."""

    by_id: dict[str, SchoolClass | None]
    ended: frozenset[str]


def by_sourced_id(table: Table, findings: Findings) -> dict[str, Record]:
    """The rows of a table by sourcedId; blank and repeated ones are blamed."""
    found: dict[str, Record] = {}
    for record in table:
        try:
            identifier = codes.identifier(record, "sourcedId")
        except Unclear as unclear:
            findings.blame(record.where("sourcedId"), record.text("sourcedId"), unclear.reason)
            continue
        if identifier in found:
            first = found[identifier].raw.number
            words = f"这个 sourcedId 在第 {first} 行已经有了。请删去一行，或改成不重复的。"
            findings.blame(record.where("sourcedId"), identifier, words)
        else:
            found[identifier] = record
    return found


def current(record: Record, findings: Findings) -> bool | None:
    """Whether a row is active; None when its status was blamed."""
    try:
        return codes.is_current(record)
    except Unclear as unclear:
        findings.blame(record.where("status"), record.text("status"), unclear.reason)
        return None


class Schools:
    """orgs.csv: the names of schools; an org that is no school is blamed once, and only if a class belongs to it.

    A school below a school is a teaching point of it.
    """

    def __init__(self, tables: Tables, findings: Findings) -> None:
        self._orgs = by_sourced_id(tables["orgs"], findings)
        self._findings = findings
        self._names: dict[str, str | None] = {}

    def __contains__(self, identifier: str) -> bool:
        return identifier in self._orgs

    def name_of_any(self, identifier: str) -> str | None:
        """The name of a school; None for a department, a district, or an org that is missing. Blames nobody."""
        record = self._orgs.get(self._whole(identifier))
        return record.text("name") or None if record and _is_school(record) else None

    def names_of_class(self, identifier: str) -> tuple[str | None, str | None]:
        """The school that a class belongs to, and its teaching point where it is held at one."""
        whole = self._whole(identifier)
        return self._name(whole), self._name(identifier) if whole != identifier else None

    def _whole(self, identifier: str) -> str:
        """The school itself, where an org is a teaching point of one."""
        record = self._orgs.get(identifier)
        above = record.text("parentSourcedId") if record and _is_school(record) else ""
        return above if above != identifier and above in self._orgs and _is_school(self._orgs[above]) else identifier

    def _name(self, identifier: str) -> str | None:
        if identifier not in self._names:
            self._names[identifier] = self._checked(self._orgs[identifier])
        return self._names[identifier]

    def _checked(self, record: Record) -> str | None:
        if current(record, self._findings) is False:
            words = "这个学校已标为删除，却还有班级。请恢复它，或把班级也标为删除。"
            self._findings.blame(record.where("status"), record.text("status"), words)
            return None
        if not _is_school(record):
            words = "这里应是学校（school），班级不能直接属于其他组织。请把班级归到学校名下，或改正 type。"
            self._findings.blame(record.where("type"), record.text("type"), words)
            return None
        try:
            name = text.free_text(record.cell("name"), "学校名称")
        except Unclear as unclear:
            self._findings.blame(record.where("name"), record.text("name"), unclear.reason)
            return None
        if name is None:
            self._findings.blame(record.where("name"), "", "学校名称是空的。请填写。")
        return name


def _is_school(record: Record) -> bool:
    return record.text("type").lower() == "school"


def read_classes(tables: Tables, schools: Schools, findings: Findings) -> Classes:
    """Every class of the set. Ended ones are only remembered as such."""
    courses = by_sourced_id(tables["courses"], findings)
    blamed_courses: set[str] = set()
    found: dict[str, SchoolClass | None] = {}
    ended = set()
    for identifier, record in by_sourced_id(tables["classes"], findings).items():
        state = current(record, findings)
        if state is False:
            ended.add(identifier)
        found[identifier] = None
        if state:
            found[identifier] = _Reader(record, courses, "courses" in tables, blamed_courses, findings).read(schools)
    return Classes(found, frozenset(ended))


class _Reader:
    """One row of classes.csv; every field that cannot be understood is blamed, not only the first."""

    def __init__(
        self,
        record: Record,
        courses: dict[str, Record],
        has_courses: bool,
        blamed_courses: set[str],
        findings: Findings,
    ) -> None:
        self._record, self._has_courses, self._blamed, self._findings = record, has_courses, blamed_courses, findings
        self._course_id = record.text("courseSourcedId")
        self._course = courses.get(self._course_id)
        self._homeroom = record.text("classType").lower() == "homeroom"
        self._clean = True

    def _blame(self, reason: str, *columns: str) -> None:
        self._clean = False
        self._findings.blame(self._record.where(*columns), shown(self._record.cell(*columns)), reason)

    def read(self, schools: Schools) -> SchoolClass | None:
        school_id = self._record.text("schoolSourcedId")
        school = point = None
        if school_id not in schools:
            self._blame("orgs.csv 里没有这个学校。请补上，或改正这一格。", "schoolSourcedId")
        else:
            school, point = schools.names_of_class(school_id)
        grades = self._grades()
        name = self._name(grades)
        if name is not None and not grades and name.grade is not None:
            grades = (name.grade,)
        subjects = self._subjects()
        if not self._clean or school is None or name is None:
            return None
        homeroom = self._homeroom or not subjects
        return SchoolClass(self._record, school_id, school, point, name, grades, subjects, homeroom)

    def _grades(self) -> tuple[Grade | Cohort, ...]:
        try:
            own = codes.grades(self._record)
        except Unclear as unclear:
            self._blame(unclear.reason, "grades", "grade")
            return ()
        if own or self._course is None:
            return own
        try:
            return codes.grades(self._course)
        except Unclear as unclear:
            self._blame_course(unclear.reason, "grades", "grade")
            return ()

    def _name(self, grades: tuple[Grade | Cohort, ...]) -> ClassName | None:
        one = grades[0] if len(grades) == 1 else None
        reason = "班级名称是空的。请填写，如 五(3)班。"
        for column in ("title", "classCode"):
            words = self._record.text(column)
            if not words:
                continue
            try:
                name = class_names.class_in_title(words) or class_names.class_in(words, one)
            except Unclear as unclear:
                reason = unclear.reason if column == "title" else reason
                continue
            if name is not None:
                return self._as_mixed(name, grades)
        self._blame(reason, "title")
        return None

    def _as_mixed(self, name: ClassName, grades: tuple[Grade | Cohort, ...]) -> ClassName | None:
        if len(grades) < 2:
            if grades and name.grade is not None and name.grade != grades[0]:
                self._blame("班级名称里的年级与 grades 对不上。请改正其中一格。", "title")
            return name
        if not all(isinstance(grade, Grade) for grade in grades):
            self._blame("复式班的年级请写成 01 到 09。", "grades", "grade")
            return None
        numbers = tuple(sorted(grade.value for grade in grades if isinstance(grade, Grade)))
        return ClassName(name.number, self._record.text("title")[:40], mixed=True, grades=numbers)

    def _subjects(self) -> tuple[Subject, ...]:
        named = self._record.many("subjects")
        if named:
            return self._mapped(named)
        if self._homeroom or not self._course_id:
            return ()
        if self._course is None:
            where = (
                "courses.csv 里没有这门课程" if self._has_courses else "这套文件里没有 courses.csv，不知道这是哪门课程"
            )
            self._blame(f"{where}。请补上，或在 subjects 里写明学科，如 语文。", "courseSourcedId")
            return ()
        for column in ("subjects", "title"):
            words = self._course.many(column) if column == "subjects" else (self._course.text("title"),)
            found = [subject for word in words if (subject := codes.subject(word))]
            if found and len(found) == len(words):
                return tuple(dict.fromkeys(found))
        self._blame_course(
            "不知道这门课程是哪个学科。请在 subjects 里写课程方案里的名称，如 语文、道德与法治。", "title"
        )
        return ()

    def _mapped(self, named: tuple[str, ...]) -> tuple[Subject, ...]:
        found = []
        for words in named:
            subject = codes.subject(words)
            if subject is None:
                self._blame(f"没有“{words[:20]}”这个学科。请写课程方案里的名称，如 语文、道德与法治。", "subjects")
                return ()
            found.append(subject)
        return tuple(dict.fromkeys(found))

    def _blame_course(self, reason: str, *columns: str) -> None:
        """At the course, once, however many classes take it."""
        self._clean = False
        if self._course is not None and self._course_id not in self._blamed:
            self._blamed.add(self._course_id)
            self._findings.blame(self._course.where(*columns), self._course.text(*columns), reason)
