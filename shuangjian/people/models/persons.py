"""Persons, and the accounts they sign in with."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


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
    def get_queryset(self) -> "models.QuerySet[Account]":
        """Each with its person: every request of whoever has signed in asks for both."""
        return super().get_queryset().select_related("person")

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
