"""All that is known after an evening, as it is kept for the next: teachers, cells, variances, and children's paces."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shuangjian.journeys.measuring.learnt import Learnt
from shuangjian.lake import Lake
from shuangjian.lake.known import keep, known_before
from shuangjian.lake.reading import OF_A_PUPIL, SUBJECTS, Reading
from shuangjian.timing.estimator import Variances
from shuangjian.timing.estimator.data import Floats
from shuangjian.timing.estimator.morning import Known, State

Arrays = dict[str, NDArray[Any]]
AS_THEY_ARE = ("teachers", "cells", "level", "level_unsure", "modes", "stream", "stream_unsure")
NAMES = ("teacher", "item", "pupil", "klass", "report")


@dataclass(frozen=True)
class Knowledge:
    """`pupils` by pseudonym and class with their part of the `state`, `teachers` by key with theirs; `cells` by code
    with their `level` (log minutes), `modes` and `stream` effects are the last refit's, and how unsure it was of levels
    and streams (variances of their errors); its `variances` hold until the next."""

    learnt: Learnt
    pupils: Arrays
    teachers: NDArray[np.int64]
    state: State
    cells: NDArray[np.int64]
    level: Floats
    level_unsure: Floats
    modes: Floats
    stream: Floats
    stream_unsure: Floats
    variances: Variances
    evening_variance: float

    def keep(self, lake: Lake, date: dt.date) -> None:
        own = {f"pupil_{name}": values for name, values in self.pupils.items()}
        state = {f"state_{name}": values for name, values in vars(self.state).items()}
        spreads = np.array([getattr(self.variances, name) for name in NAMES])
        keep(
            lake,
            date,
            {f"learnt_{name}": values for name, values in self.learnt.arrays().items()}
            | own
            | state
            | {name: getattr(self, name) for name in AS_THEY_ARE}
            | {"variances": spreads, "evening_variance": np.array(self.evening_variance)},
        )  # fmt: skip

    @classmethod
    def before(cls, lake: Lake, date: dt.date) -> "Knowledge | None":
        """What was known before an evening; None where nothing was."""
        kept = known_before(lake, date)
        if kept is None:
            return None
        for name in ("level", "stream"):  # a file from before errors were kept; the next refit tells them
            kept.setdefault(f"{name}_unsure", np.zeros_like(kept[name]))
        return cls(
            learnt=Learnt.of(_part(kept, "learnt_")),
            pupils=_part(kept, "pupil_"),
            state=State(**_part(kept, "state_")),
            variances=Variances(**dict(zip(NAMES, map(float, kept["variances"]), strict=True))),
            evening_variance=float(kept["evening_variance"]),
            **{name: kept[name] for name in AS_THEY_ARE},
        )

    def state_for(self, reading: Reading) -> State:
        """The state by the codes of a reading that was read with our `pupils`; who is new has nothing yet."""
        known, keys = reading.pupil["known"].astype(np.bool_), teacher_keys(reading)
        ours, theirs = (np.isin(*pair) for pair in ((self.teachers, keys), (keys, self.teachers)))
        found = {}
        for name, values in vars(self.state).items():
            of_pupils = name.startswith("pupil")
            found[name] = np.zeros(known.size if of_pupils else keys.size)
            found[name][known if of_pupils else theirs] = values if of_pupils else values[ours]
        return State(**found)

    def known_for(self, reading: Reading) -> Known:
        """What the last refit knew, by the codes of a reading; the level of a cell that it did not know is nan."""
        level, unsure = np.full((2, reading.cell.size), np.nan)
        if self.cells.size:
            place = np.minimum(np.searchsorted(self.cells, reading.cell), self.cells.size - 1)
            known = self.cells[place] == reading.cell
            level, unsure = (np.where(known, values[place], np.nan) for values in (self.level, self.level_unsure))
        return Known(level, self.modes, self.stream, self.variances, unsure, self.stream_unsure)


def teacher_keys(reading: Reading) -> NDArray[np.int64]:
    """(T,) a teacher in a subject as one number, ascending."""
    keys: NDArray[np.int64] = reading.teacher["teacher"] * len(SUBJECTS) + reading.teacher["subject"]
    return keys


def pupils_of(reading: Reading) -> Arrays:
    return {name: reading.pupil[name] for name in OF_A_PUPIL}


def _part(kept: Mapping[str, NDArray[Any]], prefix: str) -> Arrays:
    return {name.removeprefix(prefix): values for name, values in kept.items() if name.startswith(prefix)}
