"""Pupils and the classes they sit in. Numbers of a roster are kept as a keyed digest and their last four signs."""

from django.db import models
from django.db.models import F, Q


class Pupil(models.Model):
    """学生: a name on a roster, never an account. No sex, no birthday, no address, no telephone."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    sort_key = models.CharField(max_length=120, blank=True)
    number_digest = models.CharField(max_length=64, null=True, unique=True)
    number_tail = models.CharField(max_length=4, blank=True)
    left_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.name


class Enrolment(models.Model):
    """A pupil sits in a class, as one of a cohort, from a date until another."""

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="enrolments")
    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    school_class = models.ForeignKey("schools.SchoolClass", on_delete=models.PROTECT, related_name="+")
    cohort = models.PositiveSmallIntegerField()
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pupil"], condition=Q(until=None), name="a_pupil_sits_in_one_class_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="an_enrolment_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index(fields=["school_class", "until"], name="pupils_of_a_class")]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.school_class_id}"
