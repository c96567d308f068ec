"""What a night says of a class, for those who answer for it. Of a class, never of a child."""

from django.db import models
from django.db.models import F, Q

from shuangjian.kernel.subject import Subject
from shuangjian.timing.rules import SignalKind


class ClassSignal(models.Model):
    """As of one evening: `seen` of the last `evenings` really went over (with the probability `p` of seeing so much
    where none is over more often than it should), or `seen` of the `evenings` families that answered named work of a
    `subject` that no sheet had. `p` is None where it is a count alone."""

    kind = models.CharField(max_length=8, choices=[(k.value, k.label) for k in SignalKind])
    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    school_class = models.ForeignKey("schools.SchoolClass", on_delete=models.PROTECT, related_name="+")
    grade = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=30, blank=True, choices=[(s.value, s.label) for s in Subject])
    since = models.DateField()
    as_of = models.DateField()
    seen = models.PositiveIntegerField()
    evenings = models.PositiveIntegerField()
    p = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "school_class", "grade", "subject", "as_of"], name="a_class_is_signalled_once_a_night"
            ),
            models.CheckConstraint(condition=Q(seen__lte=F("evenings")), name="no_more_is_seen_than_was_looked_at"),
            models.CheckConstraint(condition=Q(since__lte=F("as_of")), name="a_signal_looks_back"),
            models.CheckConstraint(condition=Q(p=None) | Q(p__gte=0, p__lte=1), name="a_probability_is_one"),
        ]
        indexes = [models.Index(fields=["school", "as_of"], name="signals_of_a_school")]

    def __str__(self) -> str:
        return f"{self.kind} {self.school_class_id}/{self.grade} {self.as_of}"
