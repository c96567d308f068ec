"""What a draw came to: the file anybody can recompute, the facts behind each reason, and who is where."""

from django.db import models
from django.db.models import F, Q

from shuangjian.afterschool.models.programme import Programme, Unit
from shuangjian.afterschool.models.sign_up import SignUp
from shuangjian.afterschool.rules.kinds import Origin


class Draw(models.Model):
    """A draw, once and for good. `file` and `tutoring_file` are canonical JSON, gzipped, as docs/algorithms/draw.md
    writes them; `sealed_digest` is that of the lists and stood before the public number was entered."""

    programme = models.OneToOneField(Programme, on_delete=models.PROTECT, related_name="draw")
    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField()
    sealed_digest = models.CharField(max_length=64)
    sealed_lists = models.BinaryField()
    joined = models.PositiveIntegerField()
    drawn_at = models.DateTimeField(null=True)
    public_value = models.CharField(max_length=80, blank=True)
    seed = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    file = models.BinaryField(null=True)
    tutoring_file = models.BinaryField(null=True)
    mean_open = models.PositiveIntegerField(null=True)  # millionths; the next term's reference

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(drawn_at=None, public_value="", seed="", digest="", file=None, mean_open=None)
                | (
                    Q(drawn_at__gte=F("sealed_at"), file__isnull=False, mean_open__isnull=False)
                    & ~Q(public_value="") & ~Q(seed="") & ~Q(digest="")
                ),
                name="a_draw_follows_the_sealing_and_can_be_recomputed",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.programme_id}"


class DrawnUnit(models.Model):
    """How a unit came out: the turn that took its last seat, or in which round it was closed with how few takers.
    `capacity` is what it had in the draw; the unit may have been given more seats since."""

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="units")
    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="drawn")
    capacity = models.PositiveSmallIntegerField()
    takers = models.PositiveSmallIntegerField()
    last_turn = models.PositiveIntegerField(null=True)
    closed_round = models.PositiveSmallIntegerField(null=True)
    closed_takers = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_round=None, closed_takers=None)
                | Q(closed_round__isnull=False, closed_takers__isnull=False, takers=0),
                name="a_closed_unit_says_in_which_round_and_with_how_many",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}"


class Placement(models.Model):
    """A child's afternoon: one weekday's activity slot, in a unit, or (`unit` empty) in the reading place. `turn` is
    the child's in the block of the weekday, 1 for the first; it and the sign-up's list give every reason. Who joined a
    block after the draw stands behind a turn: rules.waiting."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    sign_up = models.ForeignKey(SignUp, on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey("people.Pupil", on_delete=models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    tutoring = models.ForeignKey("afterschool.TutoringPlace", null=True, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=8, choices=[(o.value, o.value) for o in Origin])
    turn = models.PositiveIntegerField(null=True)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "pupil", "weekday"],
                condition=Q(ended_at=None),
                name="a_child_has_one_place_an_afternoon",
            ),
            models.CheckConstraint(condition=Q(weekday__gte=1, weekday__lte=5), name="a_place_is_on_a_school_day"),
            models.CheckConstraint(condition=Q(unit=None) | Q(tutoring=None), name="a_place_is_in_one_thing"),
            models.CheckConstraint(
                condition=Q(tutoring=None) | Q(origin="TUTORING"), name="a_tutoring_place_says_where_it_came_from"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("since")), name="a_place_ends_after_it_begins"
            ),
        ]
        indexes = [
            models.Index(fields=["unit"], condition=Q(ended_at=None), name="who_is_in_a_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.sign_up_id} {self.weekday}"


class Offer(models.Model):
    """A seat offered to the next in the order of the draw, until an hour. Not to answer is a no, and costs nothing.

    `withdrawn`: the child gave up the day before anybody answered; it may be offered the seat again."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    sign_up = models.ForeignKey(SignUp, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    taken = models.BooleanField(default=False)
    withdrawn = models.BooleanField(default=False)
    answered_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sign_up"], condition=Q(ended_at=None), name="a_child_is_offered_one_seat_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["sign_up", "unit"],
                condition=Q(ended_at__isnull=False, taken=False, withdrawn=False),
                name="a_seat_once_declined_is_not_offered_again",
            ),
            models.CheckConstraint(condition=Q(until__gt=F("offered_at")), name="an_offer_leaves_time_to_answer"),
            models.CheckConstraint(
                condition=Q(taken=False) | Q(ended_at__isnull=False), name="a_taken_offer_has_ended"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn=False) | Q(ended_at__isnull=False, taken=False, answered_by=None),
                name="a_withdrawn_offer_has_ended_unanswered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sign_up_id} {self.unit_id}"
