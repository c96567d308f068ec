"""Rosters that were uploaded."""

from django.db import models
from django.db.models import Q

from shuangjian.people.models.persons import Person


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
