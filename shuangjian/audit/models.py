"""The record and its seals. Rows are only ever added: triggers refuse UPDATE and DELETE (see the first migration)."""

from django.db import models


class Act(models.Model):
    """One thing somebody did. A personal field appears in `after` as `CHANGED`, never with its value."""

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=80)
    actor_role = models.CharField(max_length=30, blank=True)
    name = models.CharField(max_length=60)
    school_id = models.BigIntegerField(null=True)
    class_id = models.BigIntegerField(null=True)
    place_path = models.CharField(max_length=120)
    on_kind = models.CharField(max_length=40)
    on_id = models.BigIntegerField(null=True)
    on_label = models.CharField(max_length=160, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    key = models.CharField(max_length=255, null=True)
    request_digest = models.CharField(max_length=64, blank=True)
    outcome = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor_id", "key"], name="an_actor_acts_once_per_key"),
        ]
        indexes = [
            models.Index(fields=["school_id", "-id"], name="acts_of_a_school"),
            models.Index(fields=["class_id", "-id"], name="acts_of_a_class"),
            models.Index(fields=["on_kind", "on_id"], name="acts_on_an_object"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.name} {self.on_label}"


class Seal(models.Model):
    """The link of one act in the hash chain: `digest` = SHA-256(previous digest ‖ canonical act)."""

    act_id = models.BigIntegerField(primary_key=True)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.act_id} {self.digest[:12]}"
