"""What was set: for a sheet, for a class, by a teacher."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from shuangjian.homework.models import Assignment, Entry, Publication, Review
from shuangjian.homework.rules import AssignmentSpec, Basis, Correction, Form, Large, PublicationState, TierSpec
from shuangjian.kernel.subject import Subject, subject_order


@dataclass(frozen=True)
class Item:
    """One assignment as it stands on one evening of one grade of a class. `minutes` is what this evening counts;
    `shown_from` is when families see it, where it was held for review: see `is_held`."""

    publication_id: int
    assignment_id: int
    class_id: int
    grade: int
    date: dt.date
    spec: AssignmentSpec
    minutes: int
    author_id: int
    author_name: str
    published_at: dt.datetime
    shown_from: dt.datetime | None = None

    @property
    def subject(self) -> Subject:
        return Subject(self.spec.subject)

    def is_held(self, at: dt.datetime) -> bool:
        """Whether it waits for review at a moment, so that families do not see it yet."""
        return self.shown_from is not None and self.shown_from > at

    @property
    def form(self) -> Form:
        return self.spec.form


def spec_of(assignment: Assignment) -> AssignmentSpec:
    """An assignment as a plain value; its tiers are read from a prefetch where there is one."""
    return AssignmentSpec(
        subject=assignment.subject,
        unit=assignment.unit,
        aim=assignment.aim,
        form=Form(assignment.form),
        content=assignment.content,
        competency=assignment.competency,
        choose=assignment.choose,
        large=Large(assignment.large),
        tiers=tuple(TierSpec(t.name, t.minutes, t.required, t.content) for t in assignment.tiers.all()),
        correction=correction_of(assignment),
    )


def correction_of(assignment: Assignment) -> Correction:
    """How an assignment's declared minutes count."""
    return Correction(Basis(assignment.basis), assignment.factor, assignment.minutes_set)


def items_on(class_ids: Iterable[int], dates: Iterable[dt.date], *, shown_at: dt.datetime | None = None) -> list[Item]:
    """What is published to these classes for the evenings beginning on these dates, in the fixed order of subjects.
    With a moment `shown_at` only what families see at it: not what is held for review.

    Two queries, however many there are. What stands has no reversing entries; to ask for those that reverse nothing, or
    for an order, makes SQLite walk every entry there is.
    """
    entries = (
        Entry.objects.filter(
            evening__school_class_id__in=set(class_ids),
            evening__date__in=set(dates),
            publication__state=PublicationState.PUBLISHED,
        )
        .select_related("evening", "publication__assignment__author", "publication__review")
        .prefetch_related("publication__assignment__tiers")
    )
    if shown_at is not None:
        entries = entries.filter(Q(publication__review=None) | Q(publication__review__shown_from__lte=shown_at))
    items = [item_of(entry) for entry in entries]
    return sorted(items, key=lambda i: (i.grade, subject_order(i.spec.subject), i.publication_id, i.date))


def item_of(entry: Entry) -> Item:
    publication = entry.publication
    assignment = publication.assignment
    review: Review | None = getattr(publication, "review", None)
    return Item(
        publication_id=publication.pk,
        assignment_id=assignment.pk,
        class_id=publication.school_class_id,
        grade=publication.grade,
        date=entry.evening.date,
        spec=spec_of(assignment),
        minutes=entry.minutes,
        author_id=assignment.author_id,
        author_name=assignment.author.name,
        published_at=publication.published_at,
        shown_from=review.shown_from if review else None,
    )


def publications_of(assignment_id: int) -> QuerySet[Publication]:
    """To whom an assignment was published, with the evenings of each entry."""
    return (
        Publication.objects.filter(assignment_id=assignment_id)
        .select_related("assignment", "published_by", "ended_by")
        .prefetch_related("entries__evening")
        .order_by("school_class_id", "grade")
    )


def assignments_of_class(class_id: int) -> set[int]:
    """Every assignment that was ever published to a class, whether it still stands or not. One query."""
    return set(Publication.objects.filter(school_class_id=class_id).values_list("assignment_id", flat=True))


def history_of(person_id: int, *, before_id: int | None = None, limit: int = 20) -> QuerySet[Assignment]:
    """A teacher's published assignments, newest first; `before_id` pages on."""
    found = (
        Assignment.objects.filter(author_id=person_id, published_at__isnull=False)
        .prefetch_related("tiers", "publications__entries__evening")
        .order_by("-pk")
    )
    return found.filter(pk__lt=before_id)[:limit] if before_id else found[:limit]


def drafts_of(person_id: int) -> QuerySet[Assignment]:
    """A teacher's drafts, last saved first."""
    return (
        Assignment.objects.filter(author_id=person_id, published_at=None)
        .prefetch_related("tiers")
        .order_by("-saved_at")
    )


def units_used(person_id: int, subject: str, limit: int = 8) -> list[str]:
    """The units of a teacher's latest assignments in a subject, latest first, each once."""
    latest = Assignment.objects.filter(author_id=person_id, subject=subject).order_by("-pk")
    return list(dict.fromkeys(latest.values_list("unit", flat=True)[:40]))[:limit]
