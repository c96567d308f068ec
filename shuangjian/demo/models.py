"""The sample city's own clock, and who may look at it as whom."""

from django.db import models
from django.db.models import Q


class Clock(models.Model):
    """One row: the moment at which the sample city stands still until it is moved by command."""

    stands_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="the_sample_city_has_one_clock")]

    def __str__(self) -> str:
        return self.stands_at.isoformat()


class SignIn(models.Model):
    """Somebody of the story who can sign in, or a slip that waits to be used: for whoever looks around."""

    role = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    account = models.CharField(max_length=60, blank=True)
    password = models.CharField(max_length=60)
    note = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.role} {self.name}"


class WholeCity(models.Model):
    """One row: the whole city that is being, or has been, built here, so that a build goes on as it began."""

    seed = models.BigIntegerField()
    schools = models.PositiveSmallIntegerField()
    finished = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="a_database_holds_one_whole_city")]

    def __str__(self) -> str:
        return f"{self.schools} schools from seed {self.seed}"
