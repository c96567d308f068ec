"""What is published of a draw before anybody can know how it comes out: canonical text, digests, seed and lottery.

Every digest is SHA-256 of UTF-8, in lowercase hex. `verify_draw.py` says the same formulas once more, on its own.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shuangjian.afterschool.draw.public import PublicNumber

RULES = "shuangjian-draw-1"

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def canonical(value: Any) -> str:
    """JSON of a value in the one form that is digested: sorted keys, no blanks, no escapes. Never of floats."""
    return _encode(value)


def digest(value: Any) -> str:
    """64 hex signs of a value's canonical JSON."""
    return sha256(canonical(value))


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def commitment_of(secret: str, menu: dict[str, Any], public: PublicNumber | None) -> dict[str, Any]:
    """What a school is bound to before sign-up opens; its digest is what is published.

    `secret`: 64 hex signs that nobody sees before the draw. `menu`: as JSON. `public`: a random value that will be
    known to all after sign-up has closed, such as the numbers of a lottery; none for a draw that waits for no value.
    """
    told = public.as_json() if public else None
    return {
        "secret_sha256": sha256(secret),
        "menu": digest(menu),
        "rules": RULES,
        "public": told,
    }


def sealed_of(lists: list[dict[str, Any]], tutoring: str | None) -> str:
    """What is published at closing, before the public value is known: nothing in the lists can change after it."""
    return digest({"lists": lists, "tutoring": tutoring})


def seed_of(secret: str, public_value: str, sealed: str, term: str) -> str:
    """The draw's seed, known to nobody until the public value is. `sealed`: the digest of `sealed_of`."""
    return sha256("|".join((secret, typed(public_value), sealed, term)))


def typed(public_value: str) -> str:
    """The public value as it goes into the seed, however it was typed: NFC, no blanks around it."""
    return unicodedata.normalize("NFC", public_value).strip()


def lottery_key(seed: str, term: str, school: str, opaque: str) -> int:
    """The number that a child, or the family of brothers and sisters, stands at: first 8 bytes, big-endian."""
    whole = hashlib.sha256("|".join((seed, term, school, opaque)).encode()).digest()
    return int.from_bytes(whole[:8], "big")


def lottery_keys(seed: str, term: str, school: str, opaque: Iterable[str]) -> NDArray[np.uint64]:
    """(n,) the `lottery_key` of many."""
    sha, before = hashlib.sha256, f"{seed}|{term}|{school}|"
    whole = b"".join([sha((before + each).encode()).digest() for each in opaque])
    return np.frombuffer(whole, dtype=">u8")[::4].astype(np.uint64)
