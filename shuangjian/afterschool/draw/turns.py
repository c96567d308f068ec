"""Who takes a turn when: one lottery, forward in the first block of days, reversed in the second, from the middle in
the third."""

import numpy as np
from numpy.typing import NDArray

from shuangjian.afterschool.draw.digests import lottery_keys
from shuangjian.afterschool.draw.lists import Entry
from shuangjian.afterschool.draw.menus import Menu

BANDS = (1, 0, -1)


def orders(menu: Menu, entries: list[Entry], seed: str) -> NDArray[np.int32]:
    """(B, n) for each block the rows of `entries` in the order of their turns. Entries are sorted by id, which decides
    between equal keys."""
    keys = lottery_keys(seed, menu.term, menu.school, [entry.opaque for entry in entries])
    bands = np.fromiter((entry.band for entry in entries), np.int8, len(entries))
    return in_order(keys, bands, len(menu.blocks))


def in_order(keys: NDArray[np.uint64], bands: NDArray[np.int8], blocks: int) -> NDArray[np.int32]:
    """The same from keys (n,) and bands (n,)."""
    base = np.argsort(keys, kind="stable")
    groups = [base[bands[base] == band] for band in BANDS]
    rows = [np.concatenate([_arranged(group, keys, block) for group in groups]) for block in range(blocks)]
    return np.array(rows, np.int32).reshape(blocks, len(keys))


def _arranged(group: NDArray[np.intp], keys: NDArray[np.uint64], block: int) -> NDArray[np.intp]:
    if block % 3 == 0:
        return group
    if block % 3 == 1:
        return group[::-1]
    start = len(group) // 2
    # Brothers and sisters share a key; the middle does not part them into the first and the last of all.
    while 0 < start < len(group) and keys[group[start]] == keys[group[start - 1]]:
        start += 1
    return np.concatenate((group[start:], group[:start]))
