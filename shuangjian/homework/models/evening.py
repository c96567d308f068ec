"""The evening and its minutes.

committed = Σ entries;  obligated = Σ_subject max(committed_k, right_k);  committed ≤ obligated ≤ cap.
"""

from django.db import models
from django.db.models import F, Q

from shuangjian.homework.models.assignment import Publication
from shuangjian.homework.rules import Basis, EveningKind
from shuangjian.kernel.subject import Subject


class Evening(models.Model):
    """From the end of one school day (`date`) to the start of the next (`until`), for one grade of one class.

    What is kept for single subjects becomes free at `release_at`; the first act from then on sets `released`. Large
    work for it is announced `notice_days` school days before, where the school says so.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    school_class = models.ForeignKey("schools.SchoolClass", on_delete=models.PROTECT, related_name="+")
    grade = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=80)  # what the class is called on that evening
    date = models.DateField()
    until = models.DateField()
    kind = models.CharField(max_length=5, choices=[(k.value, k.value) for k in EveningKind])
    provisional = models.BooleanField(default=False)
    cap = models.PositiveSmallIntegerField()
    committed = models.PositiveSmallIntegerField(default=0)
    obligated = models.PositiveSmallIntegerField(default=0)
    edition = models.CharField(max_length=32)
    release_at = models.DateTimeField(null=True)
    released = models.BooleanField(default=False)
    notice_days = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school_class", "grade", "date"], name="a_class_has_one_evening_a_day"),
            models.CheckConstraint(condition=Q(committed__gte=0), name="an_evening_commits_no_less_than_nothing"),
            models.CheckConstraint(
                condition=Q(committed__lte=F("obligated")), name="what_is_committed_is_also_obligated"
            ),
            models.CheckConstraint(condition=Q(obligated__lte=F("cap")), name="an_evening_never_exceeds_its_cap"),
            models.CheckConstraint(condition=Q(until__gt=F("date")), name="an_evening_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(released=False) | Q(obligated=F("committed")), name="a_released_evening_keeps_nothing"
            ),
        ]
        indexes = [models.Index(fields=["school", "date"], name="evenings_of_a_school")]

    def __str__(self) -> str:
        return f"{self.school_class_id}/{self.grade} {self.date}: {self.committed}/{self.cap}"


class Share(models.Model):
    """A subject's part of an evening: what it may still claim (`right`) and what it has set."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    evening = models.ForeignKey(Evening, on_delete=models.PROTECT, related_name="shares")
    subject = models.CharField(max_length=30, choices=[(s.value, s.label) for s in Subject])
    right = models.PositiveSmallIntegerField(default=0)
    committed = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evening", "subject"], name="a_subject_has_one_share_of_an_evening"),
            models.CheckConstraint(condition=Q(right__gte=0, committed__gte=0), name="a_share_is_no_less_than_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.evening_id} {self.subject}: {self.committed}/{self.right}"


class Entry(models.Model):
    """Minutes set on an evening. Append-only: a correction is an entry that `reverses` another. Work that counts 0
    has an entry of 0, which says for which evening it is."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    evening = models.ForeignKey(Evening, on_delete=models.PROTECT, related_name="entries")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="entries")
    subject = models.CharField(max_length=30, choices=[(s.value, s.label) for s in Subject])
    minutes = models.SmallIntegerField()
    basis = models.CharField(max_length=10, choices=[(b.value, b.label) for b in Basis])
    reverses = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses=None, minutes__gte=0) | Q(reverses__isnull=False, minutes__lte=0),
                name="only_a_reversal_gives_minutes_back",
            ),
            models.UniqueConstraint(
                fields=["publication", "evening"],
                condition=Q(reverses=None),
                name="a_publication_enters_an_evening_once",
            ),
            # Of reversals only: an index that held millions of nothings would be looked into for them.
            models.UniqueConstraint(
                fields=["reverses"], condition=Q(reverses__isnull=False), name="an_entry_is_reversed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evening_id} {self.subject} {self.minutes:+}"
