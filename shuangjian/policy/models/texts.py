"""学校作业管理办法: the school's own rules as a text, drafted in revisions and adopted in versions. Nothing of it is
ever changed: what was once adopted, or once written, can be read again."""

from django.db import models
from django.db.models import Q


class RulesDraft(models.Model):
    """One saved revision of the text that is to become a version. Append-only: two who write at the same time each
    keep what they wrote. `text` is a `RulesText` in plain values."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    revision = models.PositiveSmallIntegerField()
    text = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "version", "revision"], name="a_revision_of_the_rules_is_written_once"
            ),
            models.CheckConstraint(condition=Q(version__gte=1, revision__gte=1), name="drafts_are_counted_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} v{self.version} r{self.revision}"


class AdoptedRules(models.Model):
    """One version as the principal adopted it, for the days from `since` on until a later version holds.
    Append-only: what was adopted is neither changed nor taken back. `revision` is the draft's."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    revision = models.PositiveSmallIntegerField()
    text = models.JSONField()
    since = models.DateField()
    adopted_at = models.DateTimeField()
    adopted_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "version"], name="a_version_of_the_rules_is_adopted_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="versions_of_the_rules_are_counted_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} v{self.version}"
