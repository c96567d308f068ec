"""The stricter limits and choices that a school sets for itself."""

from django.db import models
from django.db.models import F, Q


class SchoolChoice(models.Model):
    """One choice of a school (its weekend total, its no-homework weekday, a lower cap), from a date until another.

    `name` is the rulebook's; `title` and `article` name the school's own rule that states it.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    value = models.IntegerField()
    title = models.CharField(max_length=80)
    article = models.CharField(max_length=40, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)
    decided_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name"], condition=Q(until=None), name="a_school_has_one_open_choice_of_a_name"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="a_choice_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}={self.value}"
