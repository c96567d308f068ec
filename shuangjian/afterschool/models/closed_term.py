"""What is kept of a term once what families said of it is deleted: how many, and of no child."""

from django.db import models
from django.db.models import F, Q

from shuangjian.afterschool.models.programme import Programme

KEPT = ("pupils", "joined", "served", "needing", "declined", "left")


class ClosedTerm(models.Model):
    """A school's counts as they stood on the last day of its programme (`figures.SchoolFact` says what each is),
    counted in the moment in which the rows behind them were deleted. Where so few sit that a count would be somebody,
    `is_small`, none is kept."""

    programme = models.OneToOneField(Programme, on_delete=models.PROTECT, related_name="closed")
    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    on_date = models.DateField()
    closed_at = models.DateTimeField()
    is_small = models.BooleanField()
    pupils = models.PositiveIntegerField(default=0)
    joined = models.PositiveIntegerField(default=0)
    served = models.PositiveIntegerField(default=0)
    needing = models.PositiveIntegerField(default=0)
    declined = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(served__lte=F("joined"))
                & Q(pupils__gte=F("joined") + F("needing") + F("declined") + F("left")),
                name="kept_counts_fit_into_one_another",
            ),
            models.CheckConstraint(
                condition=Q(is_small=False) | Q(**dict.fromkeys(KEPT, 0)), name="of_a_small_school_no_count_is_kept"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.on_date}"
