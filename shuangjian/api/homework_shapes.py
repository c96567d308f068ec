"""Homework as an API says and is told it."""

import datetime as dt
from typing import Annotated

from pydantic import Field, StringConstraints

from shuangjian.api.evening_shapes import EveningOut
from shuangjian.api.minutes_shapes import CountedOut, OutlookOut
from shuangjian.api.outcomes import ClauseOut, RefusalOut
from shuangjian.api.values import Answer, Body, Day, GradeNumber, Id, Line, Moment, SubjectCode, Text
from shuangjian.homework.operations import Preview, PreviewedEvening, Said, Target
from shuangjian.homework.queries import Item
from shuangjian.homework.rules import LONGEST_TIER_MINUTES, AssignmentSpec, Form, Large, TierSpec
from shuangjian.homework.rules.validation import MOST_TIERS
from shuangjian.journeys.weigh_homework import Weighed
from shuangjian.kernel.refusal import InvalidInput
from shuangjian.timing.rules import Outlook

LargeCode = Annotated[Large, Field(strict=False)]
FormCode = Annotated[Form, Field(strict=False)]
Minutes = Annotated[int, Field(ge=0, le=LONGEST_TIER_MINUTES)]


class TierIn(Body):
    """One tier, or one of several things to choose from; `minutes` a middle-level pupil of its group needs."""

    name: Annotated[Line, StringConstraints(max_length=20)] = ""
    minutes: Minutes
    required: bool = True
    content: Annotated[Text, StringConstraints(max_length=500)] = ""


class AssignmentIn(Body):
    """A pupil does `choose` of the tiers: one where they are levels, k of n otherwise. `large` is what kind of large
    work it is, SMALL for none; left empty, a whole test paper is known by its words."""

    subject: SubjectCode
    unit: Annotated[Line, StringConstraints(max_length=80)]
    aim: Annotated[Line, StringConstraints(max_length=200)]
    form: FormCode = Form.WRITTEN
    content: Text
    tiers: Annotated[list[TierIn], Field(min_length=1, max_length=MOST_TIERS)]
    competency: Annotated[Line, StringConstraints(max_length=20)] = ""
    choose: Annotated[int, Field(ge=1, le=MOST_TIERS)] = 1
    large: LargeCode = Large.UNSAID

    def spec(self) -> AssignmentSpec:
        """Raises InvalidInput for a competency that the subject's standard does not name."""
        known = self.subject.competencies
        if self.competency and self.competency not in known:
            said = f"，可以写：{'、'.join(known)}" if known else "，请空着"
            raise InvalidInput({"competency": f"{self.subject.label}课标里没有这一项核心素养{said}。"})
        return AssignmentSpec(
            subject=self.subject.value,
            unit=self.unit,
            aim=self.aim,
            form=self.form,
            content=self.content,
            tiers=tuple(TierSpec(t.name.strip(), t.minutes, t.required, t.content.strip()) for t in self.tiers),
            competency=self.competency,
            choose=self.choose,
            large=self.large,
        )


class TargetIn(Body):
    """One grade of a class, and the evenings that begin on these dates; the minutes are split over them."""

    class_id: Id
    grade: GradeNumber
    dates: Annotated[list[Day], Field(min_length=1, max_length=14)]

    def target(self) -> Target:
        return Target(self.class_id, self.grade, tuple(sorted(set(self.dates))))


Targets = Annotated[list[TargetIn], Field(min_length=1, max_length=40)]


def targets_of(targets: list[TargetIn]) -> list[Target]:
    """Raises InvalidInput where one grade of a class is named twice."""
    found = [target.target() for target in targets]
    if len({(target.class_id, target.grade) for target in found}) < len(found):
        raise InvalidInput({"targets": "同一个班的同一个年级写了两次。几晚请写在同一项的 dates 里。"})
    return found


class TierOut(Answer):
    """`minutes` as they were declared, `counted` as they count, which families see."""

    name: str
    minutes: int
    counted: int
    required: bool
    content: str


class AssignmentOut(Answer):
    """The words of an assignment; `counted` is what it takes from an evening, over all the evenings it is for, and
    `declared` what its teacher wrote. They differ where `basis` is PREDICTED or SET."""

    subject: str
    unit: str
    aim: str
    form: str
    content: str
    tiers: list[TierOut]
    competency: str
    choose: int
    large: str
    declared: int
    counted: int
    basis: str

    @classmethod
    def told(cls, spec: AssignmentSpec) -> "AssignmentOut":
        return cls(
            subject=str(spec.subject),
            unit=spec.unit,
            aim=spec.aim,
            form=spec.form.value,
            content=spec.content,
            tiers=[
                TierOut(name=t.name, minutes=t.minutes, counted=c.minutes, required=t.required, content=t.content)
                for t, c in zip(spec.tiers, spec.counted_tiers, strict=True)
            ],
            competency=spec.competency,
            choose=spec.choose,
            large=spec.large.value,
            declared=spec.declared,
            counted=spec.counted,
            basis=spec.correction.basis.value,
        )


class ItemOut(Answer):
    """One assignment as it stands on one evening; `minutes` is what this evening counts of it. `shown_from`: the moment
    from which families may see work that was held for review; null for what they see since it was published."""

    publication_id: int
    assignment_id: int
    class_id: int
    grade: int
    date: dt.date
    minutes: int
    published_at: Moment
    shown_from: Moment | None
    assignment: AssignmentOut

    @classmethod
    def told(cls, item: Item) -> "ItemOut":
        return cls(
            publication_id=item.publication_id,
            assignment_id=item.assignment_id,
            class_id=item.class_id,
            grade=item.grade,
            date=item.date,
            minutes=item.minutes,
            published_at=item.published_at,
            shown_from=item.shown_from,
            assignment=AssignmentOut.told(item.spec),
        )


class WeighedEvening(Answer):
    """An evening as it is now, and the minutes that the assignment would take; `free` is what its subject could set.
    `outlook` is null where nothing is known."""

    minutes: int
    free: int
    evening: EveningOut
    outlook: OutlookOut | None

    @classmethod
    def told(cls, evening: PreviewedEvening, outlook: Outlook | None) -> "WeighedEvening":
        room = evening.room
        return cls(
            minutes=evening.minutes,
            free=room.free,
            evening=EveningOut.told(room, evening.segments),
            outlook=OutlookOut(
                minutes=outlook.medians, low=outlook.low, high=outlook.high, over_cap=outlook.chance / 20
            )
            if outlook
            else None,
        )


class SaidOut(Answer):
    """One thing that a check says of the words. What it refuses (`refuses`) stands among the refusals too; the rest
    never stops publishing. `quoted` are the words in the part called `part`, from `start` up to `end`. `appeal` is how
    far an appeal against it has come: OPEN, UPHELD or ALLOWED, null where there was none."""

    check: str
    label: str
    words: str
    part: str
    quoted: str
    start: int
    end: int
    refuses: bool
    appeal: str | None
    clauses: list[ClauseOut]

    @classmethod
    def told(cls, said: Said) -> "SaidOut":
        finding = said.finding
        return cls(
            check=finding.kind,
            label=finding.kind.label,
            words=said.words,
            part=finding.part,
            quoted=finding.quoted,
            start=finding.start,
            end=finding.end,
            refuses=said.refuses,
            appeal=said.answer.state.value if said.answer else None,
            clauses=[ClauseOut.told(clause) for clause in said.clauses],
        )


class WeighedClass(Answer):
    """What publishing would say at this moment. Nothing is written, so somebody may be faster. `minutes` are the same
    in every class."""

    class_id: int
    grade: int
    label: str
    fits: bool
    evenings: list[WeighedEvening]
    refusals: list[RefusalOut]
    said: list[SaidOut]
    minutes: CountedOut

    @classmethod
    def told(cls, preview: Preview, weighed: Weighed) -> "WeighedClass":
        outlooks = weighed.outlooks
        return cls(
            class_id=preview.target.class_id,
            grade=preview.target.grade,
            label=preview.label,
            fits=preview.fits,
            evenings=[
                WeighedEvening.told(e, outlooks.get((e.room.class_id, e.room.grade, e.room.date)))
                for e in preview.evenings
            ],
            refusals=[RefusalOut.told(refusal) for refusal in preview.refusals],
            said=[SaidOut.told(one) for one in preview.said],
            minutes=CountedOut.told(weighed.predicted),
        )
