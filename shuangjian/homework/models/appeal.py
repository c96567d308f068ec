"""A teacher's word that a check on content is wrong, and what academic affairs made of it."""

from django.db import models
from django.db.models import F, Q

from shuangjian.homework.content import Kind
from shuangjian.homework.rules import AppealState
from shuangjian.kernel.subject import Subject


class Appeal(models.Model):
    """One text and one check. `digest` is that of the text: the same words again meet the same answer. `quoted` are the
    words that were marked, `words` is what the check said of them."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    school_class = models.ForeignKey("schools.SchoolClass", on_delete=models.PROTECT, related_name="+")
    grade = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=30, choices=[(s.value, s.label) for s in Subject])
    unit = models.CharField(max_length=80)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    check_kind = models.CharField(max_length=20, choices=[(k.value, k.label) for k in Kind])
    quoted = models.CharField(max_length=500)
    words = models.CharField(max_length=800)
    reason = models.CharField(max_length=200)
    appealed_at = models.DateTimeField()
    appealed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=[(s.value, s.label) for s in AppealState], default=AppealState.OPEN)
    answer = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="OPEN", answered_at=None, answered_by=None, answer="")
                | (~Q(state="OPEN") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="an_appeal_is_answered_by_somebody_at_a_time",
            ),
            models.CheckConstraint(condition=Q(state="OPEN") | ~Q(answer=""), name="an_answer_to_an_appeal_says_why"),
            models.CheckConstraint(condition=~Q(reason=""), name="an_appeal_says_why"),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("appealed_by")),
                name="nobody_answers_their_own_appeal",
            ),
            models.UniqueConstraint(
                fields=["school", "digest", "check_kind"],
                condition=Q(state="OPEN"),
                name="a_text_has_one_open_appeal_per_check",
            ),
        ]
        indexes = [models.Index(fields=["school", "digest"], name="appeals_by_text")]

    def __str__(self) -> str:
        return f"{self.check_kind} {self.state}"
