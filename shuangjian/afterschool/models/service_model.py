"""A service model, such as “六三三”: named parts with requirements, filled in by the bureau that knows them."""

from django.db import models
from django.db.models import F, Q

from shuangjian.afterschool.models.programme import Programme
from shuangjian.afterschool.rules.kinds import UnitKind
from shuangjian.afterschool.rules.model_parts import Requirement


class ServiceModel(models.Model):
    """What a place asks of the programmes below it, from a date until another. A name without parts asks nothing."""

    place = models.ForeignKey("schools.Place", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    source = models.CharField(max_length=200, blank=True)  # the document that says so
    since = models.DateField()
    until = models.DateField(null=True)
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place"], condition=Q(until=None), name="a_place_has_one_service_model_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="a_service_model_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ModelPart(models.Model):
    """One named part and what it requires; `kind`, `least` and `by` are what the requirement needs of them."""

    service_model = models.ForeignKey(ServiceModel, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    requirement = models.CharField(max_length=20, choices=[(r.value, r.label) for r in Requirement])
    kind = models.CharField(max_length=16, blank=True, choices=[(k.value, k.label) for k in UnitKind])
    least = models.PositiveSmallIntegerField(null=True)
    by = models.TimeField(null=True)
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service_model", "number"], name="a_service_model_numbers_its_parts_once"),
            models.CheckConstraint(
                condition=(Q(requirement="KIND_ON_DAYS") & ~Q(kind="") & Q(least__isnull=False))
                | (Q(requirement__in=["KINDS_PER_GRADE", "DAYS", "HOMEWORK_MINUTES", "ACTIVITY_MINUTES"])
                   & Q(least__isnull=False))
                | (Q(requirement="ENDS_AT_OR_AFTER") & Q(by__isnull=False))
                | (Q(requirement="IN_WORDS") & ~Q(words="")),
                name="a_part_says_what_it_requires",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class PartAnswer(models.Model):
    """What a school says to a part that only it can answer, under the part's name: a later version of the model that
    asks the same finds the answer."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    words = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="a_school_answers_a_part_once_a_term"),
            models.CheckConstraint(condition=~Q(words=""), name="an_answer_says_something"),
        ]

    def __str__(self) -> str:
        return self.name
