"""When work normally ends in a place."""

import datetime as dt

from django.db import models
from django.db.models import Q

EARLIEST, LATEST = dt.time(15), dt.time(21)


class OffWorkTime(models.Model):
    """A county's or city's word on when work normally ends there, from a date until it says otherwise.

    Summer and winter differ, so a place says it again; `source` names the document that states the hours.
    """

    place = models.ForeignKey("schools.Place", on_delete=models.PROTECT, related_name="+")
    time = models.TimeField()
    source = models.CharField(max_length=80)
    since = models.DateField()
    stated_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    stated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "since"], name="a_place_states_one_off_work_time_a_day"),
            models.CheckConstraint(
                condition=Q(time__gte=EARLIEST, time__lte=LATEST), name="work_ends_in_the_afternoon_or_evening"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="an_off_work_time_names_its_source"),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.time:%H:%M}"
