"""Keyed digests, slips and sort keys. Randomness and keys are arguments."""

import hashlib
import hmac
import itertools
from collections.abc import Callable
from enum import StrEnum

from shuangjian.kernel.actor import Actor, Role

NOTICE = "2026-09"  # version of the notice to guardians: docs/privacy.md and the slip page
SLIP_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 O 1 I L U: copied from paper by hand
SLIP_SECRET_LENGTH = 12  # 58 bits, used once and guarded against guessing
SLIP_NAME_LENGTH = 8
SHORTEST_PASSWORD = 8
TOKEN_PREFIX = "sj_"  # so that a token that leaked into a file can be searched for
TOKEN_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz"
TOKEN_LENGTH = 40  # 230 bits: it is the whole of a sign-in
TOKEN_HINT_LENGTH = 7
TOKEN_NAME_LENGTH = 30
LONGEST_TOKEN_DAYS = 366
REQUESTS_A_MINUTE = 300


class Relation(StrEnum):
    """What a guardian is to the child; an entrusted carer looks after a child whose parents work elsewhere."""

    FATHER = "FATHER"
    MOTHER = "MOTHER"
    GRANDPARENT = "GRANDPARENT"
    OTHER_GUARDIAN = "OTHER_GUARDIAN"
    ENTRUSTED_CARER = "ENTRUSTED_CARER"

    @property
    def label(self) -> str:
        return {
            "FATHER": "父亲",
            "MOTHER": "母亲",
            "GRANDPARENT": "祖辈",
            "OTHER_GUARDIAN": "其他监护人",
            "ENTRUSTED_CARER": "受托照护人",
        }[self.value]


def keyed_digest(key: bytes, kind: str, value: str) -> str:
    """HMAC-SHA-256 of a number that identifies a person (`kind` keeps 学籍号 and 工号 apart), as 64 hex digits."""
    return hmac.new(key, f"{kind}:{value.strip().upper()}".encode(), hashlib.sha256).hexdigest()


def slip_name(choose: Callable[[str], str]) -> str:
    """A sign-in name such as `jt-7K3F2MQX`; `choose` picks one sign of a string at random."""
    return "jt-" + "".join(choose(SLIP_ALPHABET) for _ in range(SLIP_NAME_LENGTH))


def slip_secret(choose: Callable[[str], str]) -> str:
    """A secret such as `7K3F-2MQX-9WTB`, to be typed once from paper."""
    signs = "".join(choose(SLIP_ALPHABET) for _ in range(SLIP_SECRET_LENGTH))
    return "-".join(signs[i : i + 4] for i in range(0, SLIP_SECRET_LENGTH, 4))


def initial_password(choose: Callable[[str], str]) -> str:
    """A first password such as `Kmtw-4837-xqpd`: three kinds of signs, to be copied from paper and changed at once."""
    small, digits = "abcdefghjkmnpqrstvwxyz", "23456789"
    groups = (choose(small.upper()), *(choose(small) for _ in range(3)))
    return "-".join(
        ("".join(groups), "".join(choose(digits) for _ in range(4)), "".join(choose(small) for _ in range(4)))
    )


def staff_username(sort_key: str, number_tail: str) -> str:
    """A sign-in name such as `gongping0031` from the pinyin of a name and the end of the 工号, in ASCII."""
    letters = "".join(sign for sign in sort_key.lower() if sign.isascii() and sign.isalpha())
    digits = "".join(sign for sign in number_tail if sign.isascii() and sign.isalnum())
    return f"{letters or 'laoshi'}{digits}"[:50]


def plain_secret(typed: str) -> str:
    """What was typed, as it is digested: without blanks and hyphens, full-width signs folded, in capitals."""
    return "".join(c for c in _half_width(typed).upper() if c in SLIP_ALPHABET)


def sign_in_name(typed: str) -> str:
    """A sign-in name as it is kept, however a name from a slip was typed: ` ｊｔ－7k3f2mqx` is `jt-7K3F2MQX`."""
    name = "".join(_half_width(typed).split())
    return f"jt-{name[3:].upper()}" if name.lower().startswith("jt-") else typed.strip()


def drawn_from(secret: bytes, seed: str) -> Callable[[str], str]:
    """A `choose` whose picks follow from a seed: the same form draws the same slips, however often it arrives.

    Without both the key of this installation and the seed, which is kept nowhere, nothing can be drawn again.
    """
    counts = itertools.count()

    def choose(signs: str) -> str:
        pick = hmac.new(secret, f"slip:{seed}:{next(counts)}".encode(), hashlib.sha256).digest()
        return signs[int.from_bytes(pick) % len(signs)]

    return choose


def _half_width(typed: str) -> str:
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in typed).replace("　", " ")


_OVERSIGHT = frozenset({Role.CENTRAL_SCHOOL, Role.COUNTY_OFFICER, Role.CITY_OFFICER})
_LEADERS = frozenset({Role.ACADEMIC_AFFAIRS, Role.PRINCIPAL})
_TEACHING = frozenset({Role.SUBJECT_TEACHER, Role.HOMEROOM})


class Scope(StrEnum):
    """What a token may be used for. No scope lends a role: each leaves of the person's own roles those in `roles`."""

    READ_EVENINGS = "read:evenings"
    WRITE_HOMEWORK = "write:homework"
    WRITE_LOANS = "write:loans"
    WRITE_DECISIONS = "write:decisions"
    READ_CHECKS = "read:checks"
    READ_FIGURES = "read:figures"
    READ_ROSTERS = "read:rosters"
    WRITE_ROSTERS = "write:rosters"
    READ_SERVICE = "read:service"
    WRITE_SERVICE = "write:service"

    @property
    def roles(self) -> frozenset[Role]:
        return {
            Scope.READ_EVENINGS: _TEACHING | {Role.GRADE_HEAD} | _LEADERS | _OVERSIGHT,
            Scope.WRITE_HOMEWORK: _TEACHING | _LEADERS,
            Scope.WRITE_LOANS: frozenset({Role.SUBJECT_TEACHER}),
            Scope.WRITE_DECISIONS: frozenset({Role.HOMEROOM, Role.GRADE_HEAD}) | _LEADERS,
            Scope.READ_CHECKS: frozenset({Role.GRADE_HEAD}) | _LEADERS | _OVERSIGHT,
            Scope.READ_FIGURES: _OVERSIGHT,
            Scope.READ_ROSTERS: _LEADERS,
            Scope.WRITE_ROSTERS: _LEADERS | _OVERSIGHT,
            Scope.READ_SERVICE: _TEACHING | {Role.GRADE_HEAD, Role.COORDINATOR} | _LEADERS | _OVERSIGHT,
            Scope.WRITE_SERVICE: frozenset({Role.COORDINATOR}) | _LEADERS,
        }[self]

    @property
    def label(self) -> str:
        return {
            Scope.READ_EVENINGS: "看班级和每晚的作业",
            Scope.WRITE_HOMEWORK: "布置、改、撤回作业",
            Scope.WRITE_LOANS: "和同事借分钟",
            Scope.WRITE_DECISIONS: "定一晚的分钟和学期计划，答申诉",
            Scope.READ_CHECKS: "看每周检查、月报和申诉",
            Scope.READ_FIGURES: "看总览的数",
            Scope.READ_ROSTERS: "下载名册",
            Scope.WRITE_ROSTERS: "更新名册",
            Scope.READ_SERVICE: "看课后服务的安排和覆盖",
            Scope.WRITE_SERVICE: "编课后服务的活动",
        }[self]

    def narrowed(self, actor: Actor) -> Actor:
        """The actor with those roles only that the scope leaves."""
        return Actor(actor.person_id, actor.name, actor.holds(*self.roles))


class TokenUseless(Exception):
    """A token that opens nothing: unknown, revoked, expired, or of somebody who may do nothing with it any more."""


class TokenBusy(Exception):
    """A token that was used too often within a minute; `wait` are the seconds until it may be used again."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"wait {wait} s")
        self.wait = wait


def offered_scopes(actor: Actor) -> tuple[Scope, ...]:
    """The scopes that a person has any role for."""
    return tuple(scope for scope in Scope if actor.holds(*scope.roles))


def token_secret(choose: Callable[[str], str]) -> str:
    """A token such as `sj_8fKq…`; `choose` picks one sign of a string at random."""
    return TOKEN_PREFIX + "".join(choose(TOKEN_ALPHABET) for _ in range(TOKEN_LENGTH))


def token_digest(key: bytes, secret: str) -> str:
    """The keyed digest under which a token is kept. Unlike a number's it tells capitals from small letters."""
    return hmac.new(key, f"token:{secret}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()
