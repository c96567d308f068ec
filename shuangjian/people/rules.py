"""Keyed digests, slips and sort keys. Randomness and keys are arguments."""

import hashlib
import hmac
from collections.abc import Callable
from enum import StrEnum

NOTICE = "2026-09"  # version of the notice to guardians: docs/privacy.md and the slip page
SLIP_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 O 1 I L U: copied from paper by hand
SLIP_SECRET_LENGTH = 12  # 58 bits, used once and guarded against guessing
SLIP_NAME_LENGTH = 6
SHORTEST_PASSWORD = 8


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
    """A sign-in name such as `jt-7K3F2M`; `choose` picks one sign of a string at random."""
    return "jt-" + "".join(choose(SLIP_ALPHABET) for _ in range(SLIP_NAME_LENGTH))


def slip_secret(choose: Callable[[str], str]) -> str:
    """A secret such as `7K3F-2MQX-9WTB`, to be typed once from paper."""
    signs = "".join(choose(SLIP_ALPHABET) for _ in range(SLIP_SECRET_LENGTH))
    return "-".join(signs[i : i + 4] for i in range(0, SLIP_SECRET_LENGTH, 4))


def plain_secret(typed: str) -> str:
    """What was typed, as it is digested: without blanks and hyphens, full-width signs folded, in capitals."""
    folded = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in typed)
    return "".join(c for c in folded.upper() if c in SLIP_ALPHABET)
