"""A teacher's word that homework takes other minutes than are predicted, and what academic affairs set."""

from django.db import models
from django.db.models import F, Q

from shuangjian.kernel.subject import Subject


class MinutesRuling(models.Model):
    """One draft with the words and tiers it had when it was asked for, of which `digest` is. It was
    `declared` to take so many minutes, and `predicted` to; `minutes` are those that academic affairs set, None until
    then."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    assignment = models.ForeignKey("homework.Assignment", on_delete=models.CASCADE, related_name="rulings")
    digest = models.CharField(max_length=64)
    subject = models.CharField(max_length=30, choices=[(s.value, s.label) for s in Subject])
    unit = models.CharField(max_length=80)
    text = models.TextField()
    declared = models.PositiveSmallIntegerField()
    predicted = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField(null=True)
    answer = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes=None, answered_at=None, answered_by=None, answer="")
                | Q(minutes__gte=1, answered_at__isnull=False, answered_by__isnull=False),
                name="minutes_are_set_by_somebody_at_a_time",
            ),
            models.CheckConstraint(condition=Q(minutes=None) | ~Q(answer=""), name="who_sets_minutes_says_why"),
            models.CheckConstraint(condition=~Q(reason=""), name="who_asks_for_minutes_says_why"),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("asked_by")), name="nobody_sets_their_own_minutes"
            ),
            models.UniqueConstraint(
                fields=["assignment", "digest"], name="the_minutes_of_an_assignment_are_asked_for_once"
            ),
        ]
        indexes = [models.Index(fields=["school", "-id"], name="rulings_of_a_school")]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.declared}→{self.minutes}"
