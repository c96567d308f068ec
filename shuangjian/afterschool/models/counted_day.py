"""The last day of a term that was counted when it was over: a city's page need not count half a million rows."""

from django.db import models

from shuangjian.afterschool.models.counts import FIT, Counts


class CountedDay(Counts):
    """A school's counts of a term when the day had ended, with a programme or without. The rows behind them stand; the
    next day's count replaces it."""

    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "year", "number"], name="a_school_is_counted_on_one_day_of_a_term"
            ),
            models.CheckConstraint(condition=FIT, name="counts_of_a_day_fit_into_one_another"),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.year}-{self.number} {self.on_date}"
