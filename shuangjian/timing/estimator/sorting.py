"""Rows in the one order that all sums are taken in, whatever order they came in."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from shuangjian.timing.estimator.compiled import compiled
from shuangjian.timing.estimator.data import Ints

Order = NDArray[np.int64]


def in_order(keys: list[Ints], values: list[NDArray[Any]]) -> Order:
    """Positions (N,) by keys, the first key first, and rows of equal keys by values: none is left to the input's order.

    Keys are codes from 0. Each key takes one pass over the rows.
    """
    order = np.arange(len(keys[0]))
    for key in reversed(keys):
        order = _counted(key, order, int(key.max(initial=-1)) + 1)
    same = np.ones(max(len(order) - 1, 0), dtype=bool)
    for key in keys:
        own = key[order]
        same &= own[1:] == own[:-1]
    tied = np.append(same, False)
    tied[1:] |= same
    rows = np.flatnonzero(tied)
    if len(rows):
        those = order[rows]
        order[rows] = those[np.lexsort([value[those] for value in values] + [key[those] for key in reversed(keys)])]
    return order


@compiled
def _counted(key: Ints, order: Order, levels: int) -> Order:
    """Stable counting sort of `order` by key."""
    at = np.zeros(levels + 1, np.int64)
    for code in key:
        at[code + 1] += 1
    for level in range(levels):
        at[level + 1] += at[level]
    done = np.empty_like(order)
    for position in order:
        code = key[position]
        done[at[code]] = position
        at[code] += 1
    return done


def components(pairs: list[tuple[Ints, Ints]], first: int) -> Ints:
    """What hangs together: a component (first,) for each code of the left column, numbered by its lowest code.

    Each pair of columns joins the left code of a row with the right one; right codes of different pairs are different
    things.
    """
    nodes = first
    left, right = [], []
    for one, other in pairs:
        left.append(one.astype(np.int64))
        right.append(other.astype(np.int64) + nodes)
        nodes += int(other.max(initial=-1)) + 1
    edges = np.concatenate(left), np.concatenate(right)
    joined = coo_array((np.ones(len(edges[0]), np.int8), edges), shape=(nodes, nodes))
    labels = connected_components(joined, directed=False)[1][:first]
    _, lowest, inverse = np.unique(labels, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(lowest))[inverse].astype(np.int32)
