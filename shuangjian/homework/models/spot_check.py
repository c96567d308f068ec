"""抽查: works drawn from what a school published, and what was found in each."""

from django.db import models
from django.db.models import F, Q

from shuangjian.homework.models.assignment import Assignment
from shuangjian.homework.rules import SpotFinding


class SpotCheck(models.Model):
    """One draw: `wanted` works of those first published from `since` until, exclusively, `until` that stood at
    `drawn_at`, of which there were `published`. By the seed anybody can draw again."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField()
    wanted = models.PositiveSmallIntegerField()
    published = models.PositiveIntegerField()
    seed = models.CharField(max_length=64)
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="a_spot_check_is_of_a_day_at_least"),
            models.CheckConstraint(
                condition=Q(wanted__gte=1, published__gte=1), name="a_spot_check_draws_something_from_something"
            ),
            models.CheckConstraint(condition=~Q(seed=""), name="a_draw_keeps_its_seed"),
        ]
        indexes = [models.Index(fields=["school", "-drawn_at"], name="spot_checks_of_a_school")]

    def __str__(self) -> str:
        return f"{self.school_id} {self.since}"


class SpotCheckWork(models.Model):
    """One work drawn, and what was found in it once somebody has read it; not its author."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    spot_check = models.ForeignKey(SpotCheck, on_delete=models.PROTECT, related_name="works")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="spot_checks")
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    finding = models.CharField(max_length=12, blank=True, choices=[(f.value, f.label) for f in SpotFinding])
    note = models.CharField(max_length=200, blank=True)
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["spot_check", "assignment"], name="a_spot_check_draws_a_work_once"),
            models.CheckConstraint(
                condition=Q(finding="", read_at=None, read_by=None, note="")
                | (~Q(finding="") & Q(read_at__isnull=False, read_by__isnull=False)),
                name="a_finding_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(finding__in=["", "FINE"]) | ~Q(note=""), name="what_is_found_is_said_in_a_note"
            ),
            models.CheckConstraint(
                condition=Q(read_by=None) | ~Q(read_by=F("author")), name="nobody_reads_their_own_work_in_a_spot_check"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.spot_check_id} {self.assignment_id}"
