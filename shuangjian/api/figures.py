"""What a bureau counts below a place: every figure with its denominator, its date and the way to its rows."""

import datetime as dt

from ninja import Router

from shuangjian.api.caller import ApiRequest, Bearer
from shuangjian.api.paging import Cursor, Limit, Page, of_id, page
from shuangjian.api.values import Answer, Day, Id
from shuangjian.homework.queries import EveningCount, EveningNow
from shuangjian.homework.queries.counts import PlaceCounted, counts_below, evenings_below
from shuangjian.kernel.day import shanghai_date
from shuangjian.people.rules import Scope

router = Router(tags=["总览"], auth=Bearer(Scope.READ_FIGURES))


class Figure(Answer):
    """`numerator` of `denominator` class evenings (one evening of one grade of a class) that begin on `date`."""

    code: str
    label: str
    numerator: int
    denominator: int
    of: str
    of_label: str
    date: dt.date
    rows: str


class Figures(Answer):
    place_id: int
    name: str
    date: dt.date
    figures: list[Figure]

    @classmethod
    def told(cls, found: PlaceCounted) -> "Figures":
        figures = [_figure(found, kind) for kind in EveningCount]
        return cls(place_id=found.place_id, name=found.name, date=found.date, figures=figures)


class CountedEvening(Answer):
    """One class evening behind a figure. `cap` is null for a vacation whose total the school has not stated."""

    school_id: int
    class_id: int
    label: str
    grade: int
    date: dt.date
    until: dt.date
    cap: int | None
    committed: int
    zero: str

    @classmethod
    def told(cls, evening: EveningNow) -> "CountedEvening":
        return cls(
            school_id=evening.klass.school_id,
            class_id=evening.klass.id,
            label=evening.klass.label,
            grade=evening.grade,
            date=evening.span.date,
            until=evening.span.until,
            cap=evening.cap,
            committed=evening.committed,
            zero=evening.zero,
        )


@router.get("/places/{place_id}/figures", response=Figures, operation_id="get_figures", summary="一个地方的总览")
def figures(request: ApiRequest, place_id: Id, date: Day | None = None) -> Figures:
    """date 是那一晚开始的上学日；不写就是今天。"""
    return Figures.told(counts_below(request.actor, place_id, date or shanghai_date(request.at)))


@router.get(
    "/places/{place_id}/evenings",
    response=Page[CountedEvening],
    operation_id="list_counted_evenings",
    summary="一个数后面的每一个班晚",
)
def counted_evenings(
    request: ApiRequest,
    place_id: Id,
    date: Day | None = None,
    kind: EveningCount = EveningCount.ALL,
    cursor: Cursor = "",
    limit: Limit = 100,
) -> Page[CountedEvening]:
    """kind 是总览里那个数的 code。按班级编号、年级排。"""
    found = evenings_below(request.actor, place_id, date or shanghai_date(request.at), kind)
    return page(
        found,
        lambda evening: f"{of_id(evening.klass.id)}-{evening.grade}",
        CountedEvening.told,
        cursor=cursor,
        limit=limit,
    )


def _figure(found: PlaceCounted, kind: EveningCount) -> Figure:
    return Figure(
        code=kind.value,
        label=kind.label,
        numerator=found.counts[kind],
        denominator=found.counts[kind.of],
        of=kind.of.value,
        of_label=kind.of.label,
        date=found.date,
        rows=f"/api/v1/places/{found.place_id}/evenings?kind={kind.value}&date={found.date}",
    )
