"""学期作业计划: whose minutes are kept on which weekday's evening of a grade; proposed, changed, agreed."""

from ninja import Router

from shuangjian.api.caller import ApiRequest, Bearer, act_request
from shuangjian.api.paging import Cursor, Limit, Page, of_id, page
from shuangjian.api.plan_shapes import AgreeIn, GradeOut, GradePlanOut, PlanIn, PlanOut
from shuangjian.api.values import GradeNumber, Id, Key
from shuangjian.audit.operations import once
from shuangjian.homework.access import get_plan_to_agree
from shuangjian.homework.operations import caps_of_weekdays, propose_plan, save_plan
from shuangjian.homework.queries import GradeHere, grades_planned, plan_of_grade, plan_version
from shuangjian.journeys.agree_term_plan import agree_term_plan
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import NotVisible
from shuangjian.people.rules import Scope
from shuangjian.schools.queries import SchoolFacts, known_school

router = Router(tags=["学期作业计划"])
READS, DECIDES = Bearer(Scope.READ_EVENINGS), Bearer(Scope.WRITE_DECISIONS)


@router.get(
    "/schools/{school_id}/grades",
    response=Page[GradeOut],
    auth=READS,
    operation_id="list_grades",
    summary="一校的年级，看得到计划的",
)
def grades(request: ApiRequest, school_id: Id, cursor: Cursor = "", limit: Limit = 50) -> Page[GradeOut]:
    """按年级排。"""
    school = known_school(school_id)
    found = grades_planned(request.actor, school, shanghai_date(request.at))
    return page(
        found, lambda here: str(here.grade), lambda here: GradeOut.told(school.id, here), cursor=cursor, limit=limit
    )


@router.get(
    "/schools/{school_id}/grades/{grade}/plan",
    response=GradePlanOut,
    auth=READS,
    operation_id="get_plan",
    summary="一个年级的计划：现在的、以后的、还没有定的",
)
def plan(request: ApiRequest, school_id: Id, grade: GradeNumber) -> GradePlanOut:
    school, here = _grade(request, school_id, grade)
    found = plan_of_grade(request.actor, school, here.cohort, shanghai_date(request.at))
    return GradePlanOut.told(school, here.grade, found, caps_of_weekdays(school, here.grade, found.since))


@router.get(
    "/schools/{school_id}/grades/{grade}/plans",
    response=Page[PlanOut],
    auth=READS,
    operation_id="list_plans",
    summary="一个年级这学期定过的每一份计划",
)
def plans(
    request: ApiRequest, school_id: Id, grade: GradeNumber, cursor: Cursor = "", limit: Limit = 20
) -> Page[PlanOut]:
    """新的在前。"""
    school, here = _grade(request, school_id, grade)
    found = plan_of_grade(request.actor, school, here.cohort, shanghai_date(request.at)).agreed
    return page(found, lambda one: of_id(one.version), PlanOut.told, cursor=cursor, limit=limit, descending=True)


@router.post(
    "/schools/{school_id}/grades/{grade}/plans",
    response=PlanOut,
    auth=DECIDES,
    operation_id="propose_plan",
    summary="拟一份计划",
)
def propose(request: ApiRequest, school_id: Id, grade: GradeNumber, key: Key) -> PlanOut:
    """按每周课时拟一稿；已经有一稿没有定的，答那一稿。"""
    school, here = _grade(request, school_id, grade)
    asked = act_request("propose_plan", key, school=school.id, grade=grade)
    proposed = propose_plan(by=request.actor, at=request.at, school=school, cohort=here.cohort, request=asked)
    return PlanOut.told(plan_version(proposed.pk))


@router.put("/plans/{plan_id}", response=PlanOut, auth=DECIDES, operation_id="save_plan", summary="改一份没有定的计划")
def save(request: ApiRequest, plan_id: Id, body: PlanIn, key: Key) -> PlanOut:
    """整份换成 shares。一天的合起来超过那一晚的上限，答 409。"""
    minutes = body.minutes()
    asked = act_request("save_plan", key, plan=plan_id, shares=sorted(minutes.items()))
    once(
        request.actor,
        asked,
        lambda: save_plan(by=request.actor, at=request.at, plan_id=plan_id, minutes=minutes, request=asked),
    )
    return _told(request, plan_id)


@router.post("/plans/{plan_id}/agree", response=PlanOut, auth=DECIDES, operation_id="agree_plan", summary="定一份计划")
def agree(request: ApiRequest, plan_id: Id, body: AgreeIn, key: Key) -> PlanOut:
    """按 shares 存，从 since 起算数：要么都成，要么都不改。以前的一份到那天为止。"""
    minutes, since = body.minutes(), body.since
    asked = act_request("agree_plan", key, plan=plan_id, shares=sorted(minutes.items()), since=since)
    once(
        request.actor,
        asked,
        lambda: agree_term_plan(
            by=request.actor, at=request.at, plan_id=plan_id, minutes=minutes, since=since, request=asked
        ),
    )
    return _told(request, plan_id)


def _grade(request: ApiRequest, school_id: int, grade: int) -> tuple[SchoolFacts, GradeHere]:
    """A grade whose plan the actor may see. Raises NotVisible."""
    school = known_school(school_id)
    for here in grades_planned(request.actor, school, shanghai_date(request.at)):
        if here.grade == grade:
            return school, here
    raise NotVisible(f"grade {grade} of {school_id}")


def _told(request: ApiRequest, plan_id: int) -> PlanOut:
    return PlanOut.told(plan_version(get_plan_to_agree(request.actor, plan_id).pk))
