"""每周检查: what the grade group and academic affairs look at each week, with the way down to its rows."""

import datetime as dt

from ninja import Router

from shuangjian.api.caller import ApiRequest, Bearer
from shuangjian.api.figure_shapes import FigureId, FigureOut, FigureRow, Part, figures_told, rows_page
from shuangjian.api.paging import Cursor, Limit, Page
from shuangjian.api.values import Answer, Day, GradeNumber, Id
from shuangjian.homework.figures import BY_ID, Scope, edition, figures_checked, measured, week_checked
from shuangjian.homework.queries import monday_of
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import NotVisible
from shuangjian.people import rules
from shuangjian.schools.queries import SchoolFacts, known_school

router = Router(tags=["检查和月报"], auth=Bearer(rules.Scope.READ_CHECKS))


class WeekOut(Answer):
    """The week from `since` to before `until`, which is tomorrow where it is not over. `grades` is null for the whole
    school; a head of grade has those of hers. `edition` is that of the figures' definitions."""

    school_id: int
    name: str
    since: dt.date
    until: dt.date
    grades: list[int] | None
    edition: str
    figures: list[FigureOut]


@router.get(
    "/schools/{school_id}/checks",
    response=WeekOut,
    operation_id="get_week_checked",
    summary="一周的检查",
)
def week(request: ApiRequest, school_id: Id, week: Day | None = None, grade: GradeNumber | None = None) -> WeekOut:
    """week 是那一周的随便哪一天，不写就是这一周；grade 只看一个年级。"""
    school, scope = _asked(request, school_id, week, grade)
    asked = {"week": scope.since.isoformat()} | ({"grade": str(grade)} if grade else {})
    found = measured(scope, figures_checked(request.actor, school.id))
    return WeekOut(
        school_id=school.id,
        name=school.name,
        since=scope.since,
        until=scope.until,
        grades=sorted(scope.grades) if scope.grades is not None else None,
        edition=edition(),
        figures=figures_told(found, f"/schools/{school.id}/checks/rows", asked),
    )


@router.get(
    "/schools/{school_id}/checks/rows",
    response=Page[FigureRow],
    operation_id="list_rows_of_week",
    summary="一周的一个数，后面的每一行",
)
def rows(
    request: ApiRequest,
    school_id: Id,
    figure: FigureId,
    part: Part = "",
    week: Day | None = None,
    grade: GradeNumber | None = None,
    cursor: Cursor = "",
    limit: Limit = 100,
) -> Page[FigureRow]:
    """figure 和 part 照 checks 里写的。按日期、年级、班排。"""
    school, scope = _asked(request, school_id, week, grade)
    if BY_ID[figure] not in figures_checked(request.actor, school.id):
        raise NotVisible(f"figure {figure}")
    return rows_page(scope, figure, part, cursor=cursor, limit=limit)


def _asked(request: ApiRequest, school_id: int, date: dt.date | None, grade: int | None) -> tuple[SchoolFacts, Scope]:
    school, today = known_school(school_id), shanghai_date(request.at)
    return school, week_checked(request.actor, school, monday_of(date or today), today=today, grade=grade)
