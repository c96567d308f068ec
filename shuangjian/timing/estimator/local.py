"""The blocks of a city that are solved together, and the middle-level pupil of each grade of each school."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shuangjian.timing.estimator.data import Floats, Ints, Items, Pupils, Reports
from shuangjian.timing.estimator.layout import Design, Layout
from shuangjian.timing.estimator.sorting import components
from shuangjian.timing.estimator.spread import Targets

# The groupings of the crossed model, in the layout's order.
PUPIL, KLASS, TEACHER = range(3)
# A report takes about two hundred bytes while it is fitted, a coefficient of two pupils eight.
PUPILS_BY_PUPILS = 25


def crossed_by(reports: Reports, items: Items, pupils: Pupils, component: Ints | None = None, cells: int = 0) -> Design:
    """The model of timing reports: pupils, their classes, teachers and items, over cells and ways of reporting.

    Grades that share a teacher hang together, each a piece of what is solved as one. `component` (J,) where it is known
    already; `cells`, how many there are, where these reports are some of all.
    """
    klass = pupils.klass[reports.pupil]
    return Design(
        item=reports.item,
        block=component_of(reports, items, pupils) if component is None else component,
        by_row=[reports.pupil, klass],
        by_item=[items.teacher],
        fixed_by_item=items.cell,
        fixed_by_row=reports.mode - 1 if reports.mode.any() else None,
        piece=piece_of(reports, items, pupils),
        cells=cells,
    )


def component_of(reports: Reports, items: Items, pupils: Pupils) -> Ints:
    """A component (J,) for each item; two of them have no pupil, class, teacher or grade in common."""
    return _joined(reports, items, pupils, [(items.block, items.teacher)])


def piece_of(reports: Reports, items: Items, pupils: Pupils) -> Ints:
    """A piece (J,) for each item; two of them have no pupil, class or grade in common, but perhaps a teacher."""
    return _joined(reports, items, pupils, [])


def _joined(reports: Reports, items: Items, pupils: Pupils, also: list[tuple[Ints, Ints]]) -> Ints:
    count = 1 + max(int(items.block.max(initial=-1)), int(pupils.block.max(initial=-1)))
    here, there = items.block[reports.item], pupils.block[reports.pupil]
    visits = np.flatnonzero(here != there)
    every = np.arange(count, dtype=np.int32)
    homes = np.concatenate([every, here[visits]]), np.concatenate([every, there[visits]])
    joined: Ints = components([homes, (pupils.block, pupils.klass), *also], count)
    return joined[items.block]


def load_of(reports: Reports, items: Items, pupils: Pupils, component: Ints) -> Floats:
    """What each component (J,) of the city takes of memory, in reports: its own, and a PUPILS_BY_PUPILS-th of the room
    of its equations, which is the square of the pupils who report in each of its pieces, and that of its teachers."""
    piece = piece_of(reports, items, pupils)
    reported = np.bincount(component[reports.item], minlength=int(component.max()) + 1)
    of_piece = np.zeros(int(piece.max()) + 1, np.int32)
    of_piece[piece] = component
    of_pupils = np.bincount(of_piece, _different(reports.pupil, piece[reports.item]) ** 2)
    load: Floats = reported + (of_pupils + _different(items.teacher, component) ** 2) / PUPILS_BY_PUPILS
    return load


def _different(codes: Ints, part: Ints) -> Floats:
    """How many different codes (n,) each part (n,) has; a code is in one part."""
    home = np.full(int(codes.max()) + 1, -1, np.int32)
    home[codes] = part
    return np.bincount(home[home >= 0], minlength=int(part.max()) + 1).astype(float)


@dataclass(frozen=True)
class Middle:
    """The mean pupil of each block g: `targets` for the spread of medians; `share` (R,) and `block` (R,) of each level;
    `unseen_pupils` and `unseen_klasses` (G,): sum of squared shares of those who have no level.
    """

    targets: Targets
    share: Floats
    block: NDArray[np.int64]
    unseen_pupils: Floats
    unseen_klasses: Floats

    def mean(self, levels: Floats) -> Floats:
        """Mean effect (G,) of the pupils of a block, classes included; `levels` (R,)."""
        means: Floats = np.bincount(self.block, self.share * levels, len(self.unseen_pupils)).astype(float)
        return means

    def unseen(self, pupil: float, klass: float) -> Floats:
        """Variance (G,) that pupils and classes without reports add to that mean."""
        return self.unseen_pupils * pupil + self.unseen_klasses * klass


def middle(layout: Layout, items: Items, pupils: Pupils) -> Middle:
    """Every pupil of a block counts once in its mean, with or without reports."""
    count = 1 + max(int(items.block.max(initial=-1)), int(pupils.block.max(initial=-1)))
    sizes = np.maximum(np.bincount(pupils.block, minlength=count), 1)
    per_klass = np.bincount(pupils.klass)
    klass_block = np.zeros(len(per_klass), np.int64)
    klass_block[pupils.klass] = pupils.block
    whole = 1.0 / sizes[pupils.block], per_klass / sizes[klass_block]
    share, block = np.zeros(len(layout.level)), np.zeros(len(layout.level), np.int64)
    unseen: list[Floats] = []
    for grouping, home in ((PUPIL, pupils.block), (KLASS, klass_block)):
        mine = layout.factor == grouping
        share[mine] = whole[grouping][layout.level[mine]]
        block[mine] = home[layout.level[mine]]
        missing = whole[grouping].copy()
        missing[layout.level[mine]] = 0.0
        unseen.append(np.bincount(home, missing**2, minlength=count).astype(float))
    return Middle(_targets(layout, items, share, block, count), share, block, *unseen)


def _targets(layout: Layout, items: Items, share: Floats, block: NDArray[np.int64], count: int) -> Targets:
    component = np.repeat(np.arange(len(layout.leading)), np.diff(layout.item_from))
    of_block = np.full(count, -1, np.int64)
    of_block[items.block[layout.item]] = component
    together = np.argsort(of_block, kind="stable")
    place = np.zeros(count, np.int64)
    groups = np.bincount(of_block[of_block >= 0], minlength=len(layout.leading))
    first = np.concatenate(([0], np.cumsum(groups)))[:-1] + int((of_block < 0).sum())
    place[together] = np.arange(count) - np.where(of_block[together] < 0, 0, first[of_block[together]])
    mean = np.where((layout.factor < TEACHER) & (of_block[block] >= 0), place[block], -1)
    return Targets(share, mean.astype(np.int32), place[items.block[layout.item]].astype(np.int32), groups)
