"""The plan: what applying a roster writes. A reference below zero is one of the plan's own new rows, -1 the first."""

import dataclasses
import datetime as dt
import hashlib
import json
from dataclasses import dataclass, field

from shuangjian.kernel.grade import Stage
from shuangjian.kernel.subject import Subject
from shuangjian.people.roster.rows import BadCell


@dataclass(frozen=True, slots=True)
class NewPoint:
    school_id: int
    name: str


@dataclass(slots=True)
class NewClass:
    """`place` refers to the school, a teaching point, or a new one; `cohorts` fill up while rows are read."""

    school_id: int
    place: int
    stage: Stage
    number: int
    name: str
    cohorts: set[int]


@dataclass(frozen=True, slots=True)
class NewPupil:
    school_id: int
    name: str
    digest: str | None
    tail: str
    class_ref: int
    cohort: int


@dataclass(frozen=True, slots=True)
class Seat:
    """A pupil whom the database knows goes to a class, as one of a cohort."""

    pupil_id: int
    school_id: int
    class_ref: int
    cohort: int


@dataclass(frozen=True, slots=True)
class Identity:
    """The new name and number of a pupil or teacher; `digest` None leaves the number as it is."""

    id: int
    name: str
    digest: str | None = None
    tail: str = ""


@dataclass(frozen=True, slots=True)
class NewTeacher:
    school_id: int
    name: str
    digest: str
    tail: str


@dataclass(frozen=True, slots=True)
class Return:
    """Somebody who had left works again, at this school."""

    person_id: int
    school_id: int


@dataclass(frozen=True, slots=True)
class Leaving:
    """`on` is the date the file gives, None for the day of the import."""

    id: int
    on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class NewTeaching:
    person_ref: int
    school_id: int
    class_ref: int
    subject: Subject


@dataclass(frozen=True, slots=True)
class NewHomeroom:
    person_ref: int
    school_id: int
    class_ref: int


@dataclass(slots=True)
class Plan:
    """`said` holds up to a few examples of each kind, for whoever may read names; `bad` not empty forbids applying."""

    new_points: list[NewPoint] = field(default_factory=list)
    new_classes: list[NewClass] = field(default_factory=list)
    ended_classes: list[int] = field(default_factory=list)
    gained_cohorts: list[tuple[int, int]] = field(default_factory=list)
    lost_cohorts: list[tuple[int, int]] = field(default_factory=list)
    new_pupils: list[NewPupil] = field(default_factory=list)
    transfers: list[Seat] = field(default_factory=list)
    returns: list[Seat] = field(default_factory=list)
    moves: list[Seat] = field(default_factory=list)
    renamed_pupils: list[Identity] = field(default_factory=list)
    renumbered_pupils: list[Identity] = field(default_factory=list)
    leaving_pupils: list[Leaving] = field(default_factory=list)
    new_teachers: list[NewTeacher] = field(default_factory=list)
    returning_teachers: list[Return] = field(default_factory=list)
    changed_teachers: list[Identity] = field(default_factory=list)
    leaving_teachers: list[Leaving] = field(default_factory=list)
    new_teachings: list[NewTeaching] = field(default_factory=list)
    ended_teachings: list[int] = field(default_factory=list)
    new_homerooms: list[NewHomeroom] = field(default_factory=list)
    ended_homerooms: list[int] = field(default_factory=list)
    bad: list[BadCell] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    said: dict[str, list[str]] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """How many of each kind, by the words of COUNTED, in its order; kinds that do not occur are left out."""
        return {words: n for name, (words, _) in COUNTED.items() if (n := len(getattr(self, name)))}

    @property
    def is_empty(self) -> bool:
        return not self.counts

    def digest(self) -> str:
        """Of everything that would be written: equal digests write the same rows."""
        written = {name: [_plain(item) for item in getattr(self, name)] for name in COUNTED}
        return hashlib.sha256(json.dumps(written, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def say(self, name: str, words: str) -> None:
        """Keep an example of the kind `name` of COUNTED."""
        examples = self.said.setdefault(COUNTED[name][0], [])
        if len(examples) < EXAMPLES:
            examples.append(words)


def _plain(item: object) -> object:
    if dataclasses.is_dataclass(item):
        return [_plain(getattr(item, f.name)) for f in dataclasses.fields(item)]
    if isinstance(item, set):
        return sorted(item)
    return item.isoformat() if isinstance(item, dt.date) else item


EXAMPLES = 50
# What a plan counts: the words on the screen and in the record, and the measure word.
COUNTED: dict[str, tuple[str, str]] = {
    "new_pupils": ("新来的学生", "人"),
    "transfers": ("从别的学校转来的学生", "人"),
    "returns": ("回来的学生", "人"),
    "moves": ("换班的学生", "人"),
    "renamed_pupils": ("改了姓名的学生", "人"),
    "renumbered_pupils": ("换了或补了学籍号的学生", "人"),
    "leaving_pupils": ("离校的学生", "人"),
    "new_points": ("新设的教学点", "处"),
    "new_classes": ("新开的班", "个"),
    "gained_cohorts": ("多了一个年级的复式班", "个"),
    "lost_cohorts": ("少了一个年级的复式班", "个"),
    "ended_classes": ("结束的班", "个"),
    "new_teachers": ("新来的老师", "人"),
    "returning_teachers": ("回来的老师", "人"),
    "changed_teachers": ("改了姓名或工号的老师", "人"),
    "leaving_teachers": ("离任的老师", "人"),
    "new_teachings": ("新增的任课", "项"),
    "ended_teachings": ("结束的任课", "项"),
    "new_homerooms": ("新定的班主任", "人"),
    "ended_homerooms": ("不再任的班主任", "人"),
}
