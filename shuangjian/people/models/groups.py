"""作业管理领导小组: who of a school's staff belongs to it, besides the principal, who heads it by being principal."""

from django.db import models
from django.db.models import F, Q

from shuangjian.kernel.actor import Duty
from shuangjian.people.models.persons import Person


class GroupMember(models.Model):
    """A member of a school's homework leading group with a duty, from a date until another. Its head is not here: that
    is whoever holds the principal's role."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(max_length=20, choices=[(d.value, d.label) for d in Duty])
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(until=None), name="a_person_is_in_one_leading_group_once"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="a_membership_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.duty}"
