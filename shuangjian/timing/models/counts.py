"""What the staff of the homework slot saw: one number a class."""

from django.db import models
from django.db.models import F, Q


class ClassCount(models.Model):
    """Of the `present` pupils of a class who did their homework at school, `finished` were done by its end."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    school_class = models.ForeignKey("schools.SchoolClass", on_delete=models.PROTECT, related_name="+")
    grade = models.PositiveSmallIntegerField()
    date = models.DateField()
    present = models.PositiveSmallIntegerField()
    finished = models.PositiveSmallIntegerField()
    counted_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school_class", "grade", "date"], name="a_class_is_counted_once_a_day"),
            models.CheckConstraint(condition=Q(finished__lte=F("present")), name="no_more_finish_than_are_there"),
        ]

    def __str__(self) -> str:
        return f"{self.school_class_id}/{self.grade} {self.date}: {self.finished}/{self.present}"
