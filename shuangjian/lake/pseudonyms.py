"""Under what a child stands in the lake: a keyed digest, which nobody without the key can turn back or recompute."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from shuangjian.people.operations import digest_of


def pseudonym(pupil_id: int) -> int:
    """A number of 64 bits, the same for a child each evening."""
    return int.from_bytes(bytes.fromhex(digest_of("lake", str(pupil_id)))[:8], signed=True)


def pseudonyms(pupil_ids: Iterable[int]) -> NDArray[np.int64]:
    return np.fromiter(map(pseudonym, pupil_ids), np.int64)
