"""A draft that arrives from a program, once or several times: one draft, and one answer for a key."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from shuangjian.audit.operations import Request
from shuangjian.homework.operations import Target, save_draft
from shuangjian.homework.queries.drafts import draft_under
from shuangjian.homework.rules import AssignmentSpec
from shuangjian.journeys.predict_minutes import predict_minutes
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import KeyReused

if TYPE_CHECKING:
    from shuangjian.homework.models import Assignment


def keep_draft(
    *,
    by: Actor,
    at: dt.datetime,
    spec: AssignmentSpec,
    targets: Sequence[Target],
    intent: dict[str, Any],
    key: str,
    draft_id: int | None = None,
) -> "Assignment":
    """Save a draft, new or over an earlier one of one's own, unless this request has saved it before. It is told what
    it counts now, and remembers it.

    Raises KeyReused for a key that came with other words, and as save_draft does.
    """
    digest = Request.of(key, spec=asdict(spec), intent=intent, draft=draft_id).digest
    kept = draft_under(by.somebody, key)
    if kept is None:
        drafts = [] if draft_id is None else [draft_id]
        now = predict_minutes(by=by, at=at, spec=spec, targets=targets, draft_ids=drafts)
        remembered = intent | {"digest": digest}
        return save_draft(by=by, at=at, spec=now.spec, intent=remembered, assignment_id=draft_id, key=key)
    if kept.intent.get("digest") != digest:
        raise KeyReused(key)
    return kept
