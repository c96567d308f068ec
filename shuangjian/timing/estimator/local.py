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


def crossed_by(reports: Reports, items: Items, pupils: Pupils, component: Ints | None = None) -> Design:
    """The model of timing reports: pupils, their classes, teachers and items, over cells and ways of reporting.

    Grades that share a teacher hang together and are solved as one; mostly a grade stands alone. `component` (J,) where
    it is known already.
    """
    klass = pupils.klass[reports.pupil]
    return Design(
        item=reports.item,
        block=component_of(reports, items, pupils) if component is None else component,
        by_row=[reports.pupil, klass],
        by_item=[items.teacher],
        fixed_by_item=items.cell,
        fixed_by_row=reports.mode - 1 if reports.mode.any() else None,
    )


def component_of(reports: Reports, items: Items, pupils: Pupils) -> Ints:
    """A component (J,) for each item; two of them have no pupil, class, teacher or grade in common."""
    count = 1 + max(int(items.block.max(initial=-1)), int(pupils.block.max(initial=-1)))
    here, there = items.block[reports.item], pupils.block[reports.pupil]
    visits = np.flatnonzero(here != there)
    every = np.arange(count, dtype=np.int32)
    homes = np.concatenate([every, here[visits]]), np.concatenate([every, there[visits]])
    joined: Ints = components([homes, (items.block, items.teacher), (pupils.block, pupils.klass)], count)
    return joined[items.block]


def load_of(reports: Reports, pupils: Pupils, component: Ints) -> Floats:
    """What each component (J,) of the city takes of memory, in reports: its own, and a PUPILS_BY_PUPILS-th of the
    square of its pupils who report, which is the room of its equations."""
    count = int(component.max()) + 1
    home = np.full(pupils.klass.size, -1, np.int32)
    home[reports.pupil] = component[reports.item]
    together = np.bincount(home[home >= 0], minlength=count).astype(float)
    load: Floats = np.bincount(component[reports.item], minlength=count) + together**2 / PUPILS_BY_PUPILS
    return load


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
