"""Tokens, by which a program acts as a person. A token is shown once and kept as a keyed digest."""

from django.db import models
from django.db.models import F, Q

from shuangjian.people.models.persons import Person


class Token(models.Model):
    """令牌: `scopes` is what it may be used for, parted by blanks; `hint` its first signs, to know it by.

    `school` narrows the person's roles to one school; None leaves all of them. `minute` and `asked` count the requests
    of the latest minute in which there were any.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    school = models.ForeignKey("schools.School", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=30)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8)
    scopes = models.CharField(max_length=240)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    minute = models.DateTimeField(null=True)
    asked = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("issued_at")), name="a_token_expires_after_it_is_issued"
            ),
            models.CheckConstraint(
                condition=Q(revoked_by=None) | Q(revoked_at__isnull=False),
                name="whoever_revoked_a_token_did_so_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["school", "-id"], name="tokens_of_a_school")]

    def __str__(self) -> str:
        return self.name
