"""Amending what was published: minutes that are the same as before count as before, others as they are shown."""

import datetime as dt
from dataclasses import replace

from shuangjian.audit.operations import Request, outcome_of
from shuangjian.homework.access import get_own_assignment
from shuangjian.homework.operations import Outcome, Target, amend
from shuangjian.homework.queries import publications_of, ruling_behind, ruling_on, spec_of
from shuangjian.homework.rules import AssignmentSpec, PublicationState, check_spec, set_to, shown_digest
from shuangjian.journeys.predict_minutes import Predicted, as_shown, predict_minutes
from shuangjian.kernel.actor import Actor


def amend_homework(
    *, by: Actor, at: dt.datetime, assignment_id: int, spec: AssignmentSpec, request: Request, token: str = ""
) -> Outcome:
    """As `amend`, with what its teacher was shown (`token`). Raises MinutesMoved too, before anything is done."""
    done = outcome_of(by, request)
    if done is not None:
        return Outcome.from_json(done)
    check_spec(spec)
    before = _as_before(by, assignment_id, spec)
    if before is None:
        targets = _targets(assignment_id)
        before, _ = as_shown(by=by, at=at, spec=spec, targets=targets, token=token)
    return amend(by=by, at=at, assignment_id=assignment_id, spec=before, request=request)


def weigh_amendment(*, by: Actor, at: dt.datetime, assignment_id: int, spec: AssignmentSpec) -> Predicted:
    """What an amendment counts now, and by whose word where academic affairs has set it."""
    now = predict_minutes(by=by, at=at, spec=spec, targets=_targets(assignment_id))
    before = _as_before(by, assignment_id, spec)
    old = get_own_assignment(by, assignment_id)
    if before is None:
        return replace(now, lapsed=ruling_behind(old, spec_of(old)))
    return replace(now, spec=before, ruling=ruling_behind(old, before))


def _as_before(by: Actor, assignment_id: int, spec: AssignmentSpec) -> AssignmentSpec | None:
    """With the minutes of what it replaces, where nothing changes that they are counted from: as it was published, or
    as academic affairs has set them since; those they have set hold for their words alone. None where something
    does."""
    old = spec_of(get_own_assignment(by, assignment_id))
    if shown_digest(old) != shown_digest(replace(spec, correction=old.correction)):
        return None
    ruling = ruling_on(spec, [assignment_id])
    if ruling is not None and ruling.minutes is not None:
        return set_to(spec, ruling.minutes)
    return replace(spec, correction=old.correction)


def _targets(assignment_id: int) -> list[Target]:
    standing = publications_of(assignment_id).filter(state=PublicationState.PUBLISHED)
    return [Target(p.school_class_id, p.grade, ()) for p in standing]
