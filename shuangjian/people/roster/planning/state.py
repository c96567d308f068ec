"""What the database holds now of the schools that a roster may speak about."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from shuangjian.kernel.grade import Stage, System
from shuangjian.kernel.subject import Subject


@dataclass(frozen=True, slots=True)
class KnownSchool:
    """A school; `above` are the names of the places it lies in, `points` its teaching points by name."""

    id: int
    name: str
    code: str | None
    above: tuple[str, ...]
    system: System
    first_grade: int
    last_grade: int
    points: Mapping[str, int] = field(default_factory=dict)

    @property
    def grades(self) -> range:
        return range(self.first_grade, self.last_grade + 1)


@dataclass(frozen=True, slots=True)
class KnownClass:
    """A class that has not ended, with the cohorts it holds; `place_id` is the school or its teaching point."""

    id: int
    school_id: int
    place_id: int
    stage: Stage
    number: int
    name: str
    cohorts: frozenset[int]


@dataclass(frozen=True, slots=True)
class KnownPupil:
    """A pupil; `class_id` and `cohort` are None for one who has left."""

    id: int
    school_id: int
    name: str
    digest: str | None
    class_id: int | None
    cohort: int | None


@dataclass(frozen=True, slots=True)
class KnownTeacher:
    """A member of staff. `leads` is set for who holds a post that only those above the school give."""

    id: int
    school_id: int | None
    name: str
    digest: str | None
    gone: bool = False
    leads: bool = False


@dataclass(frozen=True, slots=True)
class KnownTeaching:
    id: int
    school_id: int
    person_id: int
    class_id: int
    subject: Subject


@dataclass(frozen=True, slots=True)
class KnownHomeroom:
    id: int
    school_id: int
    person_id: int
    class_id: int


@dataclass(frozen=True, slots=True)
class State:
    """Everything at one moment. `pupils` and `teachers` include who has left, and those of other schools who hold a
    number of the file; teachings and homeroom posts are those in force on `date`. `acting` is the person who imports.
    """

    date: dt.date
    schools: tuple[KnownSchool, ...] = ()
    classes: tuple[KnownClass, ...] = ()
    pupils: tuple[KnownPupil, ...] = ()
    teachers: tuple[KnownTeacher, ...] = ()
    teachings: tuple[KnownTeaching, ...] = ()
    homerooms: tuple[KnownHomeroom, ...] = ()
    acting: int | None = None
