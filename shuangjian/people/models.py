"""People and what they are to a place. Numbers of a roster are kept as a keyed digest and their last four signs."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from shuangjian.kernel.actor import Office, Role
from shuangjian.kernel.subject import Subject
from shuangjian.people.rules import Relation


class Person(models.Model):
    """Somebody who may sign in: staff or a guardian. Pupils are not here: they have no accounts."""

    name = models.CharField(max_length=60)
    sort_key = models.CharField(max_length=120, blank=True)
    school = models.ForeignKey("schools.School", null=True, on_delete=models.PROTECT, related_name="+")
    number_digest = models.CharField(max_length=64, null=True, unique=True)
    number_tail = models.CharField(max_length=4, blank=True)
    left_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.name


class AccountManager(BaseUserManager["Account"]):
    def create_account(self, *, username: str, person: Person, password: str | None) -> "Account":
        account = self.model(username=username, person=person)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """What a person signs in with."""

    username = models.CharField(max_length=60, unique=True)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="account")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = AccountManager()

    def __str__(self) -> str:
        return self.username


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


class Pupil(models.Model):
    """学生: a name on a roster, never an account. No sex, no birthday, no address, no telephone."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    sort_key = models.CharField(max_length=120, blank=True)
    number_digest = models.CharField(max_length=64, null=True, unique=True)
    number_tail = models.CharField(max_length=4, blank=True)
    left_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.name


class Enrolment(models.Model):
    """A pupil sits in a class, as one of a cohort, from a date until another."""

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="enrolments")
    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    school_class = models.ForeignKey("schools.SchoolClass", on_delete=models.PROTECT, related_name="+")
    cohort = models.PositiveSmallIntegerField()
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pupil"], condition=Q(until=None), name="a_pupil_sits_in_one_class_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="an_enrolment_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index(fields=["school_class", "until"], name="pupils_of_a_class")]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.school_class_id}"


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


class RosterUpload(models.Model):
    """A roster between its preview and its application. The file is dropped once applied or discarded."""

    class State(models.TextChoices):
        PREVIEWED = "PREVIEWED", "待确认"
        APPLIED = "APPLIED", "已更新"
        DISCARDED = "DISCARDED", "已放弃"

    place = models.ForeignKey("schools.Place", on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=200)
    content = models.BinaryField(null=True)
    content_digest = models.CharField(max_length=64)
    plan = models.JSONField(default=dict)
    plan_digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.PREVIEWED)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="PREVIEWED") | Q(content=None), name="an_ended_upload_keeps_no_file"
            ),
            models.CheckConstraint(
                condition=Q(state="APPLIED", applied_at__isnull=False) | (~Q(state="APPLIED") & Q(applied_at=None)),
                name="an_applied_upload_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.filename
