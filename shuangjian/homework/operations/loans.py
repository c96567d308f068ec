"""Lending a part of a share: asked for and answered by colleagues, or settled by who answers for the class."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from shuangjian.audit.operations import Request, outcome_of, record
from shuangjian.audit.operations import Subject as On
from shuangjian.homework.access import (
    can_settle,
    check_works_with_class,
    get_loan_to_answer,
    get_loan_to_take_back,
    teaches,
)
from shuangjian.homework.models import Evening, Loan, Share
from shuangjian.homework.operations.evenings import lend, release_due
from shuangjian.homework.operations.opening import Wanted, open_evenings
from shuangjian.homework.operations.planning import Ground
from shuangjian.homework.operations.twins import first_of_twins
from shuangjian.homework.rules import LONGEST_TIER_MINUTES, LoanState
from shuangjian.homework.rules.lending import already_answered, already_asked, less_left, shares_released
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.refusal import InvalidInput, NotAllowed, Refused
from shuangjian.kernel.subject import Subject
from shuangjian.people.queries import subjects_taught
from shuangjian.schools.queries import ClassNow

LONGEST_REASON = 200


def ask_loan(
    *,
    by: Actor,
    at: dt.datetime,
    class_id: int,
    grade: int,
    date: dt.date,
    lender: str,
    borrower: str,
    minutes: int,
    reason: str,
    request: Request,
) -> Loan:
    """Ask for a part of the lender's share of an evening, for the borrower, whose teacher asks.

    The same request again is told its first ask. Raises NotVisible, NotAllowed; InvalidInput for subjects or minutes
    that cannot be; Refused where nothing is kept any more, less is left, or the colleague has not answered yet.
    """
    ground = Ground({class_id}, at)
    klass = check_works_with_class(by, ground.classes.get(class_id))
    if not teaches(by, class_id, borrower):
        raise NotAllowed("替一个学科借分钟，由教这一科的老师来问。")
    _check_input(lender, borrower, minutes, reason)
    done = outcome_of(by, request)
    if done is not None:
        return Loan.objects.get(pk=done["loan"])
    evening = _opened(ground, klass, grade, date)
    _check_left(evening, lender, minutes)
    loan = Loan(
        school_id=evening.school_id, evening=evening, lender=lender, borrower=borrower, minutes=minutes,
        reason=reason.strip(), asked_at=at, asked_by_id=by.somebody,
    )  # fmt: skip

    def ask() -> None:
        loan.save(force_insert=True)
        _record(by, at, "homework.ask_loan", loan, request, Role.SUBJECT_TEACHER)

    return _once(by, request, loan, ask)


def answer_loan(*, by: Actor, at: dt.datetime, loan_id: int, granted: bool, answer: str = "", request: Request) -> Loan:
    """Lend what was asked for, or do not. Raises NotVisible, NotAllowed; Refused as above, or once it was answered."""
    loan = get_loan_to_answer(by, loan_id)
    state, name = (
        (LoanState.GRANTED, "homework.grant_loan") if granted else (LoanState.DECLINED, "homework.decline_loan")
    )
    return _conclude(by, at, loan, state, name, answer, request, Role.SUBJECT_TEACHER)


def take_back_ask(*, by: Actor, at: dt.datetime, loan_id: int, request: Request) -> Loan:
    """Ask no longer. Raises NotVisible, NotAllowed; Refused once it was answered."""
    loan = get_loan_to_take_back(by, loan_id)
    name = "homework.take_back_ask"
    return _conclude(by, at, loan, LoanState.TAKEN_BACK, name, "", request, Role.SUBJECT_TEACHER)


def settle_loan(
    *,
    by: Actor,
    at: dt.datetime,
    class_id: int,
    grade: int,
    date: dt.date,
    lender: str,
    borrower: str,
    minutes: int,
    reason: str,
    request: Request,
) -> Loan:
    """Move a part of a share without its teacher, for a reason, which stands on record: for the homeroom teacher of the
    class and the head of its grade. An ask of the same pair that waits for an answer is settled by it.

    Raises as `ask_loan`, and InvalidInput without a reason.
    """
    ground = Ground({class_id}, at)
    klass = check_works_with_class(by, ground.classes.get(class_id))
    if not can_settle(by, klass):
        raise NotAllowed("一晚的分钟由班主任或年级组长来定。")
    _check_input(lender, borrower, minutes, reason, settled=True)
    if borrower not in subjects_taught([class_id], ground.today):
        raise InvalidInput({"borrower": "这个班现在没有这一科，请重新选。"})
    done = outcome_of(by, request)
    if done is not None:
        return Loan.objects.get(pk=done["loan"])
    evening = _opened(ground, klass, grade, date)
    _check_left(evening, lender, minutes)
    loan = Loan(school_id=evening.school_id, evening=evening, lender=lender, borrower=borrower)

    def settle() -> None:
        waiting = Loan.objects.select_for_update().filter(
            evening=evening, lender=lender, borrower=borrower, state=LoanState.ASKED
        )
        for earlier in waiting:
            loan.pk, loan.asked_at, loan.asked_by_id = earlier.pk, earlier.asked_at, earlier.asked_by_id
            loan.reason = earlier.reason
        loan.minutes, loan.state, loan.answer = minutes, LoanState.SETTLED, reason.strip()
        loan.answered_at, loan.answered_by_id = at, by.somebody
        loan.save()
        _lend(loan)
        homeroom = any(held.class_id == class_id for held in by.holds(Role.HOMEROOM))
        _record(by, at, "homework.settle_loan", loan, request, Role.HOMEROOM if homeroom else Role.GRADE_HEAD)

    return _once(by, request, loan, settle)


def _conclude(
    by: Actor, at: dt.datetime, loan: Loan, state: LoanState, name: str, answer: str, request: Request, role: Role
) -> Loan:
    """Answer an ask in one transaction: the first answer counts, and a grant moves the minutes or is no grant."""
    _check_reason(answer, "answer")
    if outcome_of(by, request) is not None:
        return loan
    release_due([loan.evening], at)

    def conclude() -> None:
        asked = Loan.objects.filter(pk=loan.pk, state=LoanState.ASKED)
        if not asked.update(state=state, answered_at=at, answered_by_id=by.somebody, answer=answer.strip()):
            raise Refused(already_answered())
        if loan.evening.released:
            raise Refused(shares_released(loan.evening.label, loan.evening.date))
        if state is LoanState.GRANTED:
            _lend(loan)
        _record(by, at, name, loan, request, role)

    concluded = _once(by, request, loan, conclude)
    concluded.refresh_from_db()
    return concluded


def _once(by: Actor, request: Request, loan: Loan, act: Callable[[], None]) -> Loan:
    """A twin of the request tells its ask; a colleague's ask refuses."""
    done = first_of_twins(by, request, act, lambda: already_asked(loan.evening.label, loan.lender))
    return Loan.objects.get(pk=done["loan"]) if done else loan


def _lend(loan: Loan) -> None:
    if not lend(loan.evening, loan.lender, loan.borrower, loan.minutes):
        loan.evening.refresh_from_db()
        _check_left(loan.evening, loan.lender, loan.minutes)
        raise Refused(less_left(loan.evening.label, loan.lender, 0, loan.minutes))


def _opened(ground: Ground, klass: ClassNow, grade: int, date: dt.date) -> Evening:
    """The row of an evening that is not over. Raises InvalidInput where there is none."""
    wanted = Wanted(ground.schools[klass.school_id], klass, grade, date)
    span = ground.calendar(klass).evening(date)
    if klass.cohort_in(grade) is None or span is None or span.until <= ground.today:
        raise InvalidInput({"date": "这一天没有可以借的傍晚，请重新选一晚。"})
    found = open_evenings([wanted], ground.at).get(wanted.key)
    if found is None:
        raise InvalidInput({"date": "这一天刚才定为不上学，请重新选一晚。"})
    return found


def _check_left(evening: Evening, lender: str, minutes: int) -> None:
    if evening.released:
        raise Refused(shares_released(evening.label, evening.date))
    share = Share.objects.filter(evening=evening, subject=lender).first()
    left = max(share.right - share.committed, 0) if share else 0
    if left < minutes:
        raise Refused(less_left(evening.label, lender, left, minutes))


def _check_input(lender: str, borrower: str, minutes: int, reason: str, *, settled: bool = False) -> None:
    errors: dict[str, str] = {}
    if lender not in set(Subject):
        errors["lender"] = "请选从哪一科借。"
    if borrower not in set(Subject):
        errors["borrower"] = "请选借给哪一科。"
    elif lender == borrower:
        errors["borrower"] = "借和被借的要是两个学科。"
    if not 1 <= minutes <= LONGEST_TIER_MINUTES:
        errors["minutes"] = f"分钟要在1到{LONGEST_TIER_MINUTES}之间。"
    if settled and not reason.strip():
        errors["reason"] = "请写一句为什么这样定，老师们都看得到。"
    if errors:
        raise InvalidInput(errors)
    _check_reason(reason, "reason")


def _check_reason(text: str, field: str) -> None:
    if len(text.strip()) > LONGEST_REASON or any(not sign.isprintable() for sign in text):
        raise InvalidInput({field: f"写一行，最多{LONGEST_REASON}个字。"})


def _record(by: Actor, at: dt.datetime, name: str, loan: Loan, request: Request, role: Role) -> None:
    evening = loan.evening
    held = next((h for h in by.roles if h.school_id == evening.school_id), None)
    after: dict[str, Any] = {
        "lender": Subject(loan.lender).label,
        "borrower": Subject(loan.borrower).label,
        "minutes": loan.minutes,
        "date": evening.date,
        "reason": loan.answer if loan.state == LoanState.SETTLED else loan.reason,
    }
    record(
        by=by,
        at=at,
        name=name,
        on=On(
            "loan", loan.pk, evening.label, held.place_path if held else "/", evening.school_id, evening.school_class_id
        ),
        after=after,
        request=request,
        outcome={"loan": loan.pk},
        role=role,
    )
