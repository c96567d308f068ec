"""The homework plan of a grade for a term: whose minutes are kept on which weekday's evening."""

from django.db import models
from django.db.models import F, Q

from shuangjian.homework.rules import LONGEST_TIER_MINUTES, PLANNED_WEEKDAYS
from shuangjian.kernel.subject import Subject


class TermPlan(models.Model):
    """One version of a grade's plan: proposed, then agreed for the evenings from `since` until, exclusively, `until`.
    An agreed plan is never changed; the next version ends it. `cap` is what an evening of the grade held at most when
    the plan was agreed, so that no weekday's minutes add up to more."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    cohort = models.PositiveSmallIntegerField()
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    cap = models.PositiveSmallIntegerField()
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "cohort", "year", "number", "version"], name="a_grade_has_one_plan_of_a_version"
            ),
            models.UniqueConstraint(
                fields=["school", "cohort", "year", "number"],
                condition=Q(agreed_at=None),
                name="a_grade_proposes_one_plan_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["school", "cohort", "since"],
                condition=Q(agreed_at__isnull=False),
                name="a_grade_agrees_on_one_plan_from_a_date",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at=None, agreed_by=None, since=None, until=None)
                | Q(agreed_at__isnull=False, agreed_by__isnull=False, since__isnull=False, until__isnull=False),
                name="an_agreed_plan_says_who_and_when_and_for_how_long",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="a_plan_ends_no_sooner_than_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.cohort}届 v{self.version}"


class PlannedShare(models.Model):
    """Minutes kept for a subject on the evenings of one weekday (ISO)."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(TermPlan, on_delete=models.CASCADE, related_name="shares")
    weekday = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=30, choices=[(s.value, s.label) for s in Subject])
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "weekday", "subject"], name="a_subject_has_one_planned_share_of_a_weekday"
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=LONGEST_TIER_MINUTES),
                name="a_planned_share_is_a_plausible_number_of_minutes",
            ),
            models.CheckConstraint(
                condition=Q(weekday__gte=PLANNED_WEEKDAYS[0], weekday__lte=PLANNED_WEEKDAYS[-1]),
                name="a_planned_share_is_for_an_evening_before_a_school_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.weekday} {self.subject} {self.minutes}"
