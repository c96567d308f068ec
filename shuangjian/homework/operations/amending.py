"""Amending: what stands is replaced in every class, on the same evenings, in one act."""

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from shuangjian.audit.operations import Request, outcome_of
from shuangjian.homework.access import get_own_assignment
from shuangjian.homework.models import Assignment, Publication
from shuangjian.homework.operations.checking import allowed_in, check_content, refusals_in
from shuangjian.homework.operations.claims import Claim
from shuangjian.homework.operations.drafts import write_assignment
from shuangjian.homework.operations.entering import DoesNotFit, conclude, opened, try_claim
from shuangjian.homework.operations.holding import find_holds
from shuangjian.homework.operations.outcome import Outcome
from shuangjian.homework.operations.planning import Freed, Ground, Planned, Target, plan
from shuangjian.homework.operations.withdrawing import end_publication
from shuangjian.homework.queries.assignments import spec_of
from shuangjian.homework.rules import AssignmentSpec, PublicationState, check_spec, only_lightens
from shuangjian.homework.rules.refusals import keeps_changing, no_longer_standing
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import Refusal, Refused

TRIES = 5  # an evening may be filled, and have room again, while it is looked at


def amend(*, by: Actor, at: dt.datetime, assignment_id: int, spec: AssignmentSpec, request: Request) -> Outcome:
    """Replace an assignment of one's own in every class where it still stands, on the same evenings: the old minutes
    are given back and the new ones taken in one transaction, everywhere or nowhere.

    Raises Refused with every reason when it does not fit somewhere; the old one then stands unchanged.
    """
    done = outcome_of(by, request)
    if done is not None:
        return Outcome.from_json(done)
    check_spec(spec)
    for _ in range(TRIES):
        try:
            return _amend(by, at, assignment_id, spec, request)
        except DoesNotFit:  # and by now it may, or the reason can be told
            continue
        except (IntegrityError, Refused):  # a twin of this request may have been faster
            done = outcome_of(by, request)
            if done is None:
                raise
            return Outcome.from_json(done)
    raise Refused(keeps_changing())


def _amend(by: Actor, at: dt.datetime, assignment_id: int, spec: AssignmentSpec, request: Request) -> Outcome:
    """Once. Raises Refused with every reason; DoesNotFit where an evening was filled or closed since it was read."""
    old = get_own_assignment(by, assignment_id)
    standing = _standing(old)
    if not standing:
        raise Refused(no_longer_standing())
    targets, freed = _where(standing)
    ground = Ground({t.class_id for t in targets}, at)
    planned = plan(by=by, ground=ground, spec=spec, targets=targets, freed=freed, instead_of=old.pk)
    said = check_content(ground, spec, targets)
    for p in planned:
        p.refusals += refusals_in(said[p.target])
    _raise_if_refused(planned)
    claims = [
        Claim(p.target, p.label, old.school_id, opened(p, at), allowed=tuple(allowed_in(said[p.target])))
        for p in planned
    ]
    find_holds(by, ground, spec, claims, request, standing, only_lightens(spec_of(old), spec))
    with transaction.atomic():
        new = Assignment(school_id=old.school_id, author_id=by.somebody, created_at=at, amends=old)
        write_assignment(new, spec, at)
        for publication in standing:
            if not end_publication(publication, by=by, at=at, state=PublicationState.AMENDED, reason=""):
                raise Refused(no_longer_standing())
        for claim in claims:
            try_claim(by, at, new, spec, claim, alone=True)
        return conclude(by, at, new, spec, claims, request, "homework.amend")


def _standing(assignment: Assignment) -> list[Publication]:
    """Where an assignment still stands, in the order in which rows are touched."""
    found = Publication.objects.filter(assignment=assignment, state=PublicationState.PUBLISHED)
    return list(
        found.select_related("assignment", "review__rule")
        .prefetch_related("entries__evening")
        .order_by("school_class_id", "grade")
    )


def _where(standing: Sequence[Publication]) -> tuple[list[Target], Freed]:
    """The same evenings again, and the minutes that each of them gets back."""
    targets, freed = [], {}
    for publication in standing:
        entries = [e for e in publication.entries.all() if e.reverses_id is None]
        dates = tuple(sorted(e.evening.date for e in entries))
        targets.append(Target(publication.school_class_id, publication.grade, dates))
        for entry in entries:
            freed[publication.school_class_id, publication.grade, entry.evening.date] = entry.minutes
    return targets, freed


def _raise_if_refused(planned: Sequence[Planned]) -> None:
    found: list[Refusal] = []
    for refusal in (refusal for p in planned for refusal in p.refusals):
        if refusal not in found:  # what the checks say of the words is the same in every class
            found.append(refusal)
    if found:
        raise Refused(*found)
