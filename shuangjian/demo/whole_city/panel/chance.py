"""Draws that belong to somebody: the same for the same seed, kind and ids, whatever was drawn before."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]
_STEP, _FIRST, _SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


def uniform(seed: int, kind: str, *ids: NDArray[np.integer] | int) -> Floats:
    """Numbers between 0 and 1, exclusively, one for each row of the ids (arrays of one length, or one for all).

    The mixing is that of SplitMix64 (Steele, Lea and Flood, 2014), once for each id.
    """
    state = np.uint64((seed * 1_000_003 + int.from_bytes(kind.encode(), "little")) % 2**64)
    mixed: NDArray[np.uint64] = np.atleast_1d(state)
    with np.errstate(over="ignore"):
        for one in ids:
            mixed = _mix(mixed ^ _mix(np.atleast_1d(np.asarray(one, np.int64)).view(np.uint64)))
        found: Floats = ((_mix(mixed) >> np.uint64(11)).astype(np.float64) + 0.5) / 2**53
    return found


def normal(seed: int, kind: str, *ids: NDArray[np.integer] | int) -> Floats:
    """Standard normal draws, as `uniform`."""
    draws: Floats = ndtri(uniform(seed, kind, *ids))
    return draws


def _mix(state: NDArray[np.uint64]) -> NDArray[np.uint64]:
    z = state + np.uint64(_STEP)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(_FIRST)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(_SECOND)
    mixed: NDArray[np.uint64] = z ^ (z >> np.uint64(31))
    return mixed
