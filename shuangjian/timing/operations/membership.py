"""Whether a family may be asked now and then: yes, no, no longer. Nobody at school learns which."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from shuangjian.audit.operations import Request, Subject, record
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import NotAllowed, Refused
from shuangjian.people.access import check_guards
from shuangjian.timing import access
from shuangjian.timing.models import Answer, Ask, Forgotten, PanelMember, Stop, Unlisted
from shuangjian.timing.rules import NOTICE
from shuangjian.timing.rules.refusals import panel_decided

# An act of the panel is on no school, no class and no child, and on nobody's list but the person's own.
ON_ONESELF = Subject("panel", None, "")


def agree_to_panel(*, by: Actor, at: dt.datetime, request: Request) -> None:
    """A guardian agrees to be asked, under the notice that holds now. Who agreed already has agreed.

    Raises NotVisible, NotAllowed, Refused for who has said no or left: that is final.
    """
    access.check_may_join(by)
    member = access.member_of(by)
    if member is None:
        try:
            with transaction.atomic():
                PanelMember.objects.create(person_id=by.somebody, notice=NOTICE, agreed_at=at)
                _record(by, at, "timing.agree_to_panel", request)
            return
        except IntegrityError:  # the other tap, or the other window, was faster
            member = access.member_of(by)
    if member is None or member.left_at is not None:
        raise Refused(panel_decided())


def decline_panel(*, by: Actor, at: dt.datetime, request: Request) -> None:
    """A guardian does not want to be asked whether we may ask, or no longer wants to be asked anything: for good.
    Everything the person answered is deleted; how many were asked and answered stays, as a number.

    Raises NotVisible, NotAllowed.
    """
    access.check_may_join(by)
    with transaction.atomic():
        member, is_new = PanelMember.objects.get_or_create(
            person_id=by.somebody, defaults={"notice": NOTICE, "left_at": at}
        )
        if is_new:
            _record(by, at, "timing.decline_panel", request)
        elif PanelMember.objects.filter(pk=member.pk, left_at=None).update(left_at=at):
            forget(Ask.objects.filter(member=member), at)
            _record(by, at, "timing.leave_panel", request)


def forget_child(*, by: Actor, at: dt.datetime, pupil_id: int) -> None:
    """What a guardian answered about a child is deleted, because the guardian leaves the child's page.

    Raises NotVisible.
    """
    check_guards(by, pupil_id)
    with transaction.atomic():
        forget(Ask.objects.filter(member__person_id=by.somebody, pupil_id=pupil_id), at)


def forget(asks: "QuerySet[Ask]", at: dt.datetime) -> None:
    """Delete what was answered to these questions and take child and family out of them, in the caller's transaction;
    the estimator's copy, which also has what an asked family left undone at bedtime, follows."""
    ids, pupils = [], set()
    locked = asks.select_for_update().order_by("pk")  # an answer on its way is waited for, and goes too
    stopped = set(Stop.objects.filter(pupil_id__in=asks.values("pupil_id")).values_list("pupil_id", "date"))
    for pk, pupil_id, date, answered_at in locked.values_list("pk", "pupil_id", "date", "answered_at"):
        ids.append(pk)
        if pupil_id is not None and (answered_at is not None or (pupil_id, date) in stopped):
            pupils.add(pupil_id)
    Answer.objects.filter(ask_id__in=ids).delete()
    Unlisted.objects.filter(ask_id__in=ids).delete()
    Ask.objects.filter(pk__in=ids).update(pupil=None, member=None)
    for pupil_id in pupils:
        Forgotten.objects.update_or_create(pupil_id=pupil_id, defaults={"through": at})


def note_forgotten(*, by: Actor, pupil_ids: set[int], through: dt.datetime) -> int:
    """The estimator's copy holds nothing any more of what these children's families answered up to a moment; how many
    were noted. Raises NotAllowed for anybody but an operator."""
    if not by.is_operator:
        raise NotAllowed("重算由系统维护人员在服务器上做。")
    return Forgotten.objects.filter(pupil_id__in=pupil_ids, through__lte=through).delete()[0]


def _record(by: Actor, at: dt.datetime, name: str, request: Request) -> None:
    record(by=Actor(by.person_id, "家长"), at=at, name=name, on=ON_ONESELF, request=request)
