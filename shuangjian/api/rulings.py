"""定分钟: a teacher's word that a draft takes other minutes than are predicted; set by who leads the school."""

from ninja import Router

from shuangjian.api.appeals import Waiting
from shuangjian.api.caller import ApiRequest, Bearer, act_request
from shuangjian.api.paging import Cursor, Limit, Page, newest, of_id, page, read_id
from shuangjian.api.ruling_shapes import RulingAnswerIn, RulingIn, RulingOut
from shuangjian.api.values import Id, Key
from shuangjian.audit.operations import once, outcome_of
from shuangjian.homework.access import get_ruling_for
from shuangjian.homework.operations import ask_for_minutes, set_minutes
from shuangjian.homework.queries import ruling_seen, rulings_answered, rulings_of, rulings_waiting
from shuangjian.people.rules import Scope
from shuangjian.schools.access import check_can_lead_school
from shuangjian.schools.queries import known_school

router = Router(tags=["教务处定分钟"])
READS, WRITES = Bearer(Scope.READ_EVENINGS), Bearer(Scope.WRITE_HOMEWORK)
CHECKS, DECIDES = Bearer(Scope.READ_CHECKS), Bearer(Scope.WRITE_DECISIONS)


@router.get(
    "/homework/rulings", response=Page[RulingOut], auth=READS, operation_id="list_my_rulings", summary="我请定的分钟"
)
def my_rulings(request: ApiRequest, cursor: Cursor = "", limit: Limit = 20) -> Page[RulingOut]:
    """新的在前。"""
    found = rulings_of(request.actor.somebody, before_id=read_id(cursor), limit=limit + 1)
    return newest(found, lambda seen: seen.row.pk, RulingOut.told, limit=limit)


@router.post(
    "/homework/drafts/{draft_id}/ruling",
    response=RulingOut,
    auth=WRITES,
    operation_id="ask_for_minutes",
    summary="说一份草稿用不了这么久，请教务处定分钟",
)
def ask_ruling(request: ApiRequest, draft_id: Id, body: RulingIn, key: Key) -> RulingOut:
    """只有按系统预计计入的草稿可以送。同样的内容和分钟送过的，答 409；改过以后可以再送。"""
    asked = act_request("ask_for_minutes", key, draft=draft_id, **body.model_dump())
    sent = ask_for_minutes(by=request.actor, at=request.at, assignment_id=draft_id, reason=body.reason, request=asked)
    return _told(request, sent.pk if sent else (outcome_of(request.actor, asked) or {})["ruling"])


@router.get(
    "/homework/rulings/{ruling_id}", response=RulingOut, auth=READS, operation_id="get_ruling", summary="一次请定和答复"
)
def one_ruling(request: ApiRequest, ruling_id: Id) -> RulingOut:
    """自己请的，或者本校的教务处和校长看。"""
    return _told(request, ruling_id)


@router.post(
    "/homework/rulings/{ruling_id}/answer",
    response=RulingOut,
    auth=DECIDES,
    operation_id="set_minutes",
    summary="定一份草稿的分钟",
)
def answer_ruling(request: ApiRequest, ruling_id: Id, body: RulingAnswerIn, key: Key) -> RulingOut:
    """由教务处或校长定，不是请定的那一位。先定的算数。老师送来以后改过的，答 409。"""
    said = body.model_dump()
    asked = act_request("set_minutes", key, ruling=ruling_id, **said)
    once(
        request.actor,
        asked,
        lambda: set_minutes(by=request.actor, at=request.at, ruling_id=ruling_id, **said, request=asked),
    )
    return _told(request, ruling_id)


@router.get(
    "/schools/{school_id}/rulings",
    response=Page[RulingOut],
    auth=CHECKS,
    operation_id="list_rulings",
    summary="一校请定的分钟：等着定的，定过的",
)
def rulings_in_school(
    request: ApiRequest, school_id: Id, state: Waiting = Waiting.OPEN, cursor: Cursor = "", limit: Limit = 20
) -> Page[RulingOut]:
    """等着定的，先请的在前；定过的，新的在前。"""
    school = known_school(school_id)
    check_can_lead_school(request.actor, school.id, school.path)
    if state is Waiting.OPEN:
        found = rulings_waiting(school_id)
        return page(found, lambda seen: of_id(seen.row.pk), RulingOut.told, cursor=cursor, limit=limit)
    answered = rulings_answered(school_id, before_id=read_id(cursor), limit=limit + 1)
    return newest(answered, lambda seen: seen.row.pk, RulingOut.told, limit=limit)


def _told(request: ApiRequest, ruling_id: int) -> RulingOut:
    return RulingOut.told(ruling_seen(get_ruling_for(request.actor, ruling_id)))
