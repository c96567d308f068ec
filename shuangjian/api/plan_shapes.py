"""A grade's homework plan of a term, as an API says and is told it."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from shuangjian.api.values import Answer, Body, Day, Moment, SubjectCode
from shuangjian.homework.queries import AgreedPlan, GradeHere, GradePlan, PlanVersion
from shuangjian.homework.rules import LONGEST_TIER_MINUTES, PLANNED_WEEKDAYS
from shuangjian.kernel.refusal import InvalidInput
from shuangjian.schools.queries import SchoolFacts

Weekday = Annotated[int, Field(ge=PLANNED_WEEKDAYS[0], le=PLANNED_WEEKDAYS[-1])]


class ShareIn(Body):
    """Minutes kept for a subject on the evenings of one weekday: 1 is Monday, 4 Thursday. Friday's is a weekend."""

    weekday: Weekday
    subject: SubjectCode
    minutes: Annotated[int, Field(ge=0, le=LONGEST_TIER_MINUTES)]


class PlanIn(Body):
    """Every share of the plan; what is not named is kept for nobody."""

    shares: Annotated[list[ShareIn], Field(max_length=200)]

    def minutes(self) -> dict[tuple[int, str], int]:
        """Minutes by (weekday, subject). Raises InvalidInput where one is named twice."""
        found = {(share.weekday, share.subject.value): share.minutes for share in self.shares}
        if len(found) < len(self.shares):
            raise InvalidInput({"shares": "同一天的同一科写了两次，请合成一项。"})
        return found


class AgreeIn(PlanIn):
    """`since` is the first evening that follows the plan: tomorrow's at the earliest."""

    since: Day


class ShareOut(Answer):
    weekday: int
    subject: str
    minutes: int


class PlanOut(Answer):
    """One version. A draft (`agreed_at` null) holds nothing yet; an agreed one holds from `since` to before `until`."""

    id: int
    version: int
    shares: list[ShareOut]
    proposed_by: str
    proposed_at: Moment
    since: dt.date | None
    until: dt.date | None
    agreed_by: str
    agreed_at: Moment | None

    @classmethod
    def told(cls, plan: PlanVersion) -> "PlanOut":
        agreed = plan if isinstance(plan, AgreedPlan) else None
        return cls(
            id=plan.id,
            version=plan.version,
            shares=[
                ShareOut(weekday=weekday, subject=subject, minutes=minutes)
                for (weekday, subject), minutes in sorted(plan.minutes.items())
            ],
            proposed_by=plan.proposed_by,
            proposed_at=plan.proposed_at,
            since=agreed.since if agreed else None,
            until=agreed.until if agreed else None,
            agreed_by=agreed.agreed_by if agreed else "",
            agreed_at=agreed.agreed_at if agreed else None,
        )


class GradeOut(Answer):
    """A grade whose plan the person may see, with the classes that hold it today."""

    school_id: int
    grade: int
    class_ids: list[int]

    @classmethod
    def told(cls, school_id: int, here: GradeHere) -> "GradeOut":
        return cls(school_id=school_id, grade=here.grade, class_ids=sorted(here.class_ids))


class CapOut(Answer):
    weekday: int
    minutes: int


class GradePlanOut(Answer):
    """The plan of a grade for the term that tomorrow lies in, or the next: `now` holds today, `later` is agreed and
    comes, `draft` is for who may agree. `caps` are the minutes of each weekday's evening from `since` on, the first
    date from which anything can still be agreed; a plan may not exceed them. `year` and `number` name the term, null
    where none is known."""

    school_id: int
    grade: int
    year: int | None
    number: int | None
    since: dt.date
    caps: list[CapOut]
    may_agree: bool
    now: PlanOut | None
    later: PlanOut | None
    draft: PlanOut | None

    @classmethod
    def told(cls, school: SchoolFacts, grade: int, plan: GradePlan, caps: Mapping[int, int]) -> "GradePlanOut":
        now, later, draft = (PlanOut.told(p) if p is not None else None for p in (plan.now, plan.later, plan.draft))
        return cls(
            school_id=school.id,
            grade=grade,
            year=plan.term.year if plan.term else None,
            number=plan.term.number if plan.term else None,
            since=plan.since,
            caps=[CapOut(weekday=weekday, minutes=minutes) for weekday, minutes in sorted(caps.items())],
            may_agree=plan.may_agree,
            now=now,
            later=later,
            draft=draft,
        )
