"""How many children of a school said what: `figures.SchoolFact` says what each count is."""

from django.db import models
from django.db.models import F, Q

COUNTS = ("pupils", "joined", "served", "needing", "declined", "left")
FIT = Q(served__lte=F("joined")) & Q(pupils__gte=F("joined") + F("needing") + F("declined") + F("left"))


class Counts(models.Model):
    """The counts of one school, as they stood when `on_date` ended."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    on_date = models.DateField()
    pupils = models.PositiveIntegerField(default=0)
    joined = models.PositiveIntegerField(default=0)
    served = models.PositiveIntegerField(default=0)
    needing = models.PositiveIntegerField(default=0)
    declined = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
