"""What the estimator is given: reports of pupils on items, as arrays."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Pupils:
    """S pupils. `klass` (S,): code 0..C-1 of the class a pupil sits in; `block` (S,): code 0..G-1 of school × grade.

    A class belongs to one block. A pupil's row says nothing else about the pupil.
    """

    klass: Ints
    block: Ints


@dataclass(frozen=True)
class Items:
    """J items; an item is one tier of one assignment, as set to one grade of one school.

    `cell` (J,): code 0..K-1 of subject × stage × form × tier, a fixed effect. `subject` (J,): code of the subject.
    `teacher` (J,): code 0..T-1 of the teacher in that subject. `block` (J,): code of school × grade. `declared` (J,):
    minutes its teacher gave it, > 0.
    """

    cell: Ints
    subject: Ints
    teacher: Ints
    block: Ints
    declared: Floats


@dataclass(frozen=True)
class Reports:
    """N reports: `pupil` (N,) did `item` (N,), which took between `low` and `high` (N,), in log minutes.

    They are equal where minutes were given, an interval where one of the four answers was, and `high` is +inf where the
    work was not finished. `mode` (N,): code 0..D-1 of how it was reported, 0 the reference. `weight` (N,): > 0, the
    precision of a report relative to an ordinary one. The order of rows never matters.
    """

    pupil: Ints
    item: Ints
    low: Floats
    high: Floats
    mode: Ints
    weight: Floats


def sums_by(code: Ints, values: Floats, size: int) -> Floats:
    """(size,) sums of the values (n,) of each code (n,), added in the order of rows."""
    totals: NDArray[Any] = np.bincount(code, weights=values, minlength=size)
    return totals.astype(np.float64, copy=False)  # of no rows numpy makes whole numbers


def stretches(rows: int, size: int = 4_000_000) -> Iterator[slice]:
    """Rows one stretch after another: what is computed of every row stands in memory for `size` of them."""
    return (slice(first, min(first + size, rows)) for first in range(0, rows, size))
