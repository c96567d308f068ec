"""What a school offers in a term: its days and hours, and the units to choose from."""

from django.db import models
from django.db.models import F, Q

from shuangjian.afterschool.models.round import Round
from shuangjian.afterschool.rules.kinds import RoomNeed, UnitKind


class Programme(models.Model):
    """The service of one school in one term: homework in the first slot, one activity in the second.

    Once `announced_at` is set, days, hours and units stand still: `commitment` is the digest of the secret's digest,
    the menu, the rule and the name of the public number (docs/algorithms/draw.md), told before anybody signed up.
    """

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    since = models.DateField()
    until = models.DateField()  # exclusive
    weekdays = models.PositiveSmallIntegerField()  # rules.weekdays
    lessons_end = models.TimeField(null=True)  # the last lesson of the longest day; None where nobody has said
    homework_from = models.TimeField()
    homework_until = models.TimeField()
    activity_from = models.TimeField()
    activity_until = models.TimeField()
    extended_until = models.TimeField(null=True)  # care for who cannot be fetched by then
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    announced_at = models.DateTimeField(null=True)
    announced_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, null=True, on_delete=models.PROTECT, related_name="+")
    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    results_at = models.DateTimeField(null=True)
    reference = models.PositiveIntegerField(null=True)  # millionths; what carry-over is measured against
    secret = models.CharField(max_length=64, blank=True)  # told with the result, not before
    menu_digest = models.CharField(max_length=64, blank=True)
    commitment = models.CharField(max_length=64, blank=True)
    offered_on = models.DateField(null=True)  # the last day whose round of offers has been made

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "year", "number"], name="a_school_has_one_programme_a_term"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="a_programme_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(weekdays__gte=1, weekdays__lte=31), name="service_runs_from_monday_to_friday"
            ),
            models.CheckConstraint(
                condition=Q(homework_from__lt=F("homework_until")) & Q(homework_until__lte=F("activity_from"))
                & Q(activity_from__lt=F("activity_until")),
                name="homework_comes_before_activities",
            ),
            models.CheckConstraint(
                condition=Q(announced_at=None) | Q(lessons_end=None) | Q(homework_from__gte=F("lessons_end")),
                name="announced_service_begins_when_lessons_are_over",
            ),
            models.CheckConstraint(
                condition=Q(extended_until=None) | Q(extended_until__gt=F("activity_until")),
                name="extended_care_follows_the_activities",
            ),
            models.CheckConstraint(
                condition=Q(
                    announced_at=None, round=None, opens_at=None, closes_at=None, results_at=None, reference=None,
                    secret="", menu_digest="", commitment="",
                )
                | (
                    Q(announced_at__isnull=False, round__isnull=False, opens_at__isnull=False, closes_at__isnull=False,
                      results_at__isnull=False, reference__isnull=False)
                    & ~Q(secret="") & ~Q(menu_digest="") & ~Q(commitment="")
                ),
                name="an_announced_programme_is_committed_to",
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None)
                | Q(opens_at__gt=F("announced_at"), opens_at__lt=F("closes_at"), closes_at__lt=F("results_at")),
                name="sign_up_opens_after_the_commitment_and_closes_before_results",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.school_id} {self.year}-{self.number}"


class Unit(models.Model):
    """One thing to choose: on its weekdays, for its grades, with so many seats. `number` is its name in the draw.

    `taken` seats are given, `held` are offered and wait for an answer; a unit meets with the same children on all its
    days. `closed_at`: the draw found too few takers.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="units")
    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=[(k.value, k.label) for k in UnitKind])
    name = models.CharField(max_length=30)
    about = models.CharField(max_length=200, blank=True)
    weekdays = models.PositiveSmallIntegerField()
    first_grade = models.PositiveSmallIntegerField()
    last_grade = models.PositiveSmallIntegerField()
    capacity = models.PositiveSmallIntegerField()
    minimum = models.PositiveSmallIntegerField(default=0)
    room_need = models.CharField(max_length=16, choices=[(r.value, r.label) for r in RoomNeed])
    leader = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    outside_leader = models.CharField(max_length=40, blank=True)  # 市青少年科技馆陈老师
    taken = models.PositiveSmallIntegerField(default=0)
    held = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="a_programme_numbers_its_units_once"),
            models.UniqueConstraint(fields=["programme", "name", "weekdays"], name="a_unit_is_named_once_on_its_days"),
            models.CheckConstraint(
                condition=Q(weekdays__gte=1, weekdays__lte=31), name="a_unit_meets_from_monday_to_friday"
            ),
            models.CheckConstraint(
                condition=Q(first_grade__gte=1, last_grade__lte=9, first_grade__lte=F("last_grade")),
                name="a_unit_is_for_some_grades",
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=1, minimum__lte=F("capacity")), name="a_unit_can_reach_its_minimum"
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=F("taken") + F("held")), name="a_unit_never_gives_more_seats_than_it_has"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(taken=0, held=0), name="a_closed_unit_has_no_takers"
            ),
            models.CheckConstraint(
                condition=Q(leader=None) | Q(outside_leader=""), name="a_unit_has_one_leader_at_most"
            ),
        ]

    def __str__(self) -> str:
        return self.name
