"""A round of sign-up: one public number and one set of dates for all schools below a place."""

from django.db import models
from django.db.models import F, Q


class Round(models.Model):
    """一轮报名. Its public number is named before anybody signs up and comes out after everybody has: then nobody, the
    bureau included, can know beforehand how a draw will fall. Schools open, close and tell in `waves`, `gap_minutes`
    apart, so that not every family of the city comes in the same minute."""

    place = models.ForeignKey("schools.Place", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    opens_at = models.DateTimeField()  # of the first wave
    closes_at = models.DateTimeField()
    results_at = models.DateTimeField()
    waves = models.PositiveSmallIntegerField(default=1)
    gap_minutes = models.PositiveSmallIntegerField(default=0)
    public_name = models.CharField(max_length=80)
    public_due_at = models.DateTimeField()
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
            models.CheckConstraint(condition=Q(waves__gte=1, waves__lte=48), name="a_round_has_some_waves"),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.year}-{self.number}"
