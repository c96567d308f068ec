"""The rulebook: every rule, one rule, and what holds for a place, a grade and a day."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

from ninja import Router
from pydantic import Field, StringConstraints

from shuangjian import rulebook
from shuangjian.api.caller import ApiRequest, Bearer
from shuangjian.api.outcomes import ClauseOut
from shuangjian.api.paging import Cursor, Limit, Page, page
from shuangjian.api.values import Answer, Day, GradeNumber
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.grade import System
from shuangjian.kernel.refusal import InvalidInput, NotVisible
from shuangjian.rulebook.standing import Line, Standing, standing

router = Router(tags=["规定"], auth=Bearer())
RuleName = Annotated[str, StringConstraints(max_length=120, pattern=r"^[a-z0-9_/]+$")]
PlaceCode = Annotated[
    str,
    StringConstraints(pattern=r"^([0-9]{6}|[0-9]{9})?$"),
    Field(description="区划代码，6 位或 9 位，如 410902；不写就是全国。"),
]


class GroundOut(Answer):
    """Why: one clause in force, since when; `place` is "" for the country."""

    place: str
    since: dt.date
    modality: str
    note: str
    clause: ClauseOut

    @classmethod
    def told(cls, ground: rulebook.Ground) -> "GroundOut":
        return cls(
            place=ground.place,
            since=ground.since,
            modality=ground.modality.value,
            note=ground.note,
            clause=ClauseOut.told(ground.as_clause()),
        )


class Held(Answer):
    """What holds, for whom (`who` is "" where it is one for all). A clock time is written 21:20; a duty without a value
    is true. `until` is exclusive, null when no change is known."""

    who: str
    value: bool | float | str | list[str]
    words: str
    modality: str
    basis: str | None
    since: dt.date
    until: dt.date | None
    edition: str
    grounds: list[GroundOut]

    @classmethod
    def told(cls, result: rulebook.Result, who: str, words: str) -> "Held":
        return cls(
            who=who,
            value=_plain(result.value),
            words=words,
            modality=result.modality.value,
            basis=result.basis.value if result.basis else None,
            since=result.since,
            until=result.until,
            edition=result.edition,
            grounds=[GroundOut.told(ground) for ground in result.grounds],
        )

    @classmethod
    def in_line(cls, line: Line) -> "Held":
        return cls.told(line.result, line.who, line.words)


class RuleOut(Answer):
    """A rule as it stands on a day at a place. `state` is IN_FORCE, LATER, ENDED, ELSEWHERE or UNSURE."""

    name: str
    title: str
    summary: str
    unit: str
    url: str
    date: dt.date
    state: str
    held: list[Held]

    @classmethod
    def told(cls, found: Standing, date: dt.date) -> "RuleOut":
        rule = found.parameter
        return cls(
            name=rule.name,
            title=rule.title,
            summary=rule.summary,
            unit=rule.unit,
            url=f"/rules/{rule.name}/",
            date=date,
            state=found.state.value,
            held=[Held.in_line(line) for line in found.lines],
        )


@router.get("/rules", response=Page[RuleOut], operation_id="list_rules", summary="全部规定")
def rules(
    request: ApiRequest, place: PlaceCode = "", date: Day | None = None, cursor: Cursor = "", limit: Limit = 50
) -> Page[RuleOut]:
    """在一个地方、一天的样子；按名字排。"""
    book, day = rulebook.load(), date or shanghai_date(request.at)
    return page(
        book.parameters(),
        lambda parameter: parameter.name,
        lambda parameter: RuleOut.told(standing(book, parameter, day, _codes(place)), day),
        cursor=cursor,
        limit=limit,
    )


@router.get("/rules/lookup", response=Held, operation_id="look_up_rule", summary="某地某年级某天，规定是什么")
def look_up(
    request: ApiRequest,
    rule: RuleName,
    date: Day,
    place: PlaceCode = "",
    grade: GradeNumber | None = None,
    system: System | None = None,
) -> Held:
    """那一天没有这条规定，答 404：没有不等于 0。分年级的规定要写 grade，六年级还要写 system。"""
    book = rulebook.load()
    try:
        result = book.lookup(rule, date=date, place_codes=_codes(place), grade=grade, system=system)
    except (rulebook.NoSuchRule, rulebook.NotInForce) as silent:
        raise NotVisible(str(silent)) from silent
    except ValueError as undecided:
        words = "这条规定分年级或学制：请写 grade；六年级和按学制分的，还要写 system。"
        raise InvalidInput({"grade": words}) from undecided
    return Held.told(result, "", book.parameter(rule).label(result.value))


@router.get("/rules/{path:name}", response=RuleOut, operation_id="get_rule", summary="一条规定")
def rule(request: ApiRequest, name: RuleName, place: PlaceCode = "", date: Day | None = None) -> RuleOut:
    book, day = rulebook.load(), date or shanghai_date(request.at)
    try:
        parameter = book.parameter(name)
    except rulebook.NoSuchRule as unknown:
        raise NotVisible(name) from unknown
    return RuleOut.told(standing(book, parameter, day, _codes(place)), day)


def _codes(place: str) -> tuple[str, ...]:
    return (place,) if place else ()


def _plain(value: rulebook.Value) -> bool | float | str | list[str]:
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return list(value)
    return value
