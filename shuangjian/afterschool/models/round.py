"""A round of sign-up: one public number and one set of dates for all schools below a place."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

from shuangjian.afterschool.draw import PublicNumber
from shuangjian.afterschool.rules.rounds import LONGEST_WAIT


class Round(models.Model):
    """一轮报名. Its public number is named before anybody signs up and comes out after everybody has: then nobody, the
    bureau included, can know beforehand how a draw will fall. What holds where it does not come out is named with it.
    Schools open, close and tell in `waves`, `gap_minutes` apart, so that not every family comes in the same minute."""

    place = models.ForeignKey("schools.Place", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    opens_at = models.DateTimeField()  # of the first wave
    closes_at = models.DateTimeField()
    results_at = models.DateTimeField()
    waves = models.PositiveSmallIntegerField(default=1)
    gap_minutes = models.PositiveSmallIntegerField(default=0)
    public_source = models.CharField(max_length=50)
    public_issue = models.CharField(max_length=12)
    public_where = models.CharField(max_length=100, blank=True)  # anybody can look it up
    public_due_at = models.DateTimeField()  # of that issue
    public_wait_days = models.PositiveSmallIntegerField()
    issues_passed = models.PositiveSmallIntegerField(default=0)  # did not come out in time; the next one counts
    last_passed_at = models.DateTimeField(null=True)
    public_value = models.CharField(max_length=80, blank=True)
    value_entered_at = models.DateTimeField(null=True)
    value_entered_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "year", "number"], name="a_place_states_a_round_a_term_once"),
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at"))
                & Q(closes_at__lt=F("public_due_at"))
                & Q(public_due_at__lt=F("results_at")),
                name="a_public_number_comes_out_after_closing_and_before_results",
            ),
            models.CheckConstraint(
                condition=Q(public_value="", value_entered_at=None)
                | (~Q(public_value="") & Q(value_entered_at__gte=F("public_due_at"))),
                name="a_public_number_is_entered_once_it_is_out",
            ),
            models.CheckConstraint(
                condition=Q(public_wait_days__gte=1, public_wait_days__lte=LONGEST_WAIT),
                name="a_round_waits_some_days_for_its_number",
            ),
            models.CheckConstraint(
                condition=Q(issues_passed=0, last_passed_at=None)
                | Q(issues_passed__gte=1, last_passed_at__gt=F("public_due_at")),
                name="an_issue_is_passed_over_after_its_date",
            ),
            models.CheckConstraint(condition=Q(waves__gte=1, waves__lte=48), name="a_round_has_some_waves"),
        ]

    @property
    def public(self) -> PublicNumber:
        """What schools commit to."""
        due, days = self.public_due_at, self.public_wait_days
        return PublicNumber(self.public_source, self.public_issue, due, days, self.public_where)

    @property
    def public_name(self) -> str:
        """The issue that counts now."""
        return self.public.name_of(self.issues_passed)

    @property
    def awaited_from(self) -> dt.datetime:
        return self.public.due_of(self.issues_passed)

    @property
    def awaited_until(self) -> dt.datetime:
        """Not out before this moment, it is passed over."""
        return self.public.until(self.issues_passed)

    def __str__(self) -> str:
        return f"{self.place_id} {self.year}-{self.number}"
