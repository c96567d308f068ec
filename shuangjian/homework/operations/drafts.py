"""Drafts: what a teacher has written and not published. They are the teacher's own and are not audited."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import F

from shuangjian.homework.access import get_own_assignment
from shuangjian.homework.models import Assignment, Tier
from shuangjian.homework.queries.assignments import spec_of
from shuangjian.homework.rules import AssignmentSpec, check_spec
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.refusal import NotAllowed


def save_draft(
    *,
    by: Actor,
    at: dt.datetime,
    spec: AssignmentSpec,
    intent: dict[str, Any] | None = None,
    assignment_id: int | None = None,
    key: str = "",
    shown_at: dt.datetime | None = None,
) -> Assignment:
    """Keep a draft, new or over an earlier one of one's own. An assignment that was published is never overwritten:
    a new draft is made beside it. A form that is sent twice carries the same `key`, and is one draft. `shown_at` is
    when its teacher was shown what a corrected assignment counts: now, where nothing is said.

    Raises InvalidInput naming each field that cannot stand, NotAllowed for who does not teach the subject.
    """
    check_spec(spec)
    spec, intent = trimmed(spec), (intent or {}) | ({"key": key} if key else {})
    school_id = _school_teaching(by, spec.subject)
    earlier = get_own_assignment(by, assignment_id) if assignment_id else None
    with transaction.atomic():
        draft = earlier or _kept_under(by, key)
        if draft is not None and _is_kept(draft, spec, intent, _shown(spec, at, shown_at)):
            return draft  # as a twin of this form has read it, which may be publishing it
        if draft is None or not _take_up(draft):
            draft = Assignment(school_id=school_id, author_id=by.somebody, created_at=at)
        write_assignment(draft, spec, at, intent, shown_at)
    return draft


def _is_kept(draft: Assignment, spec: AssignmentSpec, intent: dict[str, Any], shown_at: dt.datetime | None) -> bool:
    said = draft.intent, draft.shown_at, draft.published_at
    return said == (intent, shown_at, None) and spec_of(draft) == spec


def _shown(spec: AssignmentSpec, at: dt.datetime, shown_at: dt.datetime | None) -> dt.datetime | None:
    return (shown_at or at) if spec.is_corrected else None


def trimmed(spec: AssignmentSpec) -> AssignmentSpec:
    """The same words without what surrounds them."""
    tiers = tuple(replace(tier, name=tier.name.strip(), content=tier.content.strip()) for tier in spec.tiers)
    return replace(spec, unit=spec.unit.strip(), aim=spec.aim.strip(), content=spec.content.strip(), tiers=tiers)


def _kept_under(by: Actor, key: str) -> Assignment | None:
    """The draft that the same form has made already."""
    if not key:
        return None
    return Assignment.objects.filter(author_id=by.somebody, published_at=None, intent__key=key).first()


def _take_up(draft: Assignment) -> bool:
    """Make a draft ready to be written over; False when it was published meanwhile, perhaps from another tab."""
    taken = Assignment.objects.filter(pk=draft.pk, published_at=None).update(revision=F("revision") + 1)
    if taken:
        draft.refresh_from_db()
        Tier.objects.filter(assignment=draft).delete()
    return bool(taken)


def write_assignment(
    assignment: Assignment,
    spec: AssignmentSpec,
    at: dt.datetime,
    intent: dict[str, Any] | None = None,
    shown_at: dt.datetime | None = None,
) -> None:
    """Put the words of a spec into a row and its tiers, inside the caller's transaction."""
    spec = trimmed(spec)
    assignment.subject = spec.subject
    assignment.unit, assignment.aim = spec.unit, spec.aim
    assignment.competency, assignment.form = spec.competency, spec.form.value
    assignment.content, assignment.choose = spec.content, spec.choose
    assignment.large = spec.large.value
    assignment.basis, assignment.factor = spec.correction.basis.value, spec.correction.factor
    assignment.minutes_set = spec.correction.minutes
    assignment.shown_at = _shown(spec, at, shown_at)
    assignment.intent, assignment.saved_at = intent or {}, at
    assignment.save()
    Tier.objects.bulk_create(
        [
            Tier(
                assignment=assignment,
                position=position,
                name=tier.name,
                content=tier.content,
                minutes=tier.minutes,
                required=tier.required,
            )
            for position, tier in enumerate(spec.tiers)
        ]
    )


def discard_draft(*, by: Actor, assignment_id: int) -> None:
    """Throw a draft of one's own away. Raises NotAllowed for an assignment that was published."""
    draft = get_own_assignment(by, assignment_id)
    with transaction.atomic():
        if not Assignment.objects.select_for_update().filter(pk=draft.pk, published_at=None).exists():
            raise NotAllowed("已经发布过的作业不能删，只能撤回。")
        draft.delete()


def _school_teaching(by: Actor, subject: str) -> int:
    for held in by.holds(Role.SUBJECT_TEACHER):
        if held.subject == subject and held.school_id is not None:
            return held.school_id
    raise NotAllowed("名册上您现在不教这一科，不能拟这一科的作业。请教务处看看名册。")
