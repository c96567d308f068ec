"""Who was asked about an evening, and what was answered.

Everybody who was asked is a row, whether an answer came or not. `pupil` and `member` are taken out of the row when the
family leaves the panel, and after the weeks in which the estimator still needs them.
"""

from django.db import models
from django.db.models import F, Q

from shuangjian.kernel.subject import Subject


class Ask(models.Model):
    """A question about one child's evening, open from `asked_at` until `closes_at`; used up by answering, never by
    opening the page."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    school_class = models.ForeignKey("schools.SchoolClass", on_delete=models.PROTECT, related_name="+")
    grade = models.PositiveSmallIntegerField()
    date = models.DateField()
    pupil = models.ForeignKey("people.Pupil", null=True, on_delete=models.SET_NULL, related_name="+")
    member = models.ForeignKey("timing.PanelMember", null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pupil", "date"], name="a_child_is_asked_about_an_evening_once"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("asked_at")), name="a_question_closes_after_it_is_asked"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(answered_at__gte=F("asked_at")),
                name="an_answer_comes_after_its_question",
            ),
        ]
        indexes = [
            models.Index(fields=["school_class", "grade", "date"], name="questions_of_a_class"),
            models.Index(fields=["date"], name="questions_of_an_evening"),
            models.Index(fields=["closes_at", "date"], name="questions_by_their_end"),
        ]

    def __str__(self) -> str:
        return f"{self.school_class_id}/{self.grade} {self.date}"


class Answer(models.Model):
    """How long one piece of homework took: `least` to `most` minutes, equal where minutes were given; without `most`
    where it was longer than the longest answer, or not finished. `position` is the tier that the child did."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="answers")
    publication = models.ForeignKey("homework.Publication", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    least = models.PositiveSmallIntegerField()
    most = models.PositiveSmallIntegerField(null=True)
    finished = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ask", "publication"], name="a_piece_of_homework_is_answered_once"),
            models.CheckConstraint(condition=Q(most=None) | Q(most__gte=F("least")), name="an_answer_spans_forwards"),
            models.CheckConstraint(
                condition=Q(finished=True) | Q(most=None), name="unfinished_work_has_no_longest_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.least}–{self.most}"


class Unlisted(models.Model):
    """Work of a subject that the sheet did not have. The subject and about how long: no words, so that no name can
    stand in them."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="unlisted")
    subject = models.CharField(max_length=30, choices=[(s.value, s.label) for s in Subject])
    least = models.PositiveSmallIntegerField()
    most = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ask", "subject"], name="unlisted_work_is_named_once_a_subject"),
            models.CheckConstraint(
                condition=Q(most=None) | Q(most__gte=F("least")), name="unlisted_work_spans_forwards"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ask_id} {self.subject}"
