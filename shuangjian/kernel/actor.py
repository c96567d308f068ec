"""Who is acting, as a plain value built once per request and handed down."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from shuangjian.kernel.refusal import NotAllowed


class Role(StrEnum):
    """What a person is at a place. Roles flow down the tree of places."""

    SUBJECT_TEACHER = "SUBJECT_TEACHER"
    HOMEROOM = "HOMEROOM"
    GRADE_HEAD = "GRADE_HEAD"
    COORDINATOR = "COORDINATOR"
    ACADEMIC_AFFAIRS = "ACADEMIC_AFFAIRS"
    PRINCIPAL = "PRINCIPAL"
    CENTRAL_SCHOOL = "CENTRAL_SCHOOL"
    COUNTY_OFFICER = "COUNTY_OFFICER"
    CITY_OFFICER = "CITY_OFFICER"
    GUARDIAN = "GUARDIAN"
    OPERATOR = "OPERATOR"

    @property
    def label(self) -> str:
        return _ROLE_LABELS[self]


_ROLE_LABELS = {
    Role.SUBJECT_TEACHER: "学科教师",
    Role.HOMEROOM: "班主任",
    Role.GRADE_HEAD: "年级组长",
    Role.COORDINATOR: "课后服务负责人",
    Role.ACADEMIC_AFFAIRS: "教务处",
    Role.PRINCIPAL: "校长",
    Role.CENTRAL_SCHOOL: "中心校",
    Role.COUNTY_OFFICER: "县区教育局",
    Role.CITY_OFFICER: "市教育局",
    Role.GUARDIAN: "家长",
    Role.OPERATOR: "系统维护",
}


class Office(StrEnum):
    """科室 of a bureau, as the letter names them."""

    BASIC_EDUCATION = "BASIC_EDUCATION"
    PERSONNEL = "PERSONNEL"
    INSPECTION = "INSPECTION"
    TRAINING_SUPERVISION = "TRAINING_SUPERVISION"
    TEACHING_RESEARCH = "TEACHING_RESEARCH"
    DISCIPLINE = "DISCIPLINE"

    @property
    def label(self) -> str:
        return _OFFICE_LABELS[self]


_OFFICE_LABELS = {
    Office.BASIC_EDUCATION: "基础教育科",
    Office.PERSONNEL: "人事科",
    Office.INSPECTION: "教育督导科",
    Office.TRAINING_SUPERVISION: "校外培训监管科",
    Office.TEACHING_RESEARCH: "教研室",
    Office.DISCIPLINE: "纪检监察室",
}


class Duty(StrEnum):
    """What somebody answers for in a school's homework leading group. Its head is the principal, by being principal."""

    DEPUTY = "DEPUTY"
    ACADEMIC_AFFAIRS = "ACADEMIC_AFFAIRS"
    GRADE_GROUP = "GRADE_GROUP"
    HOMEROOM = "HOMEROOM"
    SUBJECT_TEACHER = "SUBJECT_TEACHER"

    @property
    def label(self) -> str:
        return {
            "DEPUTY": "副组长",
            "ACADEMIC_AFFAIRS": "教务处",
            "GRADE_GROUP": "年级组",
            "HOMEROOM": "班主任",
            "SUBJECT_TEACHER": "学科教师",
        }[self.value]


@dataclass(frozen=True)
class Held:
    """One role held: over a place (its path, `/1/4/17/`), narrowed to a class, cohort, subject or pupil where it is."""

    role: Role
    place_id: int
    place_path: str
    school_id: int | None = None
    class_id: int | None = None
    cohort: int | None = None
    subject: str | None = None
    office: str | None = None
    pupil_id: int | None = None
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True)
class Actor:
    """A person with the roles held at one moment; `person_id` is None for an operator at the command line."""

    person_id: int | None
    name: str
    roles: tuple[Held, ...] = field(default=())

    def holds(self, *roles: Role) -> tuple[Held, ...]:
        """Those of the actor's roles that are among `roles`."""
        return tuple(held for held in self.roles if held.role in roles)

    def holds_over(self, path: str, *roles: Role) -> tuple[Held, ...]:
        """Those of the actor's `roles` whose place is `path` or stands above it."""
        return tuple(held for held in self.roles if held.role in roles and path.startswith(held.place_path))

    @property
    def somebody(self) -> int:
        """The person's id, where an act needs a person. Raises NotAllowed for an operator at the command line."""
        if self.person_id is None:
            raise NotAllowed("这件事要由有账号的人来做。")
        return self.person_id

    @property
    def is_operator(self) -> bool:
        return any(held.role is Role.OPERATOR for held in self.roles)


def operator(name: str) -> Actor:
    """Whoever runs a command on the server: over every place, named in the audit by `name`."""
    return Actor(None, name, (Held(Role.OPERATOR, 0, "/"),))
