"""Passing and returning work that is held for review. Whatever else ends a publication waits for the same row.

Rows are touched in the order of every act: publications by class and grade, shares, evenings; reviews last.
"""

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from shuangjian.audit.operations import Request, Subject, record
from shuangjian.homework.access import grades_reviewed
from shuangjian.homework.models import Evening, Publication, Review
from shuangjian.homework.operations.evenings import release_due
from shuangjian.homework.operations.withdrawing import end_publication
from shuangjian.homework.operations.wording import one_sentence
from shuangjian.homework.rules import PublicationState, ReviewState
from shuangjian.homework.rules.refusals import review_over
from shuangjian.kernel import subject as subjects
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.refusal import NotAllowed, Refused
from shuangjian.schools.queries import SchoolFacts

Grades = Collection[int] | None


def pass_works(
    *, by: Actor, at: dt.datetime, school: SchoolFacts, work_ids: Collection[int], request: Request
) -> list[Publication]:
    """Let families see these works at once, wherever they wait and the actor reviews them. Those that wait no longer
    are left out of what is returned.

    Raises NotVisible, NotAllowed (also for one's own work), Refused where none of them waits any more.
    """
    grades = grades_reviewed(by, school.id, school.path, shanghai_date(at))
    with transaction.atomic():
        waiting = _hold(by, at, school, work_ids, grades)
        Review.objects.filter(publication__in=waiting).update(
            state=ReviewState.PASSED, shown_from=at, decided_at=at, reviewer_id=by.somebody
        )
        _record(by, at, "homework.pass_review", school, waiting, {}, request)
    return waiting


def return_work(
    *, by: Actor, at: dt.datetime, school: SchoolFacts, work_id: int, reason: str, request: Request
) -> list[Publication]:
    """Give a work back to its author, with a reason, wherever it waits and the actor reviews it: it ends as if it were
    withdrawn, and its minutes are free again.

    Raises NotVisible, NotAllowed (also for one's own work), InvalidInput without a reason, Refused where it waits no
    more.
    """
    grades = grades_reviewed(by, school.id, school.path, shanghai_date(at))
    reason = one_sentence(reason, f"reason-{work_id}", "请用一句话写为什么退回，老师会看到。")
    release_due(Evening.objects.filter(entries__publication__assignment_id=work_id).distinct(), at)
    with transaction.atomic():
        waiting = _hold(by, at, school, [work_id], grades)
        for publication in waiting:
            if not end_publication(publication, by=by, at=at, state=PublicationState.WITHDRAWN, reason=reason):
                raise Refused(review_over())
        Review.objects.filter(publication__in=waiting).update(
            state=ReviewState.RETURNED, reason=reason, decided_at=at, reviewer_id=by.somebody
        )
        _record(by, at, "homework.return_work", school, waiting, {"reason": reason}, request)
    return waiting


def _hold(
    by: Actor, at: dt.datetime, school: SchoolFacts, work_ids: Collection[int], grades: Grades
) -> list[Publication]:
    """Lock what stands of these works, then see what of it still waits: from then on nobody else decides it."""
    rows = Publication.objects.select_for_update(of=("self",)).filter(
        school_id=school.id, assignment_id__in=work_ids, state=PublicationState.PUBLISHED
    )
    if grades is not None:
        rows = rows.filter(grade__in=grades)
    standing = list(rows.order_by("school_class_id", "grade"))
    reviews = Review.objects.filter(publication__in=standing, state=ReviewState.WAITING, until__gt=at)
    authors = dict(reviews.values_list("publication_id", "author_id"))
    if by.person_id in authors.values():
        raise NotAllowed("自己布置的作业，请另一位来审。")
    waiting = [publication for publication in standing if publication.pk in authors]
    if not waiting:
        raise Refused(review_over())
    return waiting


def _record(
    by: Actor,
    at: dt.datetime,
    name: str,
    school: SchoolFacts,
    waiting: list[Publication],
    after: dict[str, str],
    request: Request,
) -> None:
    """One act for each class of each work; the first carries the request."""
    rows = Publication.objects.filter(pk__in=[p.pk for p in waiting]).select_related("assignment").order_by("pk")
    for n, publication in enumerate(rows):
        work = publication.assignment
        record(
            by=by,
            at=at,
            name=name,
            on=Subject("publication", publication.pk, work.unit, school.path, school.id, publication.school_class_id),
            after={"subject": subjects.Subject(work.subject).label, "minutes": publication.minutes} | after,
            request=None if n else request,
        )
