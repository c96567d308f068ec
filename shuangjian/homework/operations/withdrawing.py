"""Taking homework back: a reversing entry for each entry, the minutes free again, in one transaction."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from shuangjian.audit.operations import Request, Subject, outcome_of, record
from shuangjian.homework.access import get_publication_to_withdraw, teaches
from shuangjian.homework.models import Entry, Evening, Publication
from shuangjian.homework.operations.evenings import give_back, release_due
from shuangjian.homework.operations.noticing import give_notice_back
from shuangjian.homework.rules import Large, PublicationState
from shuangjian.homework.rules.refusals import EVENING_RULE
from shuangjian.kernel.actor import Actor, Role
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import Refusal, Refused
from shuangjian.kernel.subject import Subject as SchoolSubject


def withdraw(*, by: Actor, at: dt.datetime, publication_id: int, reason: str, request: Request) -> Publication:
    """Take a publication back from its class. Doing so twice changes nothing more.

    Raises NotVisible, NotAllowed; Refused when every evening it was for is over: what was set then stays on record.
    """
    publication = get_publication_to_withdraw(by, publication_id)
    if outcome_of(by, request) is not None or publication.state != PublicationState.PUBLISHED:
        return publication
    evenings = list(Evening.objects.filter(entries__publication=publication, entries__reverses=None))
    _check_not_past(evenings, shanghai_date(at))
    release_due(evenings, at)
    with transaction.atomic():
        if not end_publication(publication, by=by, at=at, state=PublicationState.WITHDRAWN, reason=reason.strip()):
            publication.refresh_from_db()
            return publication
        held = next((h for h in by.roles if h.school_id == publication.school_id), None)
        record(
            by=by,
            at=at,
            name="homework.withdraw",
            on=Subject(
                "publication",
                publication.pk,
                publication.assignment.unit,
                held.place_path if held else "/",
                publication.school_id,
                publication.school_class_id,
            ),
            before={"minutes": publication.minutes},
            after={"reason": reason.strip(), "subject": SchoolSubject(publication.assignment.subject).label},
            request=request,
            role=Role.SUBJECT_TEACHER
            if teaches(by, publication.school_class_id, publication.assignment.subject)
            else None,
        )
    publication.refresh_from_db()
    return publication


def end_publication(
    publication: Publication, *, by: Actor, at: dt.datetime, state: PublicationState, reason: str
) -> bool:
    """End a publication and reverse its entries, inside the caller's transaction; False when it had ended already."""
    ended = Publication.objects.filter(pk=publication.pk, state=PublicationState.PUBLISHED).update(
        state=state, ended_at=at, ended_by_id=by.person_id, reason=reason[:200]
    )
    if not ended:
        return False
    if publication.assignment.large != Large.SMALL:
        give_notice_back(publication)
    entries = Entry.objects.filter(publication=publication, reverses=None).order_by("evening__date")
    reversals = []
    for entry in entries:
        if entry.minutes:
            give_back(entry.evening_id, entry.subject, entry.minutes)
        reversals.append(
            Entry(
                school_id=entry.school_id,
                evening_id=entry.evening_id,
                publication=publication,
                subject=entry.subject,
                minutes=-entry.minutes,
                basis=entry.basis,
                reverses=entry,
                at=at,
            )
        )
    Entry.objects.bulk_create(reversals)
    return True


def _check_not_past(evenings: Sequence[Evening], today: dt.date) -> None:
    if all(evening.until <= today for evening in evenings):
        raise Refused(Refusal("EVENING_PAST", "这一晚已经过去，作业照实留着，不能撤回。", "", (EVENING_RULE,)))
