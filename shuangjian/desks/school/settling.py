"""Borrowing on the page of a class: what was lent that evening, and settling it by who answers for the class."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shuangjian.audit.operations import Request
from shuangjian.desks.common.asked import read_date, read_id
from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.homework.access import can_settle
from shuangjian.homework.operations import settle_loan
from shuangjian.homework.queries import ClassEvening, LoanSeen, loans_on
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import InvalidInput, Refusal
from shuangjian.kernel.subject import Subject, subject_order
from shuangjian.people.queries import subjects_taught
from shuangjian.schools.queries import ClassNow

FIELDS = ("grade", "date", "lender", "borrower", "minutes", "reason")


@dataclass(frozen=True)
class Settling:
    """The form: from whom (subject, minutes kept) and to whom minutes may go, as typed, and what stood in the way."""

    lenders: tuple[tuple[Subject, int], ...]
    borrowers: tuple[Subject, ...]
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    refusals: Sequence[Refusal]

    @property
    def is_open(self) -> bool:
        return bool(self.errors or self.refusals)


@dataclass(frozen=True)
class Borrowing:
    """What was asked for, lent and settled of one grade's evening. `settling` for who may; `until` is the release."""

    loans: tuple[LoanSeen, ...]
    until: dt.datetime | None
    is_kept: bool
    settling: Settling | None


@dataclass(frozen=True)
class Refill:
    """A form that was sent and could not be done."""

    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    refusals: Sequence[Refusal] = ()


def borrowing_of(
    desk: DeskRequest, klass: ClassNow, date: dt.date, evenings: Mapping[int, ClassEvening], refill: Refill | None
) -> dict[int, Borrowing]:
    """The borrowing of an evening, by grade. Two queries."""
    refill = refill or Refill()
    loans = loans_on([klass.id], [date], desk.at)
    kept = {grade: [(s.subject, s.kept) for s in e.segments if s.kept] for grade, e in evenings.items()}
    settles = can_settle(desk.actor, klass) and (any(kept.values()) or bool(refill.typed))
    taught = subjects_taught([klass.id], shanghai_date(desk.at)) if settles else set()
    borrowers = tuple(sorted(map(Subject, taught), key=subject_order))
    found = {}
    for grade, evening in evenings.items():
        sent = refill.typed.get("grade", str(grade)) == str(grade)
        first = kept[grade][0][0] if kept[grade] else ""
        other = next((subject for subject in borrowers if subject != first), "")
        blank = {"grade": str(grade), "date": date.isoformat(), "borrower": str(other), "key": new_key()}
        typed = blank | (dict(refill.typed) if sent else {})
        errors, refusals = (refill.errors, refill.refusals) if sent else ({}, ())
        may = settles and bool(kept[grade] or (sent and refill.typed))
        form = Settling(tuple(kept[grade]), borrowers, typed, errors, refusals) if may else None
        mine = tuple(loan for loan in loans if loan.grade == grade)
        found[grade] = Borrowing(mine, evening.room.release_at, bool(kept[grade]), form)
    return found


def settle(desk: DeskRequest, klass: ClassNow) -> str:
    """Settle as the form says; a sentence of what was done. Raises InvalidInput, Refused, NotAllowed."""
    typed = typed_in(desk)
    grade, date, minutes = read_id(typed["grade"]), read_date(typed["date"]), read_id(typed["minutes"])
    if date is None or grade is None:
        raise InvalidInput({"date": "这一晚读不出来，请刷新页面再填。"})
    loan = settle_loan(
        by=desk.actor,
        at=desk.at,
        class_id=klass.id,
        grade=grade,
        date=date,
        lender=typed["lender"],
        borrower=typed["borrower"],
        minutes=minutes or 0,
        reason=typed["reason"],
        request=Request.of(key_of(desk.POST), klass=klass.id, **typed),
    )
    lender, borrower = Subject(loan.lender).label, Subject(loan.borrower).label
    return f"定好了：{lender}让出{loan.minutes}分给{borrower}。两位老师和教务处都看得到是谁定的、为什么。"


def typed_in(desk: DeskRequest) -> dict[str, str]:
    """The form as it was sent, one line each."""
    return {
        name: "".join(sign for sign in desk.POST.get(name, "") if sign.isprintable()).strip()[:200] for name in FIELDS
    }
