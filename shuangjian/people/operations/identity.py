"""How a number and a name are kept: the number as a keyed digest, the name with its pinyin."""

from django.conf import settings
from pypinyin import lazy_pinyin

from shuangjian.people.rules import keyed_digest


def digest_of(kind: str, number: str) -> str:
    """The keyed digest under which a number is kept; `kind` is `staff`, `pupil` or `slip`."""
    return keyed_digest(settings.ROSTER_KEY.encode(), kind, number)


def sort_key(name: str) -> str:
    """Pinyin of a name, so that lists stand in the order people expect; a sign without a reading sorts by itself."""
    return " ".join(lazy_pinyin(name))[:120]
