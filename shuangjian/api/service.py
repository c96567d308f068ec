"""课后服务: what a school offers, the units of what it plans, its draw, and both coverages with their schools."""

import datetime as dt

from django.http import HttpResponse
from ninja import Router

from shuangjian.afterschool.access import check_can_coordinate, check_sees_service
from shuangjian.afterschool.figures import (
    BY_ID,
    SchoolFact,
    Scope,
    children_of,
    edition,
    kept_of,
    measured,
    place_overseen,
    rows_behind,
    school_covered,
    schools_covered,
    scope_on,
)
from shuangjian.afterschool.operations import NumberedSpec, set_units
from shuangjian.afterschool.queries import (
    current_programme,
    draw_file,
    findings_of,
    plan_seen,
    programme_in_term,
    programme_of,
    public_draw,
    term_now,
)
from shuangjian.afterschool.rules.terms import ServiceTerm
from shuangjian.api.caller import ApiRequest, Bearer, act_request
from shuangjian.api.figure_shapes import Part
from shuangjian.api.paging import Cursor, Limit, Page, of_id, page
from shuangjian.api.service_shapes import (
    AnswersOut,
    ClosedOut,
    Coverage,
    CoverageId,
    CoverageOut,
    DrawOut,
    FindingOut,
    ProgrammeOut,
    SchoolRow,
    ServicePlanOut,
    TermCode,
    UnitsIn,
)
from shuangjian.api.values import Day, Id, Key
from shuangjian.audit.operations import once
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput, NotVisible
from shuangjian.people import rules
from shuangjian.schools.queries import SchoolFacts, known_school

router = Router(tags=["课后服务"])
READS, WRITES = Bearer(rules.Scope.READ_SERVICE), Bearer(rules.Scope.WRITE_SERVICE)


@router.get(
    "/schools/{school_id}/service",
    response=ProgrammeOut,
    auth=READS,
    operation_id="get_service",
    summary="一校公布的课后服务",
)
def programme(request: ApiRequest, school_id: Id) -> ProgrammeOut:
    """现在的，或者接下来的。和公开的那一页一样，哪所学校的都可以看；没有公布的答 404。"""
    school = known_school(school_id)
    seen = current_programme(school.id, request.at)
    if seen is None:
        raise NotVisible(f"programme of {school.id}")
    return ProgrammeOut.told(seen, school.name)


@router.get(
    "/schools/{school_id}/service/plans/{term}",
    response=ServicePlanOut,
    auth=READS,
    operation_id="get_service_plan",
    summary="一个学期的安排，编着的和公布了的，和检查说了什么",
)
def plan(request: ApiRequest, school_id: Id, term: TermCode) -> ServicePlanOut:
    """本校教职工和上级看。"""
    school = known_school(school_id)
    check_sees_service(request.actor, school.id, school.path)
    return _plan(request, school, _term(term))


@router.put(
    "/schools/{school_id}/service/plans/{term}/units",
    response=ServicePlanOut,
    auth=WRITES,
    operation_id="set_service_units",
    summary="定下编着的安排有哪些活动",
)
def put_units(request: ApiRequest, school_id: Id, term: TermCode, body: UnitsIn, key: Key) -> ServicePlanOut:
    """整份送：没有写到的活动就没有了。公布以后不能再改，答 409。

    检查说了什么在 findings 里；有 REFUSE 的改好了才公布得了，公布在网页上做。
    """
    school = known_school(school_id)
    check_can_coordinate(request.actor, school.id, school.path)
    row = programme_of(school.id, *_term(term))
    if row is None:
        raise NotVisible(f"programme of {school.id}")
    asked = act_request("set_units", key, school=school_id, term=term, **body.model_dump(mode="json"))
    units = [NumberedSpec(one.number, one.spec()) for one in body.units]
    once(
        request.actor,
        asked,
        lambda: set_units(by=request.actor, at=request.at, programme_id=row.pk, units=units, request=asked),
    )
    return _plan(request, school, _term(term))


@router.get(
    "/schools/{school_id}/service/draw",
    response=DrawOut,
    auth=READS,
    operation_id="get_service_draw",
    summary="一校的抽签：承诺、封存、种子、摘要",
)
def draw(request: ApiRequest, school_id: Id, term: TermCode | None = None) -> DrawOut:
    """和公开的那一页一样，哪所学校的都可以看；不写 term 就是最近公布的学期。没有公布安排的答 404。"""
    found = public_draw(school_id, request.at, _term(term) if term else None)
    if found is None:
        raise NotVisible(f"draw of {school_id}")
    return DrawOut.told(found)


@router.get(
    "/schools/{school_id}/service/draw/file",
    auth=READS,
    operation_id="download_service_draw",
    summary="抽签的文件，可以重算",
    openapi_extra={
        "responses": {200: {"description": "文件", "content": {"application/json": {"schema": {"type": "object"}}}}}
    },
)
def download_draw(request: ApiRequest, school_id: Id, term: TermCode | None = None) -> HttpResponse:
    """本校教职工和上级看。不写 term 就是最近公布的学期，和上面那一个一样；还没有抽签的答 404。

    里面没有名字；用 /service/verify-draw.py 重算。
    """
    found = public_draw(school_id, request.at, _term(term) if term else None)
    if found is None:
        raise NotVisible(f"draw of {school_id}")
    _, text = draw_file(request.actor, school_id, request.at, found.term)
    return HttpResponse(text, content_type="application/json")


@router.get(
    "/schools/{school_id}/service/coverage",
    response=Coverage,
    auth=READS,
    operation_id="get_school_coverage",
    summary="一校的课后服务：谁参加了",
)
def school_coverage(
    request: ApiRequest, school_id: Id, term: TermCode | None = None, date: Day | None = None
) -> Coverage:
    """本校教职工和上级看，只有数。不写 term 就是现在的学期，不写 date 就是到现在。"""
    school = known_school(school_id)
    scope = _scope(request, school.path, term, date)
    return _told(school.id, school.name, scope, school_covered(request.actor, school, scope), None)


@router.get(
    "/schools/{school_id}/service/answers",
    response=AnswersOut,
    auth=READS,
    operation_id="get_service_answers",
    summary="各班有多少家回答了要不要参加",
)
def answers(request: ApiRequest, school_id: Id, term: TermCode | None = None, date: Day | None = None) -> AnswersOut:
    """课后服务负责人、教务处和校长看，只有数，没有哪个孩子。不写 term 就是现在的学期，不写 date 就是到现在。

    没有回答不是不要，也不用催：这个数是用来看纸面报名表收齐没有的。
    """
    school = known_school(school_id)
    scope = _scope(request, school.path, term, date)
    return AnswersOut.told(school.id, scope, children_of(request.actor, school, scope))


@router.get(
    "/places/{place_id}/service/coverage",
    response=Coverage,
    auth=READS,
    operation_id="get_coverage",
    summary="一个地方的两个全覆盖",
)
def coverage(request: ApiRequest, place_id: Id, term: TermCode | None = None, date: Day | None = None) -> Coverage:
    """这个地方的上级看。不写 term 就是现在的学期，不写 date 就是到现在；过去的日子，是那一天结束时的数。"""
    name, path = place_overseen(request.actor, place_id)
    scope = _scope(request, path, term, date)
    rows = f"/places/{place_id}/service/coverage/schools?term={scope.term}&date={scope.date}"
    return _told(place_id, name, scope, schools_covered(request.actor, scope), rows)


@router.get(
    "/places/{place_id}/service/coverage/schools",
    response=Page[SchoolRow],
    auth=READS,
    operation_id="list_coverage_schools",
    summary="一个数后面的每一所学校",
)
def coverage_schools(
    request: ApiRequest,
    place_id: Id,
    figure: CoverageId,
    part: Part = "",
    lacking: bool = False,
    term: TermCode | None = None,
    date: Day | None = None,
    cursor: Cursor = "",
    limit: Limit = 100,
) -> Page[SchoolRow]:
    """加起来就是那个数的分子和分母。lacking 只看不全在分子里的。按学校编号排。"""
    _, path = place_overseen(request.actor, place_id)
    schools = schools_covered(request.actor, _scope(request, path, term, date))
    return page(
        rows_behind(schools, BY_ID[figure], part, lacking=lacking),
        lambda row: of_id(row.school.id),
        SchoolRow.told,
        cursor=cursor,
        limit=limit,
    )


def _told(place_id: int, name: str, scope: Scope, schools: list[SchoolFact], rows: str | None) -> Coverage:
    return Coverage(
        place_id=place_id,
        name=name,
        term=str(scope.term),
        at=scope.at,
        edition=edition(),
        closed=ClosedOut.told(kept_of(schools)),
        figures=[CoverageOut.told(one, rows) for one in measured(schools)],
    )


def _scope(request: ApiRequest, path: str, term: str | None, date: dt.date | None) -> Scope:
    """Raises InvalidInput for a day that is still to come, NotVisible where no term is known."""
    today = shanghai_date(request.at)
    if date is not None and date > today:
        raise InvalidInput({"date": "这一天还没有到。"})
    asked = _term(term) if term else term_now(path, date or today)
    if asked is None:
        raise NotVisible(f"term of {path}")
    return scope_on(path, asked, date or today, at=request.at)


def _term(code: str) -> ServiceTerm:
    term = ServiceTerm.read(code)
    if term is None:
        raise NotVisible(f"term {code}")
    return term


def _plan(request: ApiRequest, school: SchoolFacts, term: ServiceTerm) -> ServicePlanOut:
    """Raises NotVisible where nothing is planned for the term."""
    seen = programme_in_term(school.id, *term, request.at)
    if seen is None:
        raise NotVisible(f"programme of {school.id}")
    findings = findings_of(plan_seen(seen, school), school)
    return ServicePlanOut(
        programme=ProgrammeOut.told(seen, school.name), findings=[FindingOut.told(found) for found in findings]
    )
