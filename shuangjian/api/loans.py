"""Coordination: minutes of a colleague's share, asked for, lent, declined, or settled by who answers for the class."""

from enum import StrEnum

from ninja import Router

from shuangjian.api.caller import ApiRequest, Bearer, act_request
from shuangjian.api.loan_shapes import LoanAnswerIn, LoanIn, LoanOut, SettleIn
from shuangjian.api.paging import Cursor, Limit, Page, of_id, page
from shuangjian.api.values import Day, Id, Key
from shuangjian.homework.access import get_loan_for
from shuangjian.homework.operations import answer_loan, ask_loan, settle_loan, take_back_ask
from shuangjian.homework.queries import asks_by, asks_of, loan_seen
from shuangjian.homework.queries.known import loans_of_evening
from shuangjian.kernel.day import shanghai_date
from shuangjian.people.rules import Scope

router = Router(tags=["各科之间"])
READS, LENDS, DECIDES = Bearer(Scope.READ_EVENINGS), Bearer(Scope.WRITE_LOANS), Bearer(Scope.WRITE_DECISIONS)


class Side(StrEnum):
    """On which side of a loan the subjects stand that the person teaches."""

    LENDER = "LENDER"
    BORROWER = "BORROWER"


@router.get("/loans", response=Page[LoanOut], auth=READS, operation_id="list_my_loans", summary="等我回话的，我问的")
def mine(request: ApiRequest, side: Side = Side.LENDER, cursor: Cursor = "", limit: Limit = 50) -> Page[LoanOut]:
    """LENDER：同事问我教的科借、还等我回话的。BORROWER：替我教的科问过的，到那一晚过完为止。按先后排。"""
    today = shanghai_date(request.at)
    lends = side is Side.LENDER
    found = asks_of(request.actor, request.at) if lends else asks_by(request.actor, request.at, today)
    return page(found, lambda loan: of_id(loan.id), LoanOut.told, cursor=cursor, limit=limit)


@router.get(
    "/classes/{class_id}/evenings/{date}/loans",
    response=Page[LoanOut],
    auth=READS,
    operation_id="list_loans_of_evening",
    summary="一个班的一晚，各科之间借了什么",
)
def of_evening(request: ApiRequest, class_id: Id, date: Day, cursor: Cursor = "", limit: Limit = 50) -> Page[LoanOut]:
    """问过的、借了的、没有借的、定下的，都在。按先后排。"""
    found = loans_of_evening(request.actor, class_id, date, on=shanghai_date(request.at), at=request.at)
    return page(found, lambda loan: of_id(loan.id), LoanOut.told, cursor=cursor, limit=limit)


@router.get("/loans/{loan_id}", response=LoanOut, auth=READS, operation_id="get_loan", summary="一次借分钟，现在怎样")
def one(request: ApiRequest, loan_id: Id) -> LoanOut:
    return _told(request, get_loan_for(request.actor, loan_id).pk)


@router.post("/loans", response=LoanOut, auth=LENDS, operation_id="ask_loan", summary="问同事借分钟")
def ask(request: ApiRequest, body: LoanIn, key: Key) -> LoanOut:
    """由教 borrower 的老师问。份额放出以后不用问，答 409。"""
    asked = body.model_dump()
    return _told(
        request,
        ask_loan(by=request.actor, at=request.at, **asked, request=act_request("ask_loan", key, **asked)).pk,
    )


@router.post(
    "/loans/{loan_id}/answer", response=LoanOut, auth=LENDS, operation_id="answer_loan", summary="借出，或者不借"
)
def answer(request: ApiRequest, loan_id: Id, body: LoanAnswerIn, key: Key) -> LoanOut:
    """由教 lender 的老师答。先答的算数。"""
    said = body.model_dump()
    answered = answer_loan(
        by=request.actor,
        at=request.at,
        loan_id=loan_id,
        **said,
        request=act_request("answer_loan", key, loan=loan_id, **said),
    )
    return _told(request, answered.pk)


@router.post("/loans/{loan_id}/take-back", response=LoanOut, auth=LENDS, operation_id="take_back_ask", summary="不借了")
def take_back(request: ApiRequest, loan_id: Id, key: Key) -> LoanOut:
    """由问的那一科的老师收回；已经有了回话的，答 409。"""
    taken = take_back_ask(
        by=request.actor, at=request.at, loan_id=loan_id, request=act_request("take_back_ask", key, loan=loan_id)
    )
    return _told(request, taken.pk)


@router.post("/settlements", response=LoanOut, auth=DECIDES, operation_id="settle_loan", summary="由我来定")
def settle(request: ApiRequest, body: SettleIn, key: Key) -> LoanOut:
    """由班主任或年级组长，不等同事回话，把分钟给另一科；为什么这样定，两位老师和教务处都看得到。"""
    said = body.model_dump()
    return _told(
        request,
        settle_loan(by=request.actor, at=request.at, **said, request=act_request("settle_loan", key, **said)).pk,
    )


def _told(request: ApiRequest, loan_id: int) -> LoanOut:
    return LoanOut.told(loan_seen(loan_id, request.at))
