"""Publishing: one transaction, one act, an outcome per class.

Whether minutes fit is asked of the evening itself, by claiming them. Limits, calendars and refusals are read only
where an evening is not open yet, or to explain why a claim failed.
"""

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from shuangjian.audit.operations import Request, outcome_of
from shuangjian.homework.access import get_own_assignment, teaches
from shuangjian.homework.models import Assignment, Evening
from shuangjian.homework.operations.checking import allowed_in, check_content, refusals_in
from shuangjian.homework.operations.claims import Claim
from shuangjian.homework.operations.entering import Changed, DoesNotFit, conclude, opened, try_claim
from shuangjian.homework.operations.evenings import release_due
from shuangjian.homework.operations.holding import find_holds
from shuangjian.homework.operations.opening import Key
from shuangjian.homework.operations.outcome import Outcome
from shuangjian.homework.operations.planning import Ground, Target, in_order, plan
from shuangjian.homework.queries.assignments import spec_of
from shuangjian.homework.queries.reviews import asks_review
from shuangjian.homework.rules import AssignmentSpec, Form, over_evenings
from shuangjian.homework.rules.refusals import held_back, keeps_changing
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import Refused

TRIES = 5  # a claim that failed may fit by the time it is explained: a colleague has just withdrawn


def publish(
    *,
    by: Actor,
    at: dt.datetime,
    assignment_id: int,
    targets: Sequence[Target],
    request: Request,
    all_or_none: bool = False,
) -> Outcome:
    """Set an assignment of one's own to classes. Each class is its own outcome, unless `all_or_none`.

    The same request again is told the first outcome and does nothing. Raises NotVisible for an assignment or a class
    that the actor may not know, KeyReused for a key that came with another request, Refused where others change the
    draft or an evening each time it is looked at.
    """
    for _ in range(TRIES):
        assignment = get_own_assignment(by, assignment_id)
        spec = spec_of(assignment)
        ground = Ground({t.class_id for t in targets}, at)
        claims = _claims(by, ground, spec, targets)
        _read_words(by, ground, spec, claims)
        find_holds(by, ground, spec, claims, request)
        try:
            return _claim_all(by, at, assignment, spec, ground, claims, request, all_or_none)
        except Changed:
            continue
    raise Refused(keeps_changing())


def _claim_all(
    by: Actor,
    at: dt.datetime,
    assignment: Assignment,
    spec: AssignmentSpec,
    ground: Ground,
    claims: list[Claim],
    request: Request,
    all_or_none: bool,
) -> Outcome:
    """Try, and where a claim failed find out why and conclude without it."""
    for _ in range(TRIES):
        if all_or_none and any(claim.refusals for claim in claims):
            _hold_back(claims)
        try:
            with transaction.atomic():
                for claim in claims:
                    try_claim(by, at, assignment, spec, claim, alone=len(claims) == 1 or all_or_none)
                if any(claim.failed for claim in claims):
                    raise DoesNotFit
                return conclude(by, at, assignment, spec, claims, request, "homework.publish")
        except DoesNotFit:
            pass
        except IntegrityError:
            done = outcome_of(by, request)
            if done is not None:
                return Outcome.from_json(done)
        _explain(by, ground, assignment, spec, claims)
    raise Refused(keeps_changing())


def _claims(by: Actor, ground: Ground, spec: AssignmentSpec, targets: Sequence[Target]) -> list[Claim]:
    """What is to be tried. Evenings that are open need no more than their rows; the others are planned and opened."""
    open_now, asking = _open_now(targets, ground.today) if spec.form is not Form.IN_SCHOOL else ({}, set())
    claims = []
    for target in in_order(targets):
        rows = [open_now.get((target.class_id, target.grade, date)) for date in sorted(set(target.dates))]
        known = [row for row in rows if row is not None and row.until > ground.today]
        if known and len(known) == len(rows) and teaches(by, target.class_id, spec.subject):
            release_due(known, ground.at)
            minutes = over_evenings(spec.counted, len(known))
            evenings, school_id = list(zip(known, minutes, strict=True)), known[0].school_id
            claims.append(Claim(target, known[0].label, school_id, evenings, may_be_held=school_id in asking))
            continue
        claims.append(_planned_claim(by, ground, spec, target))
    return claims


def _read_words(by: Actor, ground: Ground, spec: AssignmentSpec, claims: Sequence[Claim]) -> None:
    """Refuse the classes for whose grade a clause forbids what is written, with every other reason against them."""
    said = check_content(ground, spec, [claim.target for claim in claims])
    refused = {claim.target: claim for claim in claims if refusals_in(said[claim.target])}
    unplanned = [target for target, claim in refused.items() if not claim.refusals]
    for planned in plan(by=by, ground=ground, spec=spec, targets=unplanned) if unplanned else ():
        refused[planned.target].refusals = planned.refusals
    for claim in claims:
        claim.refusals += refusals_in(said[claim.target])
        claim.allowed = tuple(allowed_in(said[claim.target]))


def _planned_claim(by: Actor, ground: Ground, spec: AssignmentSpec, target: Target) -> Claim:
    """Weigh a target, and open its evenings. A day that is closed at that very moment is weighed once more."""
    for _ in range(TRIES):
        (planned,) = plan(by=by, ground=ground, spec=spec, targets=[target])
        school_id = planned.klass.school_id if planned.klass else 0
        try:
            evenings = [] if planned.refusals else opened(planned, ground.at)
        except DoesNotFit:
            ground = Ground({target.class_id}, ground.at)
            continue
        return Claim(target, planned.label, school_id, evenings, planned.refusals)
    raise Refused(keeps_changing())


def _open_now(targets: Sequence[Target], today: dt.date) -> tuple[dict[Key, Evening], set[int]]:
    """The rows of these evenings that are open, and those of their schools that ask for any review today."""
    rows = Evening.objects.filter(
        school_class_id__in={t.class_id for t in targets}, date__in={date for t in targets for date in t.dates}
    ).annotate(asks=asks_review(today))
    return {(e.school_class_id, e.grade, e.date): e for e in rows}, {e.school_id for e in rows if e.asks}


def _explain(by: Actor, ground: Ground, assignment: Assignment, spec: AssignmentSpec, claims: Sequence[Claim]) -> None:
    """Find the reasons of every claim that failed. Where none is left to be found, it may be tried again."""
    failed = {claim.target: claim for claim in claims if claim.failed}
    for planned in plan(by=by, ground=ground, spec=spec, targets=list(failed), assignment_id=assignment.pk):
        failed[planned.target].refusals = planned.refusals


def _hold_back(claims: Sequence[Claim]) -> None:
    for claim in claims:
        if not claim.refusals:
            claim.refusals = (held_back(claim.label),)
