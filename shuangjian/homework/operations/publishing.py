"""Publishing and amending: one transaction, one act, an outcome per class.

Whether minutes fit is asked of the evening itself, by claiming them. Limits, calendars and refusals are read only
where an evening is not open yet, or to explain why a claim failed.
"""

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from shuangjian.audit.operations import Request, Subject, outcome_of, record
from shuangjian.homework.access import get_own_assignment, teaches
from shuangjian.homework.models import Assignment, Entry, Evening, Publication
from shuangjian.homework.operations.checking import allowed_in, check_content, refusals_in
from shuangjian.homework.operations.claims import Claim
from shuangjian.homework.operations.drafts import write_assignment
from shuangjian.homework.operations.evenings import commit, release_due
from shuangjian.homework.operations.holding import find_holds, hold
from shuangjian.homework.operations.noticing import kind_of, take_notice
from shuangjian.homework.operations.opening import Key, open_evenings
from shuangjian.homework.operations.outcome import Outcome
from shuangjian.homework.operations.planning import Freed, Ground, Planned, Target, in_order, plan
from shuangjian.homework.operations.withdrawing import end_publication
from shuangjian.homework.queries.assignments import spec_of
from shuangjian.homework.queries.reviews import asks_review
from shuangjian.homework.rules import (
    AssignmentSpec,
    Basis,
    Form,
    Large,
    PublicationState,
    check_spec,
    only_lightens,
    over_evenings,
)
from shuangjian.homework.rules.refusals import held_back, no_longer_standing
from shuangjian.kernel import subject as subjects
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.refusal import Refusal, Refused

__all__ = ["Target", "amend", "publish"]
TRIES = 5  # a claim that failed may fit by the time it is explained: a colleague has just withdrawn


class _DoesNotFit(Exception):
    """Roll back to where this was begun: one class, or all."""


class _Changed(Exception):
    """The draft was saved over, or published elsewhere, since it was read."""


def publish(
    *,
    by: Actor,
    at: dt.datetime,
    assignment_id: int,
    targets: Sequence[Target],
    request: Request,
    all_or_none: bool = False,
    basis: Basis = Basis.DECLARED,
) -> Outcome:
    """Set an assignment of one's own to classes. Each class is its own outcome, unless `all_or_none`.

    The same request again is told the first outcome and does nothing. Raises NotVisible for an assignment or a class
    that the actor may not know, KeyReused for a key that came with another request.
    """
    for _ in range(TRIES):
        assignment = get_own_assignment(by, assignment_id)
        spec = spec_of(assignment)
        ground = Ground({t.class_id for t in targets}, at)
        claims = _claims(by, ground, spec, targets)
        _read_words(by, ground, spec, claims)
        find_holds(by, ground, spec, claims, request)
        try:
            return _claim_all(by, at, assignment, spec, ground, claims, request, all_or_none, basis)
        except _Changed:
            continue
    raise RuntimeError("a draft that changes faster than it can be read")


def _claim_all(
    by: Actor,
    at: dt.datetime,
    assignment: Assignment,
    spec: AssignmentSpec,
    ground: Ground,
    claims: list[Claim],
    request: Request,
    all_or_none: bool,
    basis: Basis,
) -> Outcome:
    """Try, and where a claim failed find out why and conclude without it."""
    for _ in range(TRIES):
        if all_or_none and any(claim.refusals for claim in claims):
            _hold_back(claims)
        try:
            with transaction.atomic():
                for claim in claims:
                    _try(by, at, assignment, spec, claim, basis, alone=len(claims) == 1 or all_or_none)
                if any(claim.failed for claim in claims):
                    raise _DoesNotFit
                return _conclude(by, at, assignment, spec, claims, request, "homework.publish")
        except _DoesNotFit:
            pass
        except IntegrityError:
            done = outcome_of(by, request)
            if done is not None:
                return Outcome.from_json(done)
        _explain(by, ground, assignment, spec, claims)
    raise RuntimeError("an evening refused a claim and could not say why")


def amend(*, by: Actor, at: dt.datetime, assignment_id: int, spec: AssignmentSpec, request: Request) -> Outcome:
    """Replace an assignment of one's own in every class where it still stands, on the same evenings: the old minutes
    are given back and the new ones taken in one transaction, everywhere or nowhere.

    Raises Refused with every reason when it does not fit somewhere; the old one then stands unchanged.
    """
    done = outcome_of(by, request)
    if done is not None:
        return Outcome.from_json(done)
    check_spec(spec)
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
        Claim(p.target, p.label, old.school_id, _opened(p, at), allowed=tuple(allowed_in(said[p.target])))
        for p in planned
    ]
    find_holds(by, ground, spec, claims, request, standing, only_lightens(spec_of(old), spec))
    try:
        with transaction.atomic():
            new = Assignment(school_id=old.school_id, author_id=by.somebody, created_at=at, amends=old)
            write_assignment(new, spec, at)
            for publication in standing:
                if not end_publication(publication, by=by, at=at, state=PublicationState.AMENDED, reason=""):
                    raise Refused(no_longer_standing())
            for claim in claims:
                _try(by, at, new, spec, claim, Basis.DECLARED, alone=True)
            return _conclude(by, at, new, spec, claims, request, "homework.amend")
    except _DoesNotFit:
        _raise_if_refused(plan(by=by, ground=ground, spec=spec, targets=targets, freed=freed, instead_of=old.pk))
        return amend(by=by, at=at, assignment_id=assignment_id, spec=spec, request=request)
    except (IntegrityError, Refused):  # a twin of this request may have been faster
        done = outcome_of(by, request)
        if done is None:
            raise
        return Outcome.from_json(done)


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
            evenings = [] if planned.refusals else _opened(planned, ground.at)
        except _DoesNotFit:
            ground = Ground({target.class_id}, ground.at)
            continue
        return Claim(target, planned.label, school_id, evenings, planned.refusals)
    raise RuntimeError("a calendar that changes faster than it can be read")


def _open_now(targets: Sequence[Target], today: dt.date) -> tuple[dict[Key, Evening], set[int]]:
    """The rows of these evenings that are open, and those of their schools that ask for any review today."""
    rows = Evening.objects.filter(
        school_class_id__in={t.class_id for t in targets}, date__in={date for t in targets for date in t.dates}
    ).annotate(asks=asks_review(today))
    return {(e.school_class_id, e.grade, e.date): e for e in rows}, {e.school_id for e in rows if e.asks}


def _opened(planned: Planned, at: dt.datetime) -> list[tuple[Evening, int]]:
    """The rows of the evenings with the minutes for each. Raises _DoesNotFit for a day that has just been closed."""
    evenings = open_evenings(planned.wanted, at)
    if len(evenings) < len(planned.wanted):
        raise _DoesNotFit
    return [(evenings[w.key], minutes) for w, minutes in zip(planned.wanted, planned.minutes, strict=True)]


def _try(
    by: Actor,
    at: dt.datetime,
    assignment: Assignment,
    spec: AssignmentSpec,
    claim: Claim,
    basis: Basis,
    *,
    alone: bool,
) -> None:
    """Publish to one class inside the transaction. What does not fit leaves nothing behind: alone, by rolling the
    transaction back (raises _DoesNotFit); among others, by its own savepoint."""
    claim.publication_id, claim.failed = None, False
    if claim.refusals:
        return
    claim.failed = True
    if alone:
        _enter(by, at, assignment, spec, claim, basis)
    else:
        try:
            with transaction.atomic():
                _enter(by, at, assignment, spec, claim, basis)
        except (_DoesNotFit, IntegrityError):  # full, or published there before by another tab
            return
    claim.failed = False


def _enter(
    by: Actor, at: dt.datetime, assignment: Assignment, spec: AssignmentSpec, claim: Claim, basis: Basis
) -> None:
    publication = Publication(
        school_id=claim.school_id,
        assignment=assignment,
        school_class_id=claim.target.class_id,
        grade=claim.target.grade,
        minutes=spec.counted,
        basis=basis,
        published_at=at,
        published_by_id=by.somebody,
    )
    publication.save(force_insert=True)
    if claim.hold:
        hold(publication, claim.hold, by=by, at=at)
    if kind_of(spec) is not None and not take_notice(publication, spec, claim.evenings):
        raise _DoesNotFit
    for evening, minutes in claim.evenings:
        if minutes and not commit(evening.pk, spec.subject, minutes):
            raise _DoesNotFit
        Entry(
            school_id=publication.school_id,
            evening=evening,
            publication=publication,
            subject=spec.subject,
            minutes=minutes,
            basis=basis,
            at=at,
        ).save(force_insert=True)
    claim.publication_id = publication.pk


def _explain(by: Actor, ground: Ground, assignment: Assignment, spec: AssignmentSpec, claims: Sequence[Claim]) -> None:
    """Find the reasons of every claim that failed. Where none is left to be found, it may be tried again."""
    failed = {claim.target: claim for claim in claims if claim.failed}
    for planned in plan(by=by, ground=ground, spec=spec, targets=list(failed), assignment_id=assignment.pk):
        failed[planned.target].refusals = planned.refusals


def _hold_back(claims: Sequence[Claim]) -> None:
    for claim in claims:
        if not claim.refusals:
            claim.refusals = (held_back(claim.label),)


def _conclude(
    by: Actor,
    at: dt.datetime,
    assignment: Assignment,
    spec: AssignmentSpec,
    claims: Sequence[Claim],
    request: Request,
    name: str,
) -> Outcome:
    """Record the act with its outcome, inside the transaction; the first publication ends the draft."""
    outcome = Outcome(assignment.pk, tuple(claim.outcome(spec) for claim in claims))
    if outcome.published and assignment.published_at is None:
        as_read = Assignment.objects.filter(pk=assignment.pk, revision=assignment.revision, published_at=None)
        if not as_read.update(published_at=at):
            raise _Changed
    held = next((h for h in by.roles if h.school_id == assignment.school_id), None)
    record(
        by=by,
        at=at,
        name=name,
        on=Subject(
            "assignment",
            assignment.pk,
            assignment.unit,
            held.place_path if held else "/",
            assignment.school_id,
            outcome.classes[0].class_id if len(outcome.classes) == 1 else None,
        ),
        after={
            "subject": subjects.Subject(spec.subject).label,
            "minutes": spec.counted,
            "published": [o.label for o in outcome.published],
            "refused": [o.label for o in outcome.refused],
        }
        | _large(spec)
        | _allowed(claims)
        | _held(outcome),
        request=request,
        outcome=outcome.as_json(),
        role=Role.SUBJECT_TEACHER,
    )
    return outcome


def _large(spec: AssignmentSpec) -> dict[str, str]:
    """What its teacher says of its size, where something was said, or what its words are."""
    kind = spec.large if spec.large is Large.SMALL else kind_of(spec)
    return {"large": kind.label} if kind else {}


def _allowed(claims: Sequence[Claim]) -> dict[str, list[str]]:
    """What went out although a check had refused it, and by whose word."""
    words = list(dict.fromkeys(word for claim in claims if claim.publication_id for word in claim.allowed))
    return {"allowed": words} if words else {}


def _held(outcome: Outcome) -> dict[str, list[str]]:
    """Where families see it only once it is passed, or at the release."""
    held = [o.label for o in outcome.published if o.held_until]
    return {"held": held} if held else {}


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
