"""How long the panel keeps whose an answer was: as long as the estimator looks back, and two weeks more."""

import datetime as dt
from collections.abc import Mapping

from django.db.models import Q, QuerySet

from shuangjian.kernel.actor import Actor
from shuangjian.people.operations.retention import Expiry, days_before
from shuangjian.people.queries import bound_guardians
from shuangjian.timing.models import Ask, PanelMember, Stop
from shuangjian.timing.operations.membership import forget

KEPT_WEEKS = 10


def _old_asks(at: dt.datetime) -> "QuerySet[Ask]":
    named = Q(pupil__isnull=False) | Q(member__isnull=False)
    return Ask.objects.filter(named, date__lte=days_before(at, 7 * KEPT_WEEKS))


def _old_stops(at: dt.datetime) -> "QuerySet[Stop]":
    named = Q(pupil__isnull=False) | Q(stopped_by__isnull=False)
    return Stop.objects.filter(named, date__lte=days_before(at, 7 * KEPT_WEEKS))


def _gone_members(at: dt.datetime) -> "QuerySet[PanelMember]":
    """Who is bound to no child any more, so that nobody could be asked, or be asked whether."""
    return PanelMember.objects.exclude(person_id__in=bound_guardians())


def _drop_members(by: Actor, at: dt.datetime) -> None:
    gone = list(_gone_members(at).values_list("pk", flat=True))
    forget(Ask.objects.filter(member_id__in=gone), at)
    PanelMember.objects.filter(pk__in=gone).delete()


EXPIRIES: Mapping[str, Expiry] = {
    "答过用时的家庭": Expiry(
        "最后一个绑定解除，删除答过的和要不要问的记录",
        _gone_members,
        _drop_members,
    ),
    "用时问的是谁": Expiry(
        f"满{KEPT_WEEKS}周，去掉是哪个孩子、哪位家长",
        _old_asks,
        lambda by, at: _old_asks(at).update(pupil=None, member=None),
    ),
    "到点就睡的是谁": Expiry(
        f"满{KEPT_WEEKS}周，去掉是哪个孩子、谁按的",
        _old_stops,
        lambda by, at: _old_stops(at).update(pupil=None, stopped_by=None),
    ),
}
