"""What of an evening's shares was asked for, lent and settled."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q

from shuangjian.homework.models import Loan, Share
from shuangjian.homework.rules import LoanState
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.subject import Subject


@dataclass(frozen=True)
class LoanSeen:
    """One loan with its evening. `open` while it waits for an answer and is not expired; `left` is what the lender
    still keeps then."""

    id: int
    class_id: int
    class_label: str
    grade: int
    date: dt.date
    lender: Subject
    borrower: Subject
    minutes: int
    state: LoanState
    reason: str
    asked_by: str
    asked_at: dt.datetime | None
    answered_by: str
    answered_at: dt.datetime | None
    answer: str
    release_at: dt.datetime | None
    left: int
    open: bool

    @property
    def left_after(self) -> int:
        return self.left - self.minutes


def asks_of(by: Actor, at: dt.datetime) -> list[LoanSeen]:
    """What colleagues ask of the subjects that somebody teaches, and what still waits for an answer. Two queries."""
    where = _of_subjects(by, "lender")
    return [loan for loan in _seen(where & Q(state=LoanState.ASKED), at) if loan.open] if where else []


def asks_by(by: Actor, at: dt.datetime, today: dt.date) -> list[LoanSeen]:
    """What was asked for the subjects that somebody teaches, for evenings that are not over. Two queries."""
    where = _of_subjects(by, "borrower")
    return _seen(where & Q(evening__until__gt=today, asked_at__isnull=False), at) if where else []


def loan_seen(loan_id: int, at: dt.datetime) -> LoanSeen:
    """One loan, for whoever was let at it. Two queries."""
    (found,) = _seen(Q(pk=loan_id), at)
    return found


def loans_on(class_ids: Iterable[int], dates: Iterable[dt.date], at: dt.datetime) -> list[LoanSeen]:
    """Every loan on these evenings, in the order in which they were asked for or settled. Two queries."""
    return _seen(Q(evening__school_class_id__in=set(class_ids), evening__date__in=set(dates)), at)


def _of_subjects(by: Actor, side: str) -> Q:
    where = Q()
    for held in by.holds(Role.SUBJECT_TEACHER):
        if held.class_id is not None and held.subject:
            where |= Q(**{"evening__school_class_id": held.class_id, side: held.subject})
    return where


def _seen(where: Q, at: dt.datetime) -> list[LoanSeen]:
    rows = list(Loan.objects.filter(where).select_related("evening", "asked_by", "answered_by").order_by("pk"))
    asked = {row.evening_id for row in rows if row.state == LoanState.ASKED}
    shares = Share.objects.filter(evening_id__in=asked, right__gt=F("committed")) if asked else Share.objects.none()
    left = {(s.evening_id, s.subject): s.right - s.committed for s in shares}
    return [_loan(row, at, left.get((row.evening_id, row.lender), 0)) for row in rows]


def _loan(row: Loan, at: dt.datetime, left: int) -> LoanSeen:
    evening = row.evening
    over = evening.released or evening.release_at is None or evening.release_at <= at
    return LoanSeen(
        id=row.pk,
        class_id=evening.school_class_id,
        class_label=evening.label,
        grade=evening.grade,
        date=evening.date,
        lender=Subject(row.lender),
        borrower=Subject(row.borrower),
        minutes=row.minutes,
        state=LoanState(row.state),
        reason=row.reason,
        asked_by=row.asked_by.name if row.asked_by else "",
        asked_at=row.asked_at,
        answered_by=row.answered_by.name if row.answered_by else "",
        answered_at=row.answered_at,
        answer=row.answer,
        release_at=evening.release_at,
        left=left,
        open=row.state == LoanState.ASKED and not over,
    )
