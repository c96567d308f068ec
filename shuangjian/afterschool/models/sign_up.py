"""What families said: nothing is written about who has not answered."""

from django.db import models
from django.db.models import Q

from shuangjian.afterschool.models.programme import Programme
from shuangjian.afterschool.rules.kinds import Answer


class SignUp(models.Model):
    """One child's answer in a term. `wishes` are unit numbers, the dearest first, block after block; `opaque` is the
    child's name in every published file. What was sealed stays as it was said: which afternoons a child comes to once
    the draw is over is told by its placements. Whoever `said` it is a guardian, or the homeroom teacher from paper."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey("people.Pupil", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=8, choices=[(a.value, a.label) for a in Answer])
    grade = models.PositiveSmallIntegerField()
    weekdays = models.PositiveSmallIntegerField(default=0)
    wishes = models.JSONField(default=list)
    with_siblings = models.BooleanField(default=False)
    late_wishes = models.JSONField(default=list)  # added after the draw, behind the others
    not_waiting = models.JSONField(default=list)  # units for which the family no longer waits
    opaque = models.CharField(max_length=16)
    receipt = models.CharField(max_length=9, blank=True)
    on_paper = models.BooleanField(default=False)
    said_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    notice = models.CharField(max_length=20)  # the version of the words that were agreed to
    said_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)  # joined after the lists were sealed
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "pupil"], name="a_child_is_signed_up_once_a_term"),
            models.UniqueConstraint(fields=["programme", "opaque"], name="a_file_names_a_child_once"),
            models.CheckConstraint(
                condition=Q(answer="JOIN", weekdays__gte=1, weekdays__lte=31) | (~Q(answer="JOIN") & Q(weekdays=0)),
                name="who_joins_names_days_and_nobody_else_does",
            ),
        ]
        indexes = [models.Index(fields=["pupil"], name="sign_ups_of_a_child")]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.opaque}"


class Credit(models.Model):
    """What the draws so far left a child, in millionths: above nothing, it stood where less was open than usual."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey("people.Pupil", on_delete=models.PROTECT, related_name="+")
    value = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "pupil"], name="a_child_has_one_credit_at_a_school"),
            models.CheckConstraint(
                condition=Q(value__gte=-1_000_000, value__lte=1_000_000), name="a_credit_stays_within_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.value}"
