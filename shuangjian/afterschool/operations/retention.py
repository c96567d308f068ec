"""How long is kept what families said of the service, and what a child's draws left it."""

import datetime as dt
from collections.abc import Mapping

from django.db.models import QuerySet

from shuangjian.afterschool.models import Credit, Offer, Placement, Programme, SignUp, TutoringProposal
from shuangjian.afterschool.operations.closing import close_terms
from shuangjian.kernel.actor import Actor
from shuangjian.people.operations.retention import FAMILY_KEPT_DAYS, Expiry, days_before
from shuangjian.people.queries import pupils_gone

KEPT_DAYS = 90  # after a programme's end: a question about the term can still be answered, the next one is under way


def _old_sign_ups(at: dt.datetime) -> "QuerySet[SignUp]":
    return SignUp.objects.filter(programme__until__lte=days_before(at, KEPT_DAYS))


def _drop_sign_ups(by: Actor, at: dt.datetime) -> None:
    """What hangs on an answer goes with it, and how many there were is kept. The published file stays: with the answers
    gone, nothing says whose its lists were."""
    old = _old_sign_ups(at)
    close_terms(Programme.objects.filter(pk__in=old.values("programme")), at)
    Offer.objects.filter(sign_up__in=old).delete()
    Placement.objects.filter(sign_up__in=old).delete()
    old.delete()


def _old_proposals(at: dt.datetime) -> "QuerySet[TutoringProposal]":
    return TutoringProposal.objects.filter(place__programme__until__lte=days_before(at, KEPT_DAYS))


def _old_credits(at: dt.datetime) -> "QuerySet[Credit]":
    return Credit.objects.filter(pupil_id__in=pupils_gone(days_before(at, FAMILY_KEPT_DAYS)))


EXPIRIES: Mapping[str, Expiry] = {
    "课后服务的报名和去处": Expiry(
        f"学期安排结束满{KEPT_DAYS}天，删除，只留各校多少人的数",
        _old_sign_ups,
        _drop_sign_ups,
    ),
    "请孩子参加辅导的": Expiry(
        f"学期安排结束满{KEPT_DAYS}天，删除",
        _old_proposals,
        lambda by, at: _old_proposals(at).delete(),
    ),
    "抽签带到下学期的": Expiry(
        f"孩子离校满{FAMILY_KEPT_DAYS}天，删除",
        _old_credits,
        lambda by, at: _old_credits(at).delete(),
    ),
}
