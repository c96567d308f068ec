"""Where every report, level and coefficient of a crossed model stands once blocks are taken apart."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shuangjian.timing.estimator.columns import Positions, count, placed, starts
from shuangjian.timing.estimator.compiled import compiled
from shuangjian.timing.estimator.data import Floats, Ints
from shuangjian.timing.estimator.sorting import in_order


class Layout(NamedTuple):
    """B blocks, J items, N rows in order of block, piece, item and first grouping of rows.

    A block is its pieces and its border: the random levels that more than one of its pieces have. Pieces and borders
    are P fronts, a block's border after its pieces. A front's columns are its random levels, then nothing up to a
    multiple of four, then what comes after it and occurs in it: after a piece columns of its border, after a border
    fixed effects. Random levels of all fronts are numbered through, R in all.
    """

    front_from: Positions  # (B + 1,) first front of each block
    item_from: Positions  # (P + 1,) first item of each front; a border has none
    row_from: Positions  # (J + 1,) first row of each item
    row: Positions  # (N,) where the row stood
    item: Positions  # (J,) the item's code
    by_row: Ints  # (N, ·) columns of the row within its piece, -1 for none
    by_item: Ints  # (J, ·) columns that all rows of the item share
    covariates: Floats  # (N, d) values of the last d columns
    level_from: Positions  # (P + 1,) first random level of each front
    leading: Positions  # (P,) random columns with what fills them up
    factor: Ints  # (R,) which grouping a level is of: those of rows, then those of items
    level: Ints  # (R,) its code there
    after_from: Positions  # (P + 1,)
    after: Positions  # (·,) what each further column is: of a piece a column of its border, of a border a fixed effect
    row_groupings: int  # the first columns of `by_row` are levels, the others fixed
    item_groupings: int  # the same of `by_item`


@dataclass(frozen=True)
class Design:
    """A crossed model's groupings. `item` (N,) is eliminated; items of one block of `block` (J,) share all their levels
    with no other block's.

    `by_row`: groupings of rows, each (N,); `by_item`: groupings of items, each (J,). `fixed_by_item` (J,) and
    `fixed_by_row` (N,), -1 for the reference, are fixed effects by code, in that order, `covariates` (N, d) after them.
    `piece` (J,): parts of a block; the fewer levels they share, the less work. `cells`: how many fixed effects by item
    there are, if others than these occur elsewhere.
    """

    item: Ints
    block: Ints
    by_row: list[Ints] = field(default_factory=list)
    by_item: list[Ints] = field(default_factory=list)
    fixed_by_item: Ints | None = None
    fixed_by_row: Ints | None = None
    covariates: Floats | None = None
    piece: Ints | None = None
    cells: int = 0

    @property
    def fixed_at(self) -> tuple[int, int, int]:
        """Where fixed effects by row begin, where covariates do, and how many there are in all."""
        by_item = max(count(self.fixed_by_item), self.cells)
        by_row = by_item + count(self.fixed_by_row)
        return by_item, by_row, by_row + (0 if self.covariates is None else self.covariates.shape[1])


def lay_out(design: Design, ties: list[NDArray[Any]]) -> Layout:
    """The layout of a design; rows that agree in item and first grouping stand in order of `ties`, each (N,)."""
    per_item = np.bincount(design.item, minlength=len(design.block))
    items = np.lexsort((design.block if design.piece is None else design.piece, design.block))
    rank = np.empty(len(design.block), np.int32)
    rank[items] = np.arange(len(items))
    row = in_order([rank[design.item], *design.by_row[:1]], ties)
    front_from, front = _fronts(design, items)
    row_front = np.repeat(front, per_item[items])
    border = np.repeat(front_from[1:] - 1, np.diff(front_from)).astype(np.int32)
    levels = [(row_front, codes[row]) for codes in design.by_row] + [(front, codes[items]) for codes in design.by_item]
    rows_at, _, fixed = design.fixed_at
    of_row, of_item = [], []
    if design.fixed_by_row is not None:
        codes = design.fixed_by_row[row]
        of_row.append((row_front, np.where(codes < 0, -1, codes + np.int32(rows_at)).astype(np.int32)))
    if design.fixed_by_item is not None:
        of_item.append((front, design.fixed_by_item[items]))
    covariates = np.zeros((len(row), 0)) if design.covariates is None else design.covariates[row]
    columns = placed(border, levels, of_row + of_item, fixed, covariates.shape[1])
    of_levels, of_fixed = columns.of_levels, columns.of_fixed
    return Layout(
        front_from=front_from,
        item_from=starts(np.bincount(front, minlength=len(border))),
        row_from=starts(per_item[items]),
        row=row,
        item=items,
        by_row=_together(of_levels[: len(design.by_row)] + of_fixed[: len(of_row)], len(row)),
        by_item=_together(of_levels[len(design.by_row) :] + of_fixed[len(of_row) :], len(items)),
        covariates=np.ascontiguousarray(covariates, np.float64),
        level_from=columns.level_from,
        leading=columns.leading,
        factor=columns.factor,
        level=columns.level,
        after_from=columns.after_from,
        after=columns.after,
        row_groupings=len(design.by_row),
        item_groupings=len(design.by_item),
    )


def beginning(layout: Layout, rows: int) -> Layout:
    """The first blocks of a layout, as many as have so many rows, as views; all where they have fewer."""
    block_rows = layout.row_from[layout.item_from[layout.front_from[1:]]]
    blocks = min(int(np.searchsorted(block_rows, rows)) + 1, len(block_rows))
    fronts = layout.front_from[blocks]
    items, levels = layout.item_from[fronts], layout.level_from[fronts]
    until = layout.row_from[items]
    return layout._replace(
        front_from=layout.front_from[: blocks + 1],
        item_from=layout.item_from[: fronts + 1],
        row_from=layout.row_from[: items + 1],
        row=layout.row[:until],
        item=layout.item[:items],
        by_row=layout.by_row[:until],
        by_item=layout.by_item[:items],
        covariates=layout.covariates[:until],
        level_from=layout.level_from[: fronts + 1],
        leading=layout.leading[:fronts],
        factor=layout.factor[:levels],
        level=layout.level[:levels],
        after_from=layout.after_from[: fronts + 1],
        after=layout.after[: layout.after_from[fronts]],
    )


@compiled
def level_at(lay: Layout, piece: int, border: int, column: int) -> int:
    """The number of the level that has this column in a piece with this border."""
    further = column - lay.leading[piece]
    if further < 0:
        level: int = lay.level_from[piece] + column
    else:
        level = lay.level_from[border] + lay.after[lay.after_from[piece] + further]
    return level


@compiled
def levels_seen(lay: Layout, items: int) -> Positions:
    """Numbers (n, ·) of the levels of each row of the first `items`: of groupings of rows, then of items."""
    seen = np.empty((lay.row_from[items], lay.row_groupings + lay.item_groupings), np.int64)
    for block in range(len(lay.front_from) - 1):
        border = lay.front_from[block + 1] - 1
        for piece in range(lay.front_from[block], border):
            for item in range(lay.item_from[piece], min(lay.item_from[piece + 1], items)):
                for row in range(lay.row_from[item], lay.row_from[item + 1]):
                    for s in range(lay.row_groupings):
                        seen[row, s] = level_at(lay, piece, border, lay.by_row[row, s])
                    for s in range(lay.item_groupings):
                        seen[row, lay.row_groupings + s] = level_at(lay, piece, border, lay.by_item[item, s])
    return seen


def _fronts(design: Design, items: Positions) -> tuple[Positions, Ints]:
    """First front (B + 1,) of each block, and the front (J,) of each item, which stand in order."""
    block = design.block[items]
    piece = block if design.piece is None else design.piece[items]
    other_block = np.append(False, block[1:] != block[:-1])
    other_piece = np.append(False, piece[1:] != piece[:-1]) | other_block
    front = np.cumsum(other_piece) + np.cumsum(other_block)  # a border is skipped wherever another block begins
    last = np.append(front[np.flatnonzero(other_block) - 1], front[-1])
    return np.append(0, last + 2), front.astype(np.int32)


def _together(columns: list[Ints], length: int) -> Ints:
    if not columns:
        return np.zeros((length, 0), np.int32)
    return np.ascontiguousarray(np.column_stack(columns), np.int32)
