"""A form full of homework, sent once or several times: kept as a draft, then published, with one outcome."""

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from shuangjian.audit.operations import Request, outcome_of
from shuangjian.homework.operations import Outcome, Target, discard_draft, publish, save_draft
from shuangjian.homework.rules import AssignmentSpec, check_spec
from shuangjian.journeys.predict_minutes import as_shown
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import NotAllowed, NotVisible


def publish_homework(
    *,
    by: Actor,
    at: dt.datetime,
    spec: AssignmentSpec,
    targets: Sequence[Target],
    key: str,
    intent: dict[str, Any] | None = None,
    draft_id: int | None = None,
    all_or_none: bool = False,
    token: str = "",
) -> Outcome:
    """Keep what was written, then publish it. The draft stays where a class was refused.

    It counts what its teacher was shown, which `token` says. The same form under the same `key` is told its first
    outcome (`repeated`), and leaves no second draft. Raises InvalidInput, NotAllowed, NotVisible as the two operations
    do; KeyReused when the form had changed in between; MinutesMoved, before anything is kept, when it would count other
    minutes than were shown.
    """
    check_spec(spec)
    where = sorted((t.class_id, t.grade, *map(str, t.dates)) for t in targets)
    request = Request.of(key, spec=asdict(spec), targets=where, all_or_none=all_or_none)
    done = outcome_of(by, request)
    if done is not None:
        return Outcome.from_json(done)
    drafts = [] if draft_id is None else [draft_id]
    spec, shown_at = as_shown(by=by, at=at, spec=spec, targets=targets, token=token, draft_ids=drafts)
    draft = save_draft(by=by, at=at, spec=spec, intent=intent, assignment_id=draft_id, key=key, shown_at=shown_at)
    try:
        outcome = publish(
            by=by, at=at, assignment_id=draft.pk, targets=targets, request=request, all_or_none=all_or_none
        )
    except NotVisible:  # of three twins, one was faster and another has thrown this draft away
        done = outcome_of(by, request)
        if done is None:
            raise
        return Outcome.from_json(done)
    if outcome.assignment_id != draft.pk:  # its twin was faster, with a draft of its own
        with suppress(NotVisible, NotAllowed):  # which a third may have thrown away
            discard_draft(by=by, assignment_id=draft.pk)
    return outcome
