"""After-school service as an API tells it: programmes, units, what a check said of them, coverage with its schools."""

import datetime as dt
from typing import Annotated
from urllib.parse import urlencode

from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from shuangjian.afterschool.figures import BY_ID, Children, ClassAnswered, Kept, Measured, Row, Scope
from shuangjian.afterschool.queries import ProgrammeSeen, PublicDraw, UnitSeen
from shuangjian.afterschool.rules.finding import Finding
from shuangjian.afterschool.rules.kinds import RoomNeed, UnitKind
from shuangjian.afterschool.rules.units import LONGEST_ABOUT, LONGEST_NAME, LONGEST_OUTSIDE, MOST_SEATS, UnitSpec
from shuangjian.api.defined_figure import DefinedFigure, asking_for
from shuangjian.api.outcomes import ClauseOut, WayOut
from shuangjian.api.values import Answer, Body, GradeNumber, Id, Line, Moment

ROOT = "/api/v1"
MOST_UNITS = 200


def _known(id: str) -> str:
    if id not in BY_ID:
        raise PydanticCustomError("enum", "not a figure", {"expected": "、".join(BY_ID)})
    return id


CoverageId = Annotated[str, AfterValidator(_known), WithJsonSchema({"type": "string", "enum": list(BY_ID)})]
TermCode = Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}-[12]$")]
Weekday = Annotated[int, Field(ge=1, le=5)]


class UnitIn(Body):
    """`number` is that of the unit which it changes; without one it is new. A unit that meets on several `weekdays` has
    the same children on all of them. It is led by somebody of the school (`leader_id`), or from outside, in words."""

    number: Annotated[int, Field(ge=1, le=9999)] | None = None
    kind: Annotated[UnitKind, Field(strict=False)]
    name: Annotated[Line, StringConstraints(min_length=1, max_length=LONGEST_NAME, strip_whitespace=True)]
    about: Annotated[Line, StringConstraints(max_length=LONGEST_ABOUT)] = ""
    weekdays: Annotated[list[Weekday], Field(min_length=1, max_length=5)]
    first_grade: GradeNumber
    last_grade: GradeNumber
    capacity: Annotated[int, Field(ge=1, le=MOST_SEATS)]
    minimum: Annotated[int, Field(ge=0, le=MOST_SEATS)] = 0
    room_need: Annotated[RoomNeed, Field(strict=False)] = RoomNeed.CLASSROOM
    leader_id: Id | None = None
    outside_leader: Annotated[Line, StringConstraints(max_length=LONGEST_OUTSIDE)] = ""

    def spec(self) -> UnitSpec:
        return UnitSpec(**self.model_dump(exclude={"number", "weekdays"}), weekdays=tuple(sorted(set(self.weekdays))))


class UnitsIn(Body):
    """All units of a planned programme: those that are not named any more are gone."""

    units: Annotated[list[UnitIn], Field(max_length=MOST_UNITS)]


class UnitOut(Answer):
    """A unit as the school's public page shows it. `closed`: the draw found too few takers."""

    number: int
    kind: str
    kind_label: str
    name: str
    about: str
    weekdays: list[int]
    first_grade: int
    last_grade: int
    capacity: int
    minimum: int
    room_need: str
    leader: str
    closed: bool

    @classmethod
    def told(cls, unit: UnitSeen) -> "UnitOut":
        return cls(
            number=unit.number,
            kind=unit.kind.value,
            kind_label=unit.kind.label,
            name=unit.name,
            about=unit.about,
            weekdays=list(unit.weekdays),
            first_grade=unit.first_grade,
            last_grade=unit.last_grade,
            capacity=unit.capacity,
            minimum=unit.minimum,
            room_need=unit.room_need.value,
            leader=unit.leader,
            closed=unit.closed,
        )


class ProgrammeOut(Answer):
    """A school's service in a term. Dates and digests are null or empty until it is announced; `public_name` is the
    number that will be drawn after sign-up has closed, `commitment` what was published before it opened."""

    school_id: int
    school: str
    term: str
    stage: str
    stage_label: str
    since: dt.date
    last: dt.date
    weekdays: list[int]
    lessons_end: str | None
    homework: list[str]
    activity: list[str]
    extended_until: str | None
    opens_at: Moment | None
    closes_at: Moment | None
    results_at: Moment | None
    public_name: str
    menu_digest: str
    commitment: str
    units: list[UnitOut]

    @classmethod
    def told(cls, seen: ProgrammeSeen, school: str) -> "ProgrammeOut":
        hours = seen.hours
        return cls(
            school_id=seen.school_id,
            school=school,
            term=seen.term,
            stage=seen.stage.value,
            stage_label=seen.stage.label,
            since=hours.since,
            last=seen.last,
            weekdays=list(hours.weekdays),
            lessons_end=f"{hours.lessons_end:%H:%M}" if hours.lessons_end else None,
            homework=[f"{hours.homework_from:%H:%M}", f"{hours.homework_until:%H:%M}"],
            activity=[f"{hours.activity_from:%H:%M}", f"{hours.activity_until:%H:%M}"],
            extended_until=f"{hours.extended_until:%H:%M}" if hours.extended_until else None,
            opens_at=seen.opens_at,
            closes_at=seen.closes_at,
            results_at=seen.results_at,
            public_name=seen.public_name,
            menu_digest=seen.menu_digest,
            commitment=seen.commitment,
            units=[UnitOut.told(unit) for unit in seen.units],
        )


class FindingOut(Answer):
    """What a check said of a plan. `verdict` is REFUSE (it cannot be announced so), WARN or NOTE; `unit` is the number
    of the unit it is about, null for the programme as a whole, and `field` the field of it."""

    check: str
    label: str
    verdict: str
    words: str
    unit: int | None
    field: str
    clauses: list[ClauseOut]
    ways: list[WayOut]

    @classmethod
    def told(cls, found: Finding) -> "FindingOut":
        return cls(
            check=found.check.value,
            label=found.check.label,
            verdict=found.verdict.value,
            words=found.words,
            unit=found.unit,
            field=found.field,
            clauses=[ClauseOut.told(clause) for clause in found.clauses],
            ways=[WayOut.model_validate(way) for way in found.ways],
        )


class ServicePlanOut(Answer):
    """A programme as whoever works at the school sees it, planned or announced, and what the checks say of it."""

    programme: ProgrammeOut
    findings: list[FindingOut]


class SealedOut(Answer):
    """The lists, closed: `digest` was published before the number came out."""

    at: Moment
    digest: str
    joined: int


class DrawnOut(Answer):
    """What anybody needs, with the file, to draw again. Until the results are told the file is not for families."""

    at: Moment
    secret: str
    public_value: str
    seed: str
    digest: str


class PassedOut(Answer):
    """An issue of the public number that did not come out before `until`, so that the next one counts."""

    issue: str
    until: Moment


class DrawOut(Answer):
    """A draw step by step, as its public page tells it: the commitment, the seal, the draw. Each step is null before it
    is done. `public_name` is the issue that counts now, after those that were `passed_over`; not out `wait_days` days
    after its date, an issue is. `file` has every list, under names that say nothing."""

    school_id: int
    school: str
    term: str
    rules: str
    public_name: str
    wait_days: int
    passed_over: list[PassedOut]
    announced_at: Moment
    closes_at: Moment
    public_due_at: Moment
    results_at: Moment
    menu_digest: str
    commitment: str
    sealed: SealedOut | None
    drawn: DrawnOut | None
    file: str | None

    @classmethod
    def told(cls, found: PublicDraw) -> "DrawOut":
        sealed, drawn = found.sealed, found.drawn
        return cls(
            school_id=found.school.id,
            school=found.school.name,
            term=f"{found.year}-{found.number}",
            rules=found.rules,
            public_name=found.public_name,
            wait_days=found.public.wait_days,
            passed_over=[PassedOut(issue=issue, until=until) for issue, until in found.passed_over],
            announced_at=found.announced_at,
            closes_at=found.closes_at,
            public_due_at=found.public_due_at,
            results_at=found.results_at,
            menu_digest=found.menu_digest,
            commitment=found.commitment,
            sealed=SealedOut.model_validate(sealed) if sealed else None,
            drawn=DrawnOut.model_validate(drawn) if drawn else None,
            file=f"{ROOT}/schools/{found.school.id}/service/draw/file?term={found.term}" if drawn else None,
        )


class CoverageOut(DefinedFigure):
    """`numerator` of `denominator` in `unit`, and what each counts. A figure that is told in parts stands once for each
    `part`, "" otherwise; `rows` opens the schools behind it, whose shares add up to both."""

    @classmethod
    def told(cls, found: Measured, rows: str | None) -> "CoverageOut":
        where = f"{ROOT}{rows}&{urlencode(asking_for(found.figure, found.part))}" if rows else None
        return cls.defined(found.figure, found.part, found.label, found.n, found.of, where)


class ClassAnsweredOut(Answer):
    """Of so many pupils of a class `answered` families have said something: yes, no, or a need that is not met."""

    class_id: int
    label: str
    answered: int
    pupils: int

    @classmethod
    def told(cls, found: ClassAnswered) -> "ClassAnsweredOut":
        klass, pupils = found.klass, found.pupils
        return cls(class_id=klass.id, label=klass.label, answered=pupils - found.unanswered, pupils=pupils)


class AnswersOut(Answer):
    """How many have answered, class by class; no class before anybody is asked, and once what was said is `deleted`."""

    school_id: int
    term: str
    at: Moment
    deleted: bool
    classes: list[ClassAnsweredOut]

    @classmethod
    def told(cls, school_id: int, scope: Scope, found: Children) -> "AnswersOut":
        return cls(
            school_id=school_id,
            term=str(scope.term),
            at=scope.at,
            deleted=found.is_deleted,
            classes=[ClassAnsweredOut.told(one) for one in found.classes],
        )


class ClosedOut(Answer):
    """So many schools' counts of pupils are those that were kept of the last day of the term, because what families
    said is deleted; of `small` of them none was kept."""

    schools: int
    small: int
    dates: list[dt.date]

    @classmethod
    def told(cls, kept: Kept | None) -> "ClosedOut | None":
        return cls(schools=kept.schools, small=kept.small, dates=list(kept.dates)) if kept else None


class Coverage(Answer):
    """A place, or one school, in a term as it stood at a moment, under the definitions of `edition`. `closed`: of which
    schools it is what was kept of the term."""

    place_id: int
    name: str
    term: str
    at: Moment
    edition: str
    closed: ClosedOut | None
    figures: list[CoverageOut]


class SchoolRow(Answer):
    """What one school adds to a figure."""

    school_id: int
    name: str
    numerator: int
    denominator: int

    @classmethod
    def told(cls, row: Row) -> "SchoolRow":
        return cls(school_id=row.school.id, name=row.school.name, numerator=row.n, denominator=row.of)
