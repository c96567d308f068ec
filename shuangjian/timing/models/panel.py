"""Which families agreed to be asked now and then, the draw of an evening, and whom to forget."""

from django.db import models
from django.db.models import F, Q


class PanelMember(models.Model):
    """A guardian's answer to the one question whether we may ask: yes (`agreed_at`, under a version of the notice), no,
    or no longer (`left_at`). A no is final: the row stays, so that nobody asks again.

    `asked_on` is the night for which somebody of the family was last drawn; until `rests_until` nobody of it is drawn.
    `asks` counts the family's questions in the term that began on `asks_since`.
    """

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="+")
    notice = models.CharField(max_length=20)
    agreed_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    asked_on = models.DateField(null=True)
    rests_until = models.DateField(null=True)
    asks = models.PositiveSmallIntegerField(default=0)
    asks_since = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(agreed_at=None) | Q(left_at__gte=F("agreed_at")),
                name="a_panel_member_leaves_after_agreeing",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=False) | Q(left_at__isnull=False),
                name="whoever_answered_said_yes_or_no",
            ),
            models.CheckConstraint(
                condition=Q(asked_on=None) | Q(rests_until__gt=F("asked_on")), name="whoever_was_asked_rests"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}"


class PanelDay(models.Model):
    """The draw of one night: `asked` families out of a `pool` of those that could have been. `seed` is told from the
    next morning on; its digest stands from the moment of the draw, and that of the pool for whoever draws again."""

    date = models.DateField(unique=True)
    seed = models.CharField(max_length=64)
    seed_digest = models.CharField(max_length=64)
    drawn_at = models.DateTimeField()
    pool = models.PositiveIntegerField(default=0)
    pool_digest = models.CharField(max_length=64, blank=True)
    asked = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(asked__lte=F("pool")), name="no_more_are_asked_than_could_be"),
        ]

    def __str__(self) -> str:
        return f"{self.date}"


class Forgotten(models.Model):
    """A child whose family left: whatever stands of it in the estimator's copy from before `through` is dropped at the
    next full refit, and this row with it."""

    pupil = models.OneToOneField("people.Pupil", on_delete=models.CASCADE, related_name="+")
    through = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.pupil_id}"
