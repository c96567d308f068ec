"""到点就睡: an evening that a family ended at bedtime. What was left counts as done, and speaks against the minutes."""

from django.db import models


class Stop(models.Model):
    """A family ended its child's evening. Only where `tell_teacher` is set does the homeroom teacher see whose."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    school_class = models.ForeignKey("schools.SchoolClass", on_delete=models.PROTECT, related_name="+")
    grade = models.PositiveSmallIntegerField()
    date = models.DateField()
    pupil = models.ForeignKey("people.Pupil", null=True, on_delete=models.SET_NULL, related_name="+")
    stopped_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    tell_teacher = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pupil", "date"], name="an_evening_is_ended_once_for_a_child"),
        ]
        indexes = [
            models.Index(fields=["school_class", "grade", "date"], name="stops_of_a_class"),
            models.Index(fields=["date"], name="stops_of_an_evening"),
        ]

    def __str__(self) -> str:
        return f"{self.school_class_id}/{self.grade} {self.date}"


class StoppedWork(models.Model):
    """A piece of homework that was not finished when the evening was ended."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    stop = models.ForeignKey(Stop, on_delete=models.CASCADE, related_name="works")
    publication = models.ForeignKey("homework.Publication", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stop", "publication"], name="a_piece_of_homework_is_stopped_once"),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id}"
