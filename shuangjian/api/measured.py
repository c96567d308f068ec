"""Measured minutes and signals: the same as on the desks, in the same order, to the same people."""

import datetime as dt

from ninja import Router

from shuangjian.api.caller import ApiRequest, Bearer
from shuangjian.api.values import Answer, Day, Id
from shuangjian.people.rules import Scope
from shuangjian.timing.queries import EveningMeasured, Night, Signal
from shuangjian.timing.queries.known import evening_known_to, signals_known_at, signals_known_below
from shuangjian.timing.rules.showing import Measured, Verdict, verdict, whole

router = Router(tags=["实测"])


class MinutesOut(Answer):
    """Minutes of a middle-level pupil of that grade of that school, with their 90 % interval. Less than five minutes
    apart from what was counted is SAME, and `minutes` are those counted; otherwise MORE or FEWER."""

    minutes: int
    low: int
    high: int
    verdict: Verdict

    @classmethod
    def told(cls, measured: Measured | None, counted: int) -> "MinutesOut | None":
        if measured is None:
            return None
        said = verdict(measured.minutes, counted)
        minutes = counted if said is Verdict.SAME else whole(measured.minutes)
        return cls(minutes=minutes, low=whole(measured.low), high=whole(measured.high), verdict=said)


class WorkMeasured(Answer):
    """`measured` is null where too little is known."""

    publication_id: int
    assignment_id: int
    counted: int
    measured: MinutesOut | None


class GradeMeasured(Answer):
    """One grade of a class on one evening: of the families `asked`, `answered` did. `measured` is the sum of the
    works' medians, null as long as one of them is."""

    grade: int
    asked: int
    answered: int
    counted: int
    measured: MinutesOut | None
    works: list[WorkMeasured]

    @classmethod
    def told(cls, grade: int, found: EveningMeasured) -> "GradeMeasured":
        counted = sum(item.minutes for item in found.items)
        return cls(
            grade=grade,
            asked=found.response.asked,
            answered=found.response.answered,
            counted=counted,
            measured=MinutesOut.told(found.total, counted),
            works=[
                WorkMeasured(
                    publication_id=item.publication_id,
                    assignment_id=item.assignment_id,
                    counted=item.minutes,
                    measured=MinutesOut.told(found.works[item.publication_id], item.minutes),
                )
                for item in found.items
            ],
        )


class EveningMeasuredOut(Answer):
    """`grades` is empty until the morning after the evening, over a weekend until the one on which school goes on."""

    class_id: int
    date: dt.date
    grades: list[GradeMeasured]


class SignalOut(Answer):
    """OVER: of the last `evenings`, taken together over the cap, `seen` were. UNLISTED: of `evenings` families that
    answered, `seen` named work of `subject` that no sheet had. `since`: the first evening of these. `now` is what to do
    tonight."""

    kind: str
    school_id: int
    class_id: int
    label: str
    grade: int
    subject: str | None
    since: dt.date
    seen: int
    evenings: int
    what: str
    now: str

    @classmethod
    def told(cls, found: Signal) -> "SignalOut":
        return cls(
            kind=found.kind.value,
            school_id=found.school.id,
            class_id=found.klass.id,
            label=found.klass.label,
            grade=found.grade,
            subject=found.subject.value if found.subject else None,
            since=found.since,
            seen=found.seen,
            evenings=found.evenings,
            what=found.what,
            now=found.now,
        )


class SignalsOut(Answer):
    """As of the last night, null before the first; counties by code, schools by name, classes by grade and number."""

    since: dt.date | None
    as_of: dt.date | None
    signals: list[SignalOut]

    @classmethod
    def told(cls, night: Night | None, found: list[Signal]) -> "SignalsOut":
        return cls(
            since=night.since if night else None,
            as_of=night.as_of if night else None,
            signals=[SignalOut.told(one) for one in found],
        )


@router.get(
    "/classes/{class_id}/evenings/{date}/measured",
    response=EveningMeasuredOut,
    auth=Bearer(Scope.READ_EVENINGS),
    operation_id="get_evening_measured",
    summary="一晚实测了多少分钟",
)
def evening_measured(request: ApiRequest, class_id: Id, date: Day) -> EveningMeasuredOut:
    """date 是这一晚开始的那个上学日；下一个上学日早上五点起才有。说不准的分钟是 null。"""
    found = evening_known_to(request.actor, class_id, date, at=request.at)
    grades = [GradeMeasured.told(grade, one) for grade, one in found.items()]
    return EveningMeasuredOut(class_id=class_id, date=date, grades=grades)


@router.get(
    "/schools/{school_id}/signals",
    response=SignalsOut,
    auth=Bearer(Scope.READ_CHECKS),
    operation_id="list_signals_of_school",
    summary="本校值得去看的班",
)
def signals_of_school(request: ApiRequest, school_id: Id) -> SignalsOut:
    """最近有回答的十晚合起来看；年级组长只有自己的年级。"""
    return SignalsOut.told(*signals_known_at(request.actor, school_id))


@router.get(
    "/places/{place_id}/signals",
    response=SignalsOut,
    auth=Bearer(Scope.READ_FIGURES),
    operation_id="list_signals_below",
    summary="一个地方值得去看的班",
)
def signals_below_place(request: ApiRequest, place_id: Id) -> SignalsOut:
    """最近有回答的十晚合起来看。按地方、学校、年级、班排，不排名次。"""
    return SignalsOut.told(*signals_known_below(request.actor, place_id))
