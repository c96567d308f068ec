"""Where every report, level and coefficient of a crossed model stands once blocks are taken apart."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shuangjian.timing.estimator.data import Floats, Ints
from shuangjian.timing.estimator.sorting import in_order

Positions = NDArray[np.int64]


class Layout(NamedTuple):
    """B blocks, J items, N rows in order of block, item and first grouping of rows.

    A block's columns are its random levels, then nothing up to a multiple of four, then its fixed columns. Random
    levels of all blocks are numbered through, R in all.
    """

    item_from: Positions  # (B + 1,) first item of each block
    row_from: Positions  # (J + 1,) first row of each item
    row: Positions  # (N,) where the row stood
    item: Positions  # (J,) the item's code
    by_row: Ints  # (N, ·) columns of the row within its block, -1 for none
    by_item: Ints  # (J, ·) columns that all rows of the item share
    covariates: Floats  # (N, d) values of the last d fixed columns
    level_from: Positions  # (B + 1,) first random level of each block
    leading: Positions  # (B,) random columns with what fills them up
    factor: Ints  # (R,) which grouping a level is of: those of rows, then those of items
    level: Ints  # (R,) its code there
    fixed_from: Positions  # (B + 1,)
    fixed: Positions  # (·,) fixed effect of each block's fixed column
    row_groupings: int  # the first columns of `by_row` are levels, the others fixed
    item_groupings: int  # the same of `by_item`; F is both together


@dataclass(frozen=True)
class Design:
    """A crossed model's groupings. `item` (N,) is eliminated; items of one block of `block` (J,) share all their levels
    with no other block's.

    `by_row`: groupings of rows, each (N,); `by_item`: groupings of items, each (J,). `fixed_by_item` (J,) and
    `fixed_by_row` (N,), -1 for the reference, are fixed effects by code, in that order, `covariates` (N, d) after them.
    """

    item: Ints
    block: Ints
    by_row: list[Ints] = field(default_factory=list)
    by_item: list[Ints] = field(default_factory=list)
    fixed_by_item: Ints | None = None
    fixed_by_row: Ints | None = None
    covariates: Floats | None = None

    @property
    def fixed_at(self) -> tuple[int, int, int]:
        """Where fixed effects by row begin, where covariates do, and how many there are in all."""
        by_item = _count(self.fixed_by_item)
        by_row = by_item + _count(self.fixed_by_row)
        return by_item, by_row, by_row + (0 if self.covariates is None else self.covariates.shape[1])


def lay_out(design: Design, ties: list[NDArray[Any]]) -> Layout:
    """The layout of a design; rows that agree in item and first grouping stand in order of `ties`, each (N,)."""
    per_item = np.bincount(design.item, minlength=len(design.block))
    items = np.argsort(design.block, kind="stable")
    rank = np.zeros(len(design.block), np.int32)
    rank[items] = np.arange(len(items))
    row = in_order([rank[design.item], *design.by_row[:1]], ties)
    block_at = np.unique(design.block[items], return_inverse=True)[1]
    blocks = int(block_at[-1]) + 1
    per_block = np.bincount(block_at, minlength=blocks)
    row_block = np.repeat(block_at, per_item[items])
    by_row = [codes[row] for codes in design.by_row]
    by_item = [codes[items] for codes in design.by_item]
    where = [row_block] * len(by_row) + [block_at] * len(by_item)
    level_from, factor, level, local = _levels(by_row + by_item, where, blocks)
    leading = -4 * (-np.diff(level_from) // 4)
    fixed_from, fixed, fixed_local = _fixed(design, items, row, block_at, row_block, blocks)
    fixed_rows, fixed_items = fixed_local
    row_columns = local[: len(by_row)] + [_shifted(c, leading[row_block]) for c in fixed_rows]
    item_columns = local[len(by_row) :] + [_shifted(c, leading[block_at]) for c in fixed_items]
    covariates = np.zeros((len(row), 0)) if design.covariates is None else design.covariates[row]
    return Layout(
        item_from=_starts(per_block),
        row_from=_starts(per_item[items]),
        row=row,
        item=items,
        by_row=_together(row_columns, len(row)),
        by_item=_together(item_columns, len(items)),
        covariates=np.ascontiguousarray(covariates, np.float64),
        level_from=level_from,
        leading=leading,
        factor=factor,
        level=level,
        fixed_from=fixed_from,
        fixed=fixed,
        row_groupings=len(by_row),
        item_groupings=len(by_item),
    )


def beginning(layout: Layout, rows: int) -> Layout:
    """The first blocks of a layout, as many as have so many rows, as views; all where they have fewer."""
    block_rows = layout.row_from[layout.item_from[1:]]
    blocks = min(int(np.searchsorted(block_rows, rows)) + 1, len(block_rows))
    items, levels = layout.item_from[blocks], layout.level_from[blocks]
    until = layout.row_from[items]
    return layout._replace(
        item_from=layout.item_from[: blocks + 1],
        row_from=layout.row_from[: items + 1],
        row=layout.row[:until],
        item=layout.item[:items],
        by_row=layout.by_row[:until],
        by_item=layout.by_item[:items],
        covariates=layout.covariates[:until],
        level_from=layout.level_from[: blocks + 1],
        leading=layout.leading[:blocks],
        factor=layout.factor[:levels],
        level=layout.level[:levels],
        fixed_from=layout.fixed_from[: blocks + 1],
        fixed=layout.fixed[: layout.fixed_from[blocks]],
    )


def _levels(codes: list[Ints], where: list[Positions], blocks: int) -> tuple[Positions, Ints, Ints, list[Ints]]:
    """Levels that occur, by block, grouping and code; and the place within its block of each code's level."""
    occurring = []
    for factor, (one, block) in enumerate(zip(codes, where, strict=True)):
        home = np.full(_count(one), -1, np.int64)
        home[one] = block
        level = np.flatnonzero(home >= 0)
        occurring.append((home[level], np.full(len(level), factor), level))
    if not occurring:
        return np.zeros(blocks + 1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int32), []
    home, factor_of, level_of = (np.concatenate(part) for part in zip(*occurring, strict=True))
    order = np.lexsort((level_of, factor_of, home))
    home, factor_of, level_of = home[order], factor_of[order], level_of[order]
    level_from = _starts(np.bincount(home, minlength=blocks))
    place = np.arange(len(home)) - level_from[home]
    local = []
    for factor, one in enumerate(codes):
        mine = factor_of == factor
        table = np.full(_count(one), -1, np.int32)
        table[level_of[mine]] = place[mine]
        local.append(table[one])
    return level_from, factor_of.astype(np.int32), level_of.astype(np.int32), local


def _fixed(
    design: Design, items: Positions, row: Positions, block_at: Positions, row_block: Positions, blocks: int
) -> tuple[Positions, Positions, tuple[list[Ints], list[Ints]]]:
    """Fixed effects that occur in each block, and the place of each row's and item's among them."""
    rows_at, covariates_at, count = design.fixed_at
    occurs = np.zeros((blocks, count), bool)
    occurs[:, covariates_at:] = True
    by_item = [] if design.fixed_by_item is None else [design.fixed_by_item[items].astype(np.int64)]
    by_row = [] if design.fixed_by_row is None else [design.fixed_by_row[row].astype(np.int64)]
    by_row = [np.where(codes < 0, -1, codes + rows_at) for codes in by_row]
    for codes in by_item:
        occurs[block_at, codes] = True
    for codes in by_row:
        occurs[row_block[codes >= 0], codes[codes >= 0]] = True
    place = np.cumsum(occurs, axis=1) - 1
    local_rows = [np.where(codes < 0, -1, place[row_block, codes]) for codes in by_row]
    local_items = [place[block_at, codes] for codes in by_item]
    return _starts(occurs.sum(axis=1)), np.ascontiguousarray(np.nonzero(occurs)[1]), (local_rows, local_items)


def _starts(counts: Positions) -> Positions:
    return np.concatenate(([0], np.cumsum(counts)))


def _shifted(columns: NDArray[np.integer[Any]], by: Positions) -> Ints:
    return np.where(columns < 0, -1, columns + by).astype(np.int32)


def _together(columns: list[Ints], length: int) -> Ints:
    if not columns:
        return np.zeros((length, 0), np.int32)
    return np.ascontiguousarray(np.column_stack(columns), np.int32)


def _count(codes: Ints | None) -> int:
    return 0 if codes is None else int(codes.max(initial=-1)) + 1
