"""Large work as it is announced beforehand, and colleagues' word that it is in the way."""

from django.db import models
from django.db.models import F, Q

from shuangjian.homework.models.assignment import Publication
from shuangjian.homework.rules import KINDS_OF_LARGE, LONGEST_TIER_MINUTES, AnnouncementState
from shuangjian.kernel.subject import Subject


class Announcement(models.Model):
    """Large work to come for one grade of a class: `minutes` on each of the `evenings` from `date` through `last`.

    `days` is how many school days of notice its colleagues had when its first evening was named, `needed` how many the
    school asked for then (None: none); fewer say why in `reason`, and count only once they are `allowed`. Until
    `fixes_on` it is a proposal. `counts` when it is written and takes minutes of the evening; `provisional` when the
    days were counted over a year whose days off are not published. `publication` is what it became.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    school_class = models.ForeignKey("schools.SchoolClass", on_delete=models.PROTECT, related_name="+")
    grade = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=30, choices=[(s.value, s.label) for s in Subject])
    kind = models.CharField(max_length=8, choices=[(k.value, k.label) for k in KINDS_OF_LARGE])
    title = models.CharField(max_length=80)
    date = models.DateField()
    last = models.DateField()
    evenings = models.PositiveSmallIntegerField(default=1)
    minutes = models.PositiveSmallIntegerField()
    counts = models.BooleanField(default=True)
    days = models.PositiveSmallIntegerField()
    needed = models.PositiveSmallIntegerField(null=True)
    fixes_on = models.DateField()
    provisional = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)
    announced_at = models.DateTimeField()
    announced_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    allowed_at = models.DateTimeField(null=True)
    allowed_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    settled_reason = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in AnnouncementState], default=AnnouncementState.STANDING
    )
    publication = models.ForeignKey(Publication, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school_class", "grade", "subject", "date"],
                condition=Q(state="STANDING"),
                name="a_subject_announces_one_large_work_for_an_evening",
            ),
            models.CheckConstraint(
                condition=Q(evenings=1, last=F("date")) | Q(evenings__gt=1, last__gt=F("date")),
                name="large_work_of_several_evenings_ends_later_than_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(fixes_on__lte=F("date")), name="large_work_is_fixed_no_later_than_its_evening"
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=LONGEST_TIER_MINUTES),
                name="large_work_takes_a_plausible_number_of_minutes",
            ),
            models.CheckConstraint(
                condition=Q(needed=None) | Q(days__gte=F("needed")) | ~Q(reason=""),
                name="a_late_announcement_says_why",
            ),
            models.CheckConstraint(
                condition=Q(allowed_at=None, allowed_by=None) | Q(allowed_at__isnull=False, allowed_by__isnull=False),
                name="who_allows_a_late_announcement_says_when",
            ),
            models.CheckConstraint(
                condition=Q(allowed_by=None) | ~Q(allowed_by=F("announced_by")),
                name="nobody_allows_their_own_late_announcement",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None, settled_reason="")
                | (Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(settled_reason="")),
                name="who_moves_large_work_says_when_and_why",
            ),
            models.CheckConstraint(
                condition=Q(state="STANDING") | Q(publication=None), name="what_is_set_is_not_withdrawn_as_announced"
            ),
        ]
        indexes = [
            models.Index(fields=["school_class", "date"], name="large_work_of_a_class"),
            models.Index(fields=["school", "last"], name="large_work_of_a_school"),
        ]

    def __str__(self) -> str:
        return f"{self.school_class_id} {self.subject} {self.kind} {self.date}"


class Objection(models.Model):
    """A colleague's word that large work on `date` is in the way. It speaks of that date alone: once the work
    has moved, it is history."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="objections")
    date = models.DateField()
    reason = models.CharField(max_length=200)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["announcement", "date", "said_by"], name="a_colleague_objects_to_a_date_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="an_objection_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.announcement_id} {self.date}"
