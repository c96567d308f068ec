"""Places, schools, classes and the calendar.

A school's key is the key of its place, so `school_id` on any row is also the id of a node of the tree.
"""

from django.db import models
from django.db.models import F, Q

from shuangjian.kernel.grade import Stage, System
from shuangjian.schools.rules import PlaceKind, Setting


class Place(models.Model):
    """A node of the tree. `path` is the ids from the root down, `/1/4/17/`: a place is below another when its path
    starts with the other's."""

    kind = models.CharField(max_length=20, choices=[(k.value, k.label) for k in PlaceKind])
    name = models.CharField(max_length=60)
    code = models.CharField(max_length=20, null=True, unique=True)  # administrative code, or 学校标识码
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=120, unique=True, db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="CITY", parent=None) | (~Q(kind="CITY") & Q(parent__isnull=False)),
                name="only_a_city_has_no_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class School(models.Model):
    place = models.OneToOneField(Place, primary_key=True, on_delete=models.PROTECT, related_name="school")
    system = models.CharField(max_length=12, choices=[(s.value, s.label) for s in System])
    first_grade = models.PositiveSmallIntegerField()
    last_grade = models.PositiveSmallIntegerField()
    setting = models.CharField(max_length=8, choices=[(s.value, s.label) for s in Setting])

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first_grade__gte=1, last_grade__lte=9, first_grade__lte=F("last_grade")),
                name="a_schools_grades_lie_within_one_to_nine",
            ),
        ]

    def __str__(self) -> str:
        return self.place.name


class SchoolClass(models.Model):
    """A class (班). Its grades follow from its cohorts and the date; a 复式班 has several. One that goes by a name
    (向日葵班) has a number too, beyond those that a roster can write."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="classes")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")  # the school or its teaching point
    stage = models.CharField(max_length=8, choices=[(s.value, s.label) for s in Stage])
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="a_class_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school_id}/{self.number}"


class ClassCohort(models.Model):
    """A class holds a cohort from a date until another."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    school_class = models.ForeignKey(SchoolClass, on_delete=models.PROTECT, related_name="cohorts")
    cohort = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "place", "cohort", "number"],
                condition=Q(until=None),
                name="a_cohort_has_one_class_of_a_number_at_a_place",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="a_class_cohort_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cohort}届{self.number}班"


class Term(models.Model):
    """学期 of a place and of everything below it; `until` is the day after the last."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(choices=[(1, "第一学期"), (2, "第二学期")])
    since = models.DateField()
    until = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "year", "number"], name="a_place_states_a_term_once"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="a_term_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.year}学年{self.get_number_display()}"


class LocalDay(models.Model):
    """A date on which a place differs from the official calendar: closed, or holding school."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    is_school_day = models.BooleanField()
    reason = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "date"], name="a_place_states_a_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.reason}"
