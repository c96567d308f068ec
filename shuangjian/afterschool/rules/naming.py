"""How a child and its family are called in files that others read.

The programme's secret is published with the draw, so that anybody can recompute it: a name made of the secret alone
could be tried for every number a child may have. The key is therefore made of the secret and of this installation's
own key, which is never published.
"""

import hashlib
import hmac
from collections.abc import Iterable

OPAQUE_LENGTH = 16


def naming_key(installation: str, secret: str) -> bytes:
    """What the names of one programme's children are made with; `installation` is the key that never leaves here."""
    return hmac.new(installation.encode(), f"service|{secret}".encode(), hashlib.sha256).digest()


def pupil_opaque(key: bytes, pupil_id: int) -> str:
    """Sixteen hex signs, for one child in one programme."""
    return _opaque(key, f"pupil|{pupil_id}")


def family_opaque(key: bytes, pupil_ids: Iterable[int]) -> str:
    """Sixteen hex signs, for brothers and sisters who stand together. Raises ValueError for nobody."""
    return _opaque(key, f"family|{min(pupil_ids)}")


def _opaque(key: bytes, name: str) -> str:
    return hmac.new(key, name.encode(), hashlib.sha256).hexdigest()[:OPAQUE_LENGTH]
