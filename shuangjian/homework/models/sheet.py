"""The address of a class's evening sheet: it names no pupil, needs no sign-in, cannot be guessed, can be replaced."""

from django.db import models
from django.db.models import Q


class SheetAddress(models.Model):
    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    school_class = models.ForeignKey("schools.SchoolClass", on_delete=models.PROTECT, related_name="+")
    token = models.CharField(max_length=40, unique=True)
    issued_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school_class"], condition=Q(replaced_at=None), name="a_class_has_one_sheet_address"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school_class_id}"
