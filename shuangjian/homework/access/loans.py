"""Who lends and borrows minutes of an evening."""

from shuangjian.homework.access.classes import of_classes_known_to, teaches
from shuangjian.homework.models import Evening, Loan
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import NotAllowed, NotVisible


def get_loan_to_answer(by: Actor, loan_id: int) -> Loan:
    """For who teaches the lending subject to the class now. Raises NotVisible, NotAllowed."""
    loan = get_loan_for(by, loan_id)
    if not teaches(by, loan.evening.school_class_id, loan.lender):
        raise NotAllowed("借不借由被借的那一科的老师说。")
    return loan


def get_loan_to_take_back(by: Actor, loan_id: int) -> Loan:
    """For who teaches the borrowing subject to the class now. Raises NotVisible, NotAllowed."""
    loan = get_loan_for(by, loan_id)
    if not teaches(by, loan.evening.school_class_id, loan.borrower):
        raise NotAllowed("问的那一科的老师可以不借了。")
    return loan


def get_loan_for(by: Actor, loan_id: int) -> Loan:
    """A loan of a class that the actor works with or oversees. Raises NotVisible."""
    evenings = Evening.objects.filter(of_classes_known_to(by)).values("pk")
    loan = Loan.objects.filter(pk=loan_id, evening__in=evenings).select_related("evening").first()
    if loan is None:
        raise NotVisible(f"loan {loan_id}")
    return loan
