"""What a teacher sets, and to whom it was published."""

from django.db import models
from django.db.models import Q

from shuangjian.homework.rules import LONGEST_TIER_MINUTES, Basis, Form, Large, PublicationState
from shuangjian.kernel.subject import Subject


class Assignment(models.Model):
    """One piece of homework. A draft until it is first published; from then on its words stand, and a change is a new
    row that `amends` this one."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=30, choices=[(s.value, s.label) for s in Subject])
    unit = models.CharField(max_length=80)
    aim = models.CharField(max_length=200)
    competency = models.CharField(max_length=20, blank=True)
    form = models.CharField(max_length=12, choices=[(f.value, f.label) for f in Form])
    content = models.TextField(max_length=2000)
    choose = models.PositiveSmallIntegerField(default=1)
    large = models.CharField(max_length=8, blank=True, choices=[(k.value, k.label) for k in Large if k])
    intent = models.JSONField(default=dict)  # classes and evenings a draft was meant for
    amends = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="amendments")
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)  # rises when a draft is saved over
    published_at = models.DateTimeField(null=True)
    # How the declared minutes of its tiers are corrected, and when its teacher was shown what they count.
    basis = models.CharField(max_length=10, choices=[(b.value, b.label) for b in Basis], default=Basis.DECLARED)
    factor = models.FloatField(default=1.0)
    minutes_set = models.PositiveSmallIntegerField(null=True)
    shown_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(choose__gte=1), name="an_assignment_chooses_at_least_one_tier"),
            models.CheckConstraint(
                condition=Q(basis="DECLARED", factor=1.0, minutes_set=None)
                | Q(basis="PREDICTED", factor__gt=0, minutes_set=None, shown_at__isnull=False)
                | Q(basis="SET", factor__gt=0, minutes_set__gte=1, shown_at__isnull=False),
                name="corrected_minutes_say_how_and_were_shown",
            ),
        ]
        indexes = [models.Index(fields=["author", "-saved_at"], name="assignments_of_an_author")]

    def __str__(self) -> str:
        return f"{self.subject} {self.unit}"


class Tier(models.Model):
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="tiers")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=20)
    content = models.CharField(max_length=500, blank=True)
    minutes = models.PositiveSmallIntegerField()
    required = models.BooleanField(default=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "position"], name="a_tier_has_its_own_position"),
            models.CheckConstraint(
                condition=Q(minutes__gte=0, minutes__lte=LONGEST_TIER_MINUTES), name="a_tiers_minutes_are_plausible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.minutes}"


class Publication(models.Model):
    """An assignment set to one grade of one class. `minutes` is what was counted, over all its evenings, and from
    where that number came; a later measurement never rewrites it."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="publications")
    school_class = models.ForeignKey("schools.SchoolClass", on_delete=models.PROTECT, related_name="+")
    grade = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=10, choices=[(s.value, s.label) for s in PublicationState], default=PublicationState.PUBLISHED
    )
    minutes = models.PositiveSmallIntegerField()
    basis = models.CharField(max_length=10, choices=[(b.value, b.label) for b in Basis])
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "school_class", "grade"], name="an_assignment_is_published_to_a_class_once"
            ),
            models.CheckConstraint(
                condition=Q(state="PUBLISHED", ended_at=None, ended_by=None)
                | (~Q(state="PUBLISHED") & Q(ended_at__isnull=False, ended_by__isnull=False)),
                name="an_ended_publication_says_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}→{self.school_class_id}"
