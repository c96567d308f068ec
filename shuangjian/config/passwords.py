"""What a staff password must be, beyond Django's own checks.

Source: GB/T 22239-2019 §8.1.4.1 a) asks for complexity; assessors take it as eight characters of three kinds.
"""

from django.core.exceptions import ValidationError

KINDS_NEEDED = 3


class ThreeKindsValidator:
    """At least three of: lower case, upper case, digits, anything else."""

    def validate(self, password: str, user: object = None) -> None:
        if kinds(password) < KINDS_NEEDED:
            raise ValidationError(f"密码太简单。{self.get_help_text()}", code="password_too_few_kinds")

    def get_help_text(self) -> str:
        return "请在小写字母、大写字母、数字和其他符号中至少用三种。"


def kinds(password: str) -> int:
    """How many of the four kinds of character a password has."""
    return len({_kind(character) for character in password})


def _kind(character: str) -> str:
    if character.islower():
        return "lower"
    if character.isupper():
        return "upper"
    return "digit" if character.isdigit() else "other"
