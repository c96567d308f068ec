"""A month's report as a principal signed it: its numbers stay, whatever happens to the rows behind them."""

from django.db import models
from django.db.models import F, Q


class SignedReport(models.Model):
    """One school's report of one month. Append-only: what was signed is neither changed nor taken back. `edition` is
    that of the figures' definitions."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    edition = models.CharField(max_length=16)
    remark = models.CharField(max_length=120, blank=True)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "year", "month"], name="a_school_signs_a_month_once"),
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="a_report_is_of_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.year}-{self.month:02}"


class SignedFigure(models.Model):
    """One number of a signed report, with the words it had. Append-only, as its report. `part` is "" for a figure that
    is told whole."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(SignedReport, on_delete=models.PROTECT, related_name="figures")
    position = models.PositiveSmallIntegerField()
    figure = models.CharField(max_length=40)
    part = models.CharField(max_length=40, blank=True)
    words = models.CharField(max_length=80)
    n = models.PositiveIntegerField()
    of = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "figure", "part"], name="a_report_holds_a_figure_once"),
            models.CheckConstraint(condition=Q(n__lte=F("of")), name="a_signed_figure_is_part_of_its_denominator"),
        ]

    def __str__(self) -> str:
        return f"{self.figure} {self.n}/{self.of}"
