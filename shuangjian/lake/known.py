"""What the estimator knows after an evening, kept for the next: children's paces among it, for the owner's eyes only.

A file of arrays for each evening. It never leaves the folder: no table, page, export or log has any of it.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shuangjian.lake.folder import Lake, whole

FOLDER = "known"
KEPT = 12  # evenings back to which a night can be done again


def keep(lake: Lake, date: dt.date, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Keep what is known after an evening, and drop what was known long before it."""
    with whole(lake.root / FOLDER / f"{date.isoformat()}.npz") as fresh, fresh.open("wb") as file:
        np.savez(file, **dict(sorted(arrays.items())))  # type: ignore[arg-type]
    for old in _evenings(lake)[:-KEPT]:
        (lake.root / FOLDER / f"{old.isoformat()}.npz").unlink()


def known_before(lake: Lake, date: dt.date) -> dict[str, NDArray[Any]] | None:
    """What was known before an evening; None where nothing was."""
    earlier = [evening for evening in _evenings(lake) if evening < date]
    if not earlier:
        return None
    with np.load(lake.root / FOLDER / f"{earlier[-1].isoformat()}.npz", allow_pickle=False) as arrays:
        return dict(arrays)


def forget_before(lake: Lake, date: dt.date) -> None:
    """Drop what was known before an evening: children that are to be forgotten may stand in it."""
    for old in _evenings(lake):
        if old < date:
            (lake.root / FOLDER / f"{old.isoformat()}.npz").unlink()


def _evenings(lake: Lake) -> list[dt.date]:
    return sorted(dt.date.fromisoformat(path.stem) for path in (lake.root / FOLDER).glob("????-??-??.npz"))
