"""How many times as long homework takes as its teachers say: by teacher, by school and by cell of the city.

A declared minute of a teacher in a cell is worth exp(alpha of the cell + kappa) minutes of a middle-level pupil, kappa
being the teacher's own as far as it is known, and the school's in the subject as far as it is not.
"""

from django.db import models
from django.db.models import F, Q

from shuangjian.homework.rules import Form
from shuangjian.kernel.grade import Stage
from shuangjian.kernel.subject import Subject

SUBJECTS = [(s.value, s.label) for s in Subject]


class CellFactor(models.Model):
    """What is common to a subject, a stage and a form in the city: `alpha`, in logs, with its spreads; from so many
    `works` of so many `schools`."""

    subject = models.CharField(max_length=30, choices=SUBJECTS)
    stage = models.CharField(max_length=8, choices=[(s.value, s.label) for s in Stage])
    form = models.CharField(max_length=12, choices=[(f.value, f.label) for f in Form])
    alpha = models.FloatField()
    spread_of_works = models.FloatField()  # tau_a, in logs: one assignment from the next
    spread_of_teachers = models.FloatField()  # tau_k, in logs
    works = models.PositiveIntegerField()
    schools = models.PositiveIntegerField()
    as_of = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "stage", "form"], name="a_cell_has_one_factor"),
            models.CheckConstraint(
                condition=Q(spread_of_works__gte=0, spread_of_teachers__gte=0), name="spreads_are_no_less_than_nothing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.stage} {self.form}"


class SchoolFactor(models.Model):
    """What is common to a subject's teachers in a school: the start of whoever is new there. `kappa` in logs."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=30, choices=SUBJECTS)
    kappa = models.FloatField()
    variance = models.FloatField()
    works = models.PositiveIntegerField()
    as_of = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "subject"], name="a_school_has_one_factor_a_subject"),
            models.CheckConstraint(condition=Q(variance__gte=0), name="a_schools_variance_is_no_less_than_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.subject}"


class TeacherFactor(models.Model):
    """A teacher's two sums in a subject, W and S of docs/algorithms/minutes.md, which forget; `kappa` and its variance
    follow from them. `works` counts the pieces of homework that they rest on."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=30, choices=SUBJECTS)
    weight = models.FloatField()
    total = models.FloatField()
    kappa = models.FloatField()
    variance = models.FloatField()
    works = models.PositiveIntegerField()
    as_of = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "subject"], name="a_teacher_has_one_factor_a_subject"),
            models.CheckConstraint(
                condition=Q(weight__gte=0, variance__gte=0), name="a_teachers_weight_is_no_less_than_nothing"
            ),
        ]
        indexes = [models.Index(fields=["school", "subject"], name="factors_of_a_school")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.subject}"


class BandFactor(models.Model):
    """What the log of a bound is multiplied by so that past evenings of a stage stayed under it as promised."""

    stage = models.CharField(max_length=8, choices=[(s.value, s.label) for s in Stage], unique=True)
    conformal = models.FloatField()
    spread_of_days = models.FloatField()  # s_c, in logs: an evening of a class from what its items add up to
    covered = models.PositiveIntegerField()
    evenings = models.PositiveIntegerField()
    as_of = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(covered__lte=F("evenings")), name="no_more_evenings_covered_than_seen"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.conformal}"
