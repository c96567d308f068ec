"""Tutoring in service time: offered to a family, free, declined without a word, and on nobody else's list."""

from django.db import models
from django.db.models import F, Q

from shuangjian.afterschool.models.programme import Programme
from shuangjian.kernel.subject import Subject


class TutoringPlace(models.Model):
    """A teacher's afternoon for a few children: one subject, one weekday, few seats."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=24, choices=[(s.value, s.label) for s in Subject])
    weekday = models.PositiveSmallIntegerField()
    capacity = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)
    leader = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="a_programme_numbers_its_tutoring_once"),
            models.CheckConstraint(condition=Q(weekday__gte=1, weekday__lte=5), name="tutoring_is_on_a_school_day"),
            models.CheckConstraint(
                condition=Q(capacity__gte=1, taken__lte=F("capacity")), name="tutoring_never_takes_more_than_it_can"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.weekday}"


class TutoringProposal(models.Model):
    """A teacher thinks a child would be helped; the family says yes, no, or nothing. Seen by that teacher, the child's
    homeroom teacher, whoever plans the service, and the child's guardians."""

    place = models.ForeignKey(TutoringPlace, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey("people.Pupil", on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    accepted = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "pupil"], name="a_child_is_proposed_for_a_place_once"),
            models.CheckConstraint(
                condition=Q(accepted=None, answered_at=None) | Q(accepted__isnull=False, answered_at__isnull=False),
                name="an_answered_proposal_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.pupil_id}"
