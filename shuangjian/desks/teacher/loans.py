"""Borrowing and lending minutes between colleagues: asking from a refusal, answering in one press, asking no longer."""

from collections.abc import Mapping
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from shuangjian.audit.operations import Request
from shuangjian.desks.common.asked import read_id
from shuangjian.desks.common.forms import key_of
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.common.views import desk_view
from shuangjian.desks.teacher.typed import Typed
from shuangjian.homework.operations import answer_loan, ask_loan, take_back_ask
from shuangjian.homework.rules.lending import read_loan_value
from shuangjian.kernel.actor import Role
from shuangjian.kernel.refusal import InvalidInput, Refused
from shuangjian.kernel.subject import Subject

LONGEST_UNIT = 80


@require_POST
@desk_view(Role.SUBJECT_TEACHER)
def loans(request: HttpRequest) -> HttpResponse:
    """POST `loan` and `act`: lend, decline, or take_back one's own ask."""
    desk = cast(DeskRequest, request)
    loan_id, act, key = read_id(request.POST.get("loan", "")), request.POST.get("act", ""), key_of(request.POST)
    if loan_id is None or act not in ("lend", "decline", "take_back"):
        raise Http404
    asked = Request.of(key, loan=loan_id, act=act)
    try:
        if act == "take_back":
            loan = take_back_ask(by=desk.actor, at=desk.at, loan_id=loan_id, request=asked)
        else:
            loan = answer_loan(by=desk.actor, at=desk.at, loan_id=loan_id, granted=act == "lend", request=asked)
    except Refused as refused:
        messages.warning(request, "".join(refusal.staff for refusal in refused.refusals))
        return redirect("teacher:today")
    lender, borrower = Subject(loan.lender).label, Subject(loan.borrower).label
    said = {
        "lend": f"借出了：{lender}的{loan.minutes}分给了{borrower}。",
        "decline": f"没有借，{lender}的份额照旧。{borrower}老师在自己的页面上看得到。",
        "take_back": f"不借了，{lender}老师那里已经拿掉。",
    }
    messages.success(request, said[act])
    return redirect("teacher:today")


def ask(desk: DeskRequest, typed: Typed, way: Mapping[str, str]) -> None:
    """Ask the colleague whom a refusal named; what came of it is told above the form."""
    found = read_loan_value(way.get("loan", ""))
    if found is None:
        raise Http404
    class_id, grade, date, lender, minutes = found
    unit = "".join(sign for sign in typed.unit if sign.isprintable()).strip()[:LONGEST_UNIT]
    try:
        ask_loan(
            by=desk.actor,
            at=desk.at,
            class_id=class_id,
            grade=grade,
            date=date,
            lender=lender,
            borrower=typed.subject,
            minutes=minutes,
            reason=f"《{unit}》" if unit else "",
            request=Request.of(f"{typed.key[:180]} {way['loan']}", subject=typed.subject),
        )
    except (Refused, InvalidInput) as failed:
        said = [r.staff for r in failed.refusals] if isinstance(failed, Refused) else failed.errors.values()
        messages.warning(desk, "".join(said))
        return
    messages.success(
        desk,
        f"问了{lender.label}老师，借{minutes}分，等回话。您写的还没有发布；借到了再按发布，不写完也可以先存为草稿。",
    )
