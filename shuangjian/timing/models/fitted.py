"""What a night made of the answers: minutes of a middle-level pupil, for one piece of homework in one grade."""

from django.db import models
from django.db.models import F, Q

from shuangjian.timing.rules import RunKind


class Run(models.Model):
    """A night's update or a refit, for the evenings through `date`. `variances` by name, in squared logs; `ended_at` is
    set with the last of its results."""

    kind = models.CharField(max_length=4, choices=[(k.value, k.label) for k in RunKind])
    date = models.DateField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reports = models.PositiveIntegerField(default=0)
    items = models.PositiveIntegerField(default=0)
    variances = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "date"], name="a_night_is_run_once_of_a_kind"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")), name="a_run_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.date}"


class Fitted(models.Model):
    """One tier (`position`) of an assignment in one grade of its school: the fitted minutes of a middle-level pupil
    there with their 90 % interval, from `reports` of the `asked`, of whom `answered` did."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    assignment = models.ForeignKey("homework.Assignment", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    grade = models.PositiveSmallIntegerField()
    date = models.DateField()
    minutes = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    declared = models.PositiveSmallIntegerField()
    reports = models.PositiveIntegerField()
    unfinished = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()
    as_of = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "position", "grade"], name="a_tier_is_fitted_once_a_grade"),
            models.CheckConstraint(
                condition=Q(low__gt=0, minutes__gte=F("low"), high__gte=F("minutes")),
                name="fitted_minutes_lie_in_their_interval",
            ),
            models.CheckConstraint(condition=Q(answered__lte=F("asked")), name="no_more_answer_than_are_asked"),
            models.CheckConstraint(condition=Q(unfinished__lte=F("reports")), name="unfinished_reports_are_reports"),
        ]
        indexes = [
            models.Index(fields=["school", "date"], name="fitted_of_a_school"),
            models.Index(fields=["date"], name="fitted_of_an_evening"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}.{self.position}/{self.grade} {self.minutes:.0f}"
