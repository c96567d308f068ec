"""Review before publication: what a school asks for, and the works that were held for it."""

from django.db import models
from django.db.models import F, Q

from shuangjian.homework.models.assignment import Publication
from shuangjian.homework.rules import ReviewKind, ReviewState
from shuangjian.kernel.subject import Subject


class ReviewRule(models.Model):
    """One thing that a school asks to be reviewed before families see it, from a date until, exclusively, another:
    a subject, a person on probation, or a share in percent, whose draw is salted. `title` and `article` name the
    school's own rule. What was stated stays; ending it sets `until`."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(k.value, k.label) for k in ReviewKind])
    subject = models.CharField(max_length=30, blank=True, choices=[(s.value, s.label) for s in Subject])
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    percent = models.PositiveSmallIntegerField(null=True)
    salt = models.CharField(max_length=64, blank=True)
    title = models.CharField(max_length=80)
    article = models.CharField(max_length=40, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="SUBJECT", person=None, percent=None, salt="") & ~Q(subject=""))
                | Q(kind="PROBATION", subject="", person__isnull=False, percent=None, salt="")
                | (Q(kind="SHARE", subject="", person=None, percent__isnull=False) & ~Q(salt="")),
                name="a_review_rule_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(percent=None) | Q(percent__gte=1, percent__lte=100), name="a_reviewed_share_is_a_percentage"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="a_review_rule_ends_no_sooner_than_it_begins"
            ),
            models.CheckConstraint(condition=~Q(kind="PROBATION") | Q(until__isnull=False), name="a_probation_ends"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False, until__isnull=False),
                name="whoever_ended_a_review_rule_did_so_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["school", "subject"],
                condition=Q(kind="SUBJECT", until=None),
                name="a_school_asks_for_a_subject_once",
            ),
            models.UniqueConstraint(
                fields=["school"], condition=Q(kind="SHARE", until=None), name="a_school_asks_for_one_share"
            ),
        ]
        indexes = [models.Index(fields=["school", "since"], name="review_rules_of_a_school")]

    def __str__(self) -> str:
        return f"{self.school_id} {self.kind}"


class Review(models.Model):
    """A publication that families see from `shown_from` on: the moment it is passed, and `until` at the latest, the
    release of its first evening, whether anybody has looked or not. A publication without a review is shown at once.

    `author` stands here too, so that the database can refuse a review of one's own work.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="review")
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    rule = models.ForeignKey(ReviewRule, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    shown_from = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=[(s.value, s.label) for s in ReviewState], default=ReviewState.WAITING
    )
    reviewer = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("asked_at")), name="work_is_held_only_before_its_release"),
            models.CheckConstraint(
                condition=Q(shown_from=F("until")) | Q(state="PASSED", shown_from=F("decided_at")),
                name="held_work_is_shown_at_its_release_or_once_it_is_passed",
            ),
            models.CheckConstraint(
                condition=Q(state="WAITING", reviewer=None, decided_at=None)
                | (~Q(state="WAITING") & Q(reviewer__isnull=False, decided_at__isnull=False)),
                name="a_review_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None) | Q(decided_at__gte=F("asked_at"), decided_at__lt=F("until")),
                name="a_review_comes_before_the_release",
            ),
            models.CheckConstraint(
                condition=~Q(state="RETURNED") | ~Q(reason=""), name="work_is_returned_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(reviewer=None) | ~Q(reviewer=F("author")), name="nobody_reviews_their_own_work"
            ),
        ]
        indexes = [
            models.Index(fields=["school", "until"], condition=Q(state="WAITING"), name="reviews_waiting_at_a_school"),
            models.Index(fields=["school", "-decided_at"], name="reviews_decided_at_a_school"),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.state}"
