"""What is kept of a term once what families said of it is deleted: how many, and of no child."""

from django.db import models
from django.db.models import Q

from shuangjian.afterschool.models.counts import COUNTS, FIT, Counts
from shuangjian.afterschool.models.programme import Programme


class ClosedTerm(Counts):
    """A school's counts as they stood on the last day of its programme, counted in the moment in which the rows behind
    them were deleted. Where so few sit that a count would be somebody, `is_small`, none is kept."""

    programme = models.OneToOneField(Programme, on_delete=models.PROTECT, related_name="closed")
    closed_at = models.DateTimeField()
    is_small = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=FIT, name="kept_counts_fit_into_one_another"),
            models.CheckConstraint(
                condition=Q(is_small=False) | Q(**dict.fromkeys(COUNTS, 0)), name="of_a_small_school_no_count_is_kept"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.on_date}"
