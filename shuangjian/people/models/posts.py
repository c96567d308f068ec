"""What people are to a place: posts held and classes taught, with their dates."""

from django.db import models
from django.db.models import F, Q

from shuangjian.kernel.actor import Office, Role
from shuangjian.kernel.subject import Subject
from shuangjian.people.models.persons import Person


class RoleAssignment(models.Model):
    """任职: a role over a place, from a date until another, narrowed to a class, grade or office where the role is."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(
        max_length=20,
        choices=[(r.value, r.label) for r in Role if r not in (Role.SUBJECT_TEACHER, Role.GUARDIAN, Role.OPERATOR)],
    )
    place = models.ForeignKey("schools.Place", on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey("schools.School", null=True, on_delete=models.PROTECT, related_name="+")
    school_class = models.ForeignKey("schools.SchoolClass", null=True, on_delete=models.PROTECT, related_name="+")
    cohort = models.PositiveSmallIntegerField(null=True)
    office = models.CharField(max_length=24, blank=True, choices=[(o.value, o.label) for o in Office])
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(role="HOMEROOM") & Q(school_class__isnull=False))
                | (~Q(role="HOMEROOM") & Q(school_class=None)),
                name="only_a_homeroom_teacher_is_bound_to_a_class",
            ),
            models.CheckConstraint(
                condition=(Q(role="GRADE_HEAD") & Q(cohort__isnull=False)) | (~Q(role="GRADE_HEAD") & Q(cohort=None)),
                name="only_a_grade_head_is_bound_to_a_cohort",
            ),
            models.CheckConstraint(
                condition=Q(school__isnull=False) | Q(role__in=["CENTRAL_SCHOOL", "COUNTY_OFFICER", "CITY_OFFICER"]),
                name="a_school_role_names_its_school",
            ),
            models.UniqueConstraint(
                fields=["school_class"],
                condition=Q(until=None, role="HOMEROOM"),
                name="a_class_has_one_homeroom_teacher",
            ),
            models.UniqueConstraint(
                fields=["person", "role", "place"],
                condition=Q(until=None, school_class=None, cohort=None),
                name="a_person_holds_a_role_over_a_place_once",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="a_role_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"


class TeachingAssignment(models.Model):
    """任课: a person teaches a subject to a class, from a date until another."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="teachings")
    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    school_class = models.ForeignKey("schools.SchoolClass", on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=30, choices=[(s.value, s.label) for s in Subject])
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "school_class", "subject"],
                condition=Q(until=None),
                name="a_person_teaches_a_subject_to_a_class_once",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="a_teaching_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index(fields=["school_class"], name="teachings_of_a_class")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.subject}"
