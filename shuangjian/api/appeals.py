"""申诉: a teacher's word that a check is wrong of a text; upheld, or this text let out, by who leads the school."""

from dataclasses import asdict
from enum import StrEnum

from ninja import Router

from shuangjian.api.appeal_shapes import AppealAnswerIn, AppealIn, AppealOut, CheckOut
from shuangjian.api.caller import ApiRequest, Bearer, act_request
from shuangjian.api.paging import Cursor, Limit, Page, newest, of_id, page, read_id
from shuangjian.api.values import Id, Key
from shuangjian.audit.operations import once, outcome_of
from shuangjian.homework.access import get_appeal_for
from shuangjian.homework.content import Kind
from shuangjian.homework.operations import answer_appeal, appeal
from shuangjian.homework.queries import (
    appeals_answered,
    appeals_by_check,
    appeals_of,
    appeals_waiting,
)
from shuangjian.people.rules import Scope
from shuangjian.schools.access import check_can_lead_school
from shuangjian.schools.queries import known_school

router = Router(tags=["检查和申诉"])
READS, WRITES = Bearer(Scope.READ_EVENINGS), Bearer(Scope.WRITE_HOMEWORK)
CHECKS, DECIDES = Bearer(Scope.READ_CHECKS), Bearer(Scope.WRITE_DECISIONS)


class Waiting(StrEnum):
    """Whether somebody has looked."""

    OPEN = "OPEN"
    ANSWERED = "ANSWERED"


@router.get(
    "/homework/appeals", response=Page[AppealOut], auth=READS, operation_id="list_my_appeals", summary="我的申诉"
)
def mine(request: ApiRequest, cursor: Cursor = "", limit: Limit = 20) -> Page[AppealOut]:
    """新的在前。"""
    found = list(appeals_of(request.actor.somebody, before_id=read_id(cursor), limit=limit + 1))
    return newest(found, lambda row: row.pk, AppealOut.told, limit=limit)


@router.post(
    "/homework/appeals", response=AppealOut, auth=WRITES, operation_id="appeal", summary="说一条检查不对，送教务处看"
)
def send(request: ApiRequest, body: AppealIn, key: Key) -> AppealOut:
    """检查没有拦的、同样的文字已经送过还没有看的，答 409。"""
    spec = body.assignment.spec()
    asked = act_request("appeal", key, spec=asdict(spec), **body.model_dump(exclude={"assignment"}))
    sent = appeal(
        by=request.actor,
        at=request.at,
        spec=spec,
        class_id=body.class_id,
        grade=body.grade,
        kind=body.check,
        reason=body.reason,
        request=asked,
    )
    done = outcome_of(request.actor, asked) or {}
    return AppealOut.told(get_appeal_for(request.actor, sent.pk if sent else done["appeal"]))


@router.get(
    "/homework/appeals/{appeal_id}", response=AppealOut, auth=READS, operation_id="get_appeal", summary="一次申诉和答复"
)
def one(request: ApiRequest, appeal_id: Id) -> AppealOut:
    """自己提的，或者本校的教务处和校长看。"""
    return AppealOut.told(get_appeal_for(request.actor, appeal_id))


@router.post(
    "/homework/appeals/{appeal_id}/answer",
    response=AppealOut,
    auth=DECIDES,
    operation_id="answer_appeal",
    summary="放行，或者维持",
)
def answer(request: ApiRequest, appeal_id: Id, body: AppealAnswerIn, key: Key) -> AppealOut:
    """由教务处或校长答，不是提的那一位。先答的算数。"""
    said = body.model_dump()
    asked = act_request("answer_appeal", key, appeal=appeal_id, **said)
    once(
        request.actor,
        asked,
        lambda: answer_appeal(by=request.actor, at=request.at, appeal_id=appeal_id, **said, request=asked),
    )
    return AppealOut.told(get_appeal_for(request.actor, appeal_id))


@router.get(
    "/schools/{school_id}/appeals",
    response=Page[AppealOut],
    auth=CHECKS,
    operation_id="list_appeals",
    summary="一校的申诉：等着看的，看过的",
)
def of_school(
    request: ApiRequest,
    school_id: Id,
    state: Waiting = Waiting.OPEN,
    check: Kind | None = None,
    cursor: Cursor = "",
    limit: Limit = 20,
) -> Page[AppealOut]:
    """等着看的，先提的在前；看过的，新的在前。check 只看一种检查的。"""
    _led(request, school_id)
    if state is Waiting.OPEN:
        found = [row for row in appeals_waiting(school_id) if check in (None, row.check_kind)]
        return page(found, lambda row: of_id(row.pk), AppealOut.told, cursor=cursor, limit=limit)
    answered = list(appeals_answered(school_id, kind=check or "", before_id=read_id(cursor), limit=limit + 1))
    return newest(answered, lambda row: row.pk, AppealOut.told, limit=limit)


@router.get(
    "/schools/{school_id}/appeals/checks",
    response=list[CheckOut],
    auth=CHECKS,
    operation_id="count_appeals",
    summary="每种检查申诉了几次，放行了几次",
)
def by_check(request: ApiRequest, school_id: Id) -> list[CheckOut]:
    """放行得多的在前：那是检查要改。"""
    _led(request, school_id)
    return [CheckOut.told(found) for found in appeals_by_check(school_id)]


def _led(request: ApiRequest, school_id: int) -> None:
    school = known_school(school_id)
    check_can_lead_school(request.actor, school.id, school.path)
