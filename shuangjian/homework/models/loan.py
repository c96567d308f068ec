"""A part of one subject's share of an evening, asked for by another: granted, declined, or settled by who answers for
the class."""

from django.db import models
from django.db.models import F, Q

from shuangjian.homework.models.evening import Evening
from shuangjian.homework.rules import LoanState
from shuangjian.kernel.subject import Subject


class Loan(models.Model):
    """`minutes` from `lender` to `borrower`, for `reason`. Nobody has asked where a settlement came of itself. What is
    still ASKED when the evening is released has expired: nothing is kept any more."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    evening = models.ForeignKey(Evening, on_delete=models.PROTECT, related_name="loans")
    lender = models.CharField(max_length=30, choices=[(s.value, s.label) for s in Subject])
    borrower = models.CharField(max_length=30, choices=[(s.value, s.label) for s in Subject])
    minutes = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=[(s.value, s.label) for s in LoanState], default=LoanState.ASKED)
    reason = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=1), name="a_loan_is_of_a_minute_at_least"),
            models.CheckConstraint(condition=~Q(lender=F("borrower")), name="nobody_borrows_of_oneself"),
            models.CheckConstraint(
                condition=Q(asked_at=None, asked_by=None) | Q(asked_at__isnull=False, asked_by__isnull=False),
                name="an_ask_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(state="ASKED", answered_at=None, answered_by=None)
                | (~Q(state="ASKED") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="an_answer_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(state="SETTLED") | Q(asked_at__isnull=False), name="only_a_settlement_needs_no_ask"
            ),
            models.CheckConstraint(condition=~Q(state="SETTLED", answer=""), name="a_settlement_says_why"),
            models.UniqueConstraint(
                fields=["evening", "lender", "borrower"],
                condition=Q(state="ASKED"),
                name="one_asks_a_colleague_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evening_id} {self.lender}→{self.borrower} {self.minutes}"
