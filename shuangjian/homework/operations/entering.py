"""What publishing and amending do inside their transaction: a class's publication with its entries, or nothing; and the
act on the record."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

from shuangjian.audit.operations import Request, Subject, record
from shuangjian.homework.models import Assignment, Entry, Evening, Publication
from shuangjian.homework.operations.claims import Claim
from shuangjian.homework.operations.evenings import commit
from shuangjian.homework.operations.holding import hold
from shuangjian.homework.operations.noticing import kind_of, take_notice
from shuangjian.homework.operations.opening import open_evenings
from shuangjian.homework.operations.outcome import Outcome
from shuangjian.homework.operations.planning import Planned
from shuangjian.homework.rules import AssignmentSpec, Large
from shuangjian.kernel import subject as subjects
from shuangjian.kernel.actor import Actor, Role


class DoesNotFit(Exception):
    """Roll back to where this was begun: one class, or all."""


class Changed(Exception):
    """The draft was saved over, or published elsewhere, since it was read."""


def opened(planned: Planned, at: dt.datetime) -> list[tuple[Evening, int]]:
    """The rows of the evenings with the minutes for each. Raises DoesNotFit for a day that has just been closed."""
    evenings = open_evenings(planned.wanted, at)
    if len(evenings) < len(planned.wanted):
        raise DoesNotFit
    return [(evenings[w.key], minutes) for w, minutes in zip(planned.wanted, planned.minutes, strict=True)]


def try_claim(
    by: Actor,
    at: dt.datetime,
    assignment: Assignment,
    spec: AssignmentSpec,
    claim: Claim,
    *,
    alone: bool,
) -> None:
    """Publish to one class inside the transaction. What does not fit leaves nothing behind: alone, by rolling the
    transaction back (raises DoesNotFit); among others, by its own savepoint."""
    claim.publication_id, claim.failed = None, False
    if claim.refusals:
        return
    claim.failed = True
    if alone:
        _enter(by, at, assignment, spec, claim)
    else:
        try:
            with transaction.atomic():
                _enter(by, at, assignment, spec, claim)
        except (DoesNotFit, IntegrityError):  # full, or published there before by another tab
            return
    claim.failed = False


def _enter(by: Actor, at: dt.datetime, assignment: Assignment, spec: AssignmentSpec, claim: Claim) -> None:
    publication = Publication(
        school_id=claim.school_id,
        assignment=assignment,
        school_class_id=claim.target.class_id,
        grade=claim.target.grade,
        minutes=spec.counted,
        basis=spec.correction.basis,
        published_at=at,
        published_by_id=by.somebody,
    )
    publication.save(force_insert=True)
    if claim.hold:
        hold(publication, claim.hold, by=by, at=at)
    if kind_of(spec) is not None and not take_notice(publication, spec, claim.evenings):
        raise DoesNotFit
    for evening, minutes in claim.evenings:
        if minutes and not commit(evening.pk, spec.subject, minutes):
            raise DoesNotFit
        Entry(
            school_id=publication.school_id,
            evening=evening,
            publication=publication,
            subject=spec.subject,
            minutes=minutes,
            basis=publication.basis,
            at=at,
        ).save(force_insert=True)
    claim.publication_id = publication.pk


def conclude(
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
            raise Changed
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
        | _declared(spec)
        | _large(spec)
        | _allowed(claims)
        | _held(outcome),
        request=request,
        outcome=outcome.as_json(),
        role=Role.SUBJECT_TEACHER,
    )
    return outcome


def _declared(spec: AssignmentSpec) -> dict[str, Any]:
    """What its teacher wrote, where something else counts, and whose number that is."""
    return {"declared": spec.declared, "basis": spec.correction.basis.label} if spec.is_corrected else {}


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
