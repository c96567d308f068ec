"""Which column of which front each level and each fixed effect has."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shuangjian.timing.estimator.compiled import compiled
from shuangjian.timing.estimator.data import Ints

Positions = NDArray[np.int64]
# The piece (n,) and the code (n,) of each of some rows or items; a code of -1 is none.
Seen = tuple[Ints, Ints]


class Columns(NamedTuple):
    """Fields of a `Layout`, and the columns (n,) of whatever was seen, -1 for none."""

    level_from: Positions
    leading: Positions
    factor: Ints
    level: Ints
    after_from: Positions
    after: Positions
    of_levels: list[Ints]
    of_fixed: list[Ints]


def placed(border: Ints, levels: list[Seen], fixed: list[Seen], effects: int, covariates: int) -> Columns:
    """Columns in P fronts, each with its `border` (P,), which a border is itself. A level stands in the piece that has
    it, or in the border where several have. The last `covariates` of all fixed `effects` occur everywhere.
    """
    is_border = border == np.arange(len(border))
    level_from, factor, level, homes, places = _levels(levels, border)
    leading = -4 * (-np.diff(level_from) // 4)
    of_borders = [(border[piece], code) for piece, code in fixed]
    fixed_from, effect, place = _occurring(np.where(is_border, effects, 0), of_borders, covariates)
    wide = leading + np.diff(fixed_from)
    met = [(piece, np.where(home == piece, -1, at)) for (piece, _), home, at in zip(levels, homes, places, strict=True)]
    met += [(piece, _beyond(leading[border], piece, at)) for (piece, _), at in zip(fixed, place, strict=True)]
    shared_from, shared, place = _occurring(np.where(is_border, 0, wide[border]), met, covariates)
    columns = [_beyond(leading, piece, at) for (piece, _), at in zip(met, place, strict=True)]
    own = [np.where(column < 0, at, column) for column, at in zip(columns, places, strict=False)]
    fronts = [np.repeat(np.arange(len(border)), np.diff(each)) for each in (fixed_from, shared_from)]
    after = np.concatenate([effect, shared])[np.argsort(np.concatenate(fronts), kind="stable")]
    return Columns(level_from, leading, factor, level, fixed_from + shared_from, after, own, columns[len(levels) :])


def _levels(seen: list[Seen], border: Ints) -> tuple[Positions, Ints, Ints, list[Ints], list[Ints]]:
    """Levels that occur, by front, grouping and code; of what was seen the front that it stands in and its place."""
    homes, occurring = [], []
    for factor, (piece, codes) in enumerate(seen):
        home = np.full(count(codes), -1, np.int32)
        home[codes] = piece
        shared = codes[home[codes] != piece]
        home[shared] = border[home[shared]]
        level = np.flatnonzero(home >= 0)
        occurring.append((home[level], np.full(len(level), factor), level))
        homes.append(home)
    if not occurring:
        return np.zeros(len(border) + 1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int32), [], []
    front, factor_of, level_of = (np.concatenate(part) for part in zip(*occurring, strict=True))
    order = np.lexsort((level_of, factor_of, front))
    front, factor_of, level_of = front[order], factor_of[order], level_of[order]
    level_from = starts(np.bincount(front, minlength=len(border)))
    at = np.arange(len(front)) - level_from[front]
    places = []
    for factor, (_, codes) in enumerate(seen):
        mine = factor_of == factor
        table = np.full(len(homes[factor]), -1, np.int32)
        table[level_of[mine]] = at[mine]
        places.append(table[codes])
    found = [home[codes] for home, (_, codes) in zip(homes, seen, strict=True)]
    return level_from, factor_of.astype(np.int32), level_of.astype(np.int32), found, places


def _occurring(width: Positions, seen: list[Seen], always: int) -> tuple[Positions, Positions, list[Ints]]:
    """Of tables `width` (P,) wide, the columns that were seen, and `always` the last ones: where each table's begin
    (P + 1,), the columns, and for each that was seen its place among its table's.
    """
    first = starts(width)
    marks = np.zeros(first[-1], np.bool_)
    for table, column in seen:
        _mark(first, table, column, marks)
    for last in range(1, always + 1):
        marks[first[1:][width > 0] - last] = True
    before = starts(marks)
    columns = np.flatnonzero(marks) - np.repeat(first[:-1], np.diff(before[first]))
    return before[first], columns, [_ranked(first, before, table, column) for table, column in seen]


@compiled
def _mark(first: Positions, table: Ints, column: Ints, marks: NDArray[np.bool_]) -> None:
    for k in range(len(table)):
        if column[k] >= 0:
            marks[first[table[k]] + column[k]] = True


@compiled
def _ranked(first: Positions, before: Positions, table: Ints, column: Ints) -> Ints:
    ranks = np.full(len(table), -1, np.int32)
    for k in range(len(table)):
        if column[k] >= 0:
            ranks[k] = before[first[table[k]] + column[k]] - before[first[table[k]]]
    return ranks


@compiled
def _beyond(leading: Positions, front: Ints, place: Ints) -> Ints:
    """The column (n,) of each place after the leading ones of its front; -1 for none."""
    columns = np.full(len(front), -1, np.int32)
    for k in range(len(front)):
        if place[k] >= 0:
            columns[k] = leading[front[k]] + place[k]
    return columns


def starts(counts: NDArray[Any]) -> Positions:
    """Where each of so many begins, and where the last ends."""
    return np.concatenate(([0], np.cumsum(counts)))


def count(codes: Ints | None) -> int:
    """Codes from 0 up to the highest."""
    return 0 if codes is None else int(codes.max(initial=-1)) + 1
