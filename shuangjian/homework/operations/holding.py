"""Whether a publication is held for review: by which rule of the school, and until when at the latest."""

import datetime as dt
from collections.abc import Sequence

from shuangjian.audit.operations import Request
from shuangjian.homework.models import Evening, Publication, Review
from shuangjian.homework.operations.claims import Claim
from shuangjian.homework.operations.planning import Ground
from shuangjian.homework.queries.reviews import asked_by
from shuangjian.homework.rules import Asked, AssignmentSpec, Hold, ReviewKind, ReviewState, first_asking
from shuangjian.kernel.actor import Actor


def find_holds(
    by: Actor,
    ground: Ground,
    spec: AssignmentSpec,
    claims: Sequence[Claim],
    request: Request,
    standing: Sequence[Publication] = (),
    lightens: bool = False,
) -> None:
    """Whether and until when each class is held for review. One query, and none where no school asks for any.
    `standing` is what an amendment replaces."""
    asked = asked_by({claim.school_id for claim in claims if claim.may_be_held and claim.evenings}, ground.today)
    amended = {(p.school_class_id, p.grade): p for p in standing}
    for claim in claims:
        claim.hold = _hold_of(
            by=by,
            at=ground.at,
            asked=asked[claim.school_id],
            spec=spec,
            evenings=[evening for evening, _ in claim.evenings],
            request=request,
            amended=amended.get((claim.target.class_id, claim.target.grade)),
            lightens=lightens,
        )


def _hold_of(
    *,
    by: Actor,
    at: dt.datetime,
    asked: Sequence[Asked],
    spec: AssignmentSpec,
    evenings: Sequence[Evening],
    request: Request,
    amended: Publication | None = None,
    lightens: bool = False,
) -> Hold | None:
    """None for what nobody asks to review, and from the release of the first of its evenings on.

    `amended` is what it replaces; where that is shown already and the change only `lightens` it, there is nothing new
    to look at.
    """
    moments = [evening.release_at for evening in evenings if evening.release_at is not None]
    if not asked or not moments or min(moments) <= at:
        return None
    earlier = _review_of(amended)
    if lightens and (earlier is None or earlier.shown_from <= at):
        return None
    drawn = earlier.rule_id if earlier and earlier.rule.kind == ReviewKind.SHARE else None
    rule = first_asking(asked, subject=spec.subject, person_id=by.somebody, key=request.key, before=drawn)
    return Hold(rule.id, min(moments)) if rule else None


def hold(publication: Publication, hold: Hold, *, by: Actor, at: dt.datetime) -> None:
    """Keep a publication from families until it is passed, or until its release. Inside the publisher's transaction."""
    Review(
        school_id=publication.school_id,
        publication=publication,
        author_id=by.somebody,
        rule_id=hold.rule_id,
        asked_at=at,
        until=hold.until,
        shown_from=hold.until,
    ).save(force_insert=True)


def show_no_later(evening: Evening, release_at: dt.datetime) -> None:
    """What waits for review on an evening whose release was moved forward is shown at the new one. Inside the
    transaction that moves it, after the evening's own row."""
    waiting = Review.objects.filter(state=ReviewState.WAITING, until__gt=release_at)
    waiting.filter(publication__in=Publication.objects.filter(entries__evening=evening)).update(
        until=release_at, shown_from=release_at
    )


def _review_of(publication: Publication | None) -> Review | None:
    return getattr(publication, "review", None)
