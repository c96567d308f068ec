"""Who may see a child's page, and the slips by which families come in."""

from django.db import models
from django.db.models import Q

from shuangjian.people.models.persons import Person
from shuangjian.people.models.pupils import Pupil
from shuangjian.people.rules import Relation


class Guardianship(models.Model):
    """监护或受托照护: who may see a child's page. `notice` is the version of the notice that was agreed to."""

    guardian = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="guardianships")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="guardianships")
    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(max_length=16, choices=[(r.value, r.label) for r in Relation])
    notice = models.CharField(max_length=20)
    consented_at = models.DateTimeField()
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["guardian", "pupil"], condition=Q(until=None), name="a_guardian_is_bound_to_a_child_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guardian_id}→{self.pupil_id}"


class Slip(models.Model):
    """入户条: a paper slip per child. Its secret is printed once and kept here only as a keyed digest."""

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="slips")
    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    username = models.CharField(max_length=20, unique=True)
    secret_digest = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    claimed_at = models.DateTimeField(null=True)
    claimed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(claimed_by=None) | Q(claimed_at__isnull=False),
                name="whoever_claimed_a_slip_did_so_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.username


class WrongCode(models.Model):
    """A code typed at the entrance that opens nothing. Forgotten after an hour; the address only as a keyed digest."""

    address_digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="wrong_codes_by_time")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
