"""What is known of teachers after an evening: two sums each, and what they all have in common."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shuangjian.lake.reading import SUBJECTS, Reading
from shuangjian.timing.estimator.calibration import Factors, Habits, Measured, Sums, factors, learn, sums
from shuangjian.timing.estimator.data import Floats

FEWEST_WORKS = 12  # measured pieces of homework, below which nothing is said of anybody's declared minutes
Keys = NDArray[np.int64]


@dataclass(frozen=True)
class Minutes:
    """What a fit says of the items (J,) of a reading, in log minutes: the `median` of a middle-level pupil with its
    `error`; the same from the item's own reports alone, and its variance. `of_teacher` is the part of the error's
    variance that all work of the item's teacher has in common."""

    reading: Reading
    median: Floats
    error: Floats
    unshrunken: Floats
    unshrunken_variance: Floats
    of_teacher: Floats


@dataclass(frozen=True)
class Learnt:
    """Of T teachers in their subjects (`teacher`, by key), where (`school`), from how many `works`, and their `kept`
    sums; of K cells (`cell`, codes of subject × stage × form) the habits, from how many `of_cell` works, and in how
    many `schools` the last refit met it. A work is an assignment, whatever its tiers."""

    teacher: Keys
    school: Keys
    works: Keys
    kept: Sums
    cell: Keys
    of_cell: Keys
    schools: Keys
    habits: Habits

    def factors(self) -> Factors:
        """Of the teachers, and after them one of each group for whoever is new there."""
        groups, group = np.unique(self.group, return_inverse=True)
        nothing = np.zeros(groups.size)
        kept = Sums(np.append(self.kept.weight, nothing), np.append(self.kept.weighted, nothing))
        return factors(kept, self.habits, np.append(group, np.arange(groups.size)).astype(np.int32))

    @property
    def group(self) -> Keys:
        """(T,) school × subject as one number."""
        return self.school * len(SUBJECTS) + self.teacher % len(SUBJECTS)

    def predicted(self, teacher: Keys, school: Keys, cell: Keys) -> tuple[Floats, Floats]:
        """Log factors of these pieces of homework (n,) and the variances of their kappas: a teacher's own, the school's
        in the subject, or the city's; nan where the cell is not known."""
        if not self.cell.size:
            return np.full(teacher.size, np.nan), np.full(teacher.size, np.nan)
        found, groups = self.factors(), np.unique(self.group)
        own, is_own = _places(self.teacher, teacher)
        here, is_here = _places(groups, school * len(SUBJECTS) + teacher % len(SUBJECTS))
        at = np.where(is_own, own, self.teacher.size + here)
        nobody = self.habits.teacher + self.habits.group
        kappa = np.where(is_own | is_here, found.kappa[at], 0.0)
        variance = np.where(is_own | is_here, found.uncertainty[at], nobody)
        place, is_known = _places(self.cell, cell)
        return np.where(is_known, self.habits.alpha[place] + kappa, np.nan), variance

    def arrays(self) -> dict[str, NDArray[Any]]:
        """To be kept."""
        habits = self.habits
        return {
            "teacher": self.teacher, "school": self.school, "works": self.works, "weight": self.kept.weight,
            "weighted": self.kept.weighted, "cell": self.cell, "of_cell": self.of_cell, "schools": self.schools,
            "alpha": habits.alpha, "alpha_variance": habits.alpha_variance,
            "spreads": np.array([habits.item, habits.teacher, habits.group]),
        }  # fmt: skip

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> "Learnt":
        item, teacher, group = (float(spread) for spread in arrays["spreads"])
        return cls(
            arrays["teacher"], arrays["school"], arrays["works"], Sums(arrays["weight"], arrays["weighted"]),
            arrays["cell"], arrays["of_cell"], arrays["schools"],
            Habits(arrays["alpha"], arrays["alpha_variance"], item, teacher, group),
        )  # fmt: skip


NOTHING = Learnt(*(np.zeros(0, np.int64),) * 3, Sums(np.zeros(0), np.zeros(0)), *(np.zeros(0, np.int64),) * 3,
                 Habits(np.zeros(0), np.zeros(0), 0.0, 0.0, 0.0))  # fmt: skip


def learn_anew(minutes: Minutes) -> Learnt:
    """From every measured item of a reading; NOTHING where there are too few."""
    some = _measured(minutes, None)
    item = minutes.reading.item
    if some.size < FEWEST_WORKS:
        return NOTHING
    cell, code = np.unique(item["cell"][some].astype(np.int64), return_inverse=True)
    in_schools = _count_each(code, cell.size, item["school"][some])
    cells = replace(NOTHING, cell=cell, of_cell=np.zeros(cell.size, np.int64), schools=in_schools)
    whole = _with_teachers(cells, minutes.reading)
    group = np.unique(whole.group, return_inverse=True)[1].astype(np.int32)
    measured = _ratios(minutes, some, whole, code)
    return _added(replace(whole, habits=learn(measured, group, cell.size)), minutes, some)


def learn_more(before: Learnt, minutes: Minutes) -> Learnt:
    """What was known before, and the items of another evening, in the cells that are known."""
    if not before.cell.size:
        return before
    return _added(_with_teachers(before, minutes.reading), minutes, _measured(minutes, before.cell))


def _measured(minutes: Minutes, cells: Keys | None) -> NDArray[np.intp]:
    """Places of the items that say something of their teacher's declaring."""
    known = np.isfinite(minutes.unshrunken) & np.isfinite(minutes.unshrunken_variance)
    if cells is not None:
        known &= np.isin(minutes.reading.item["cell"], cells)
    return np.flatnonzero(known)


def _with_teachers(learnt: Learnt, reading: Reading) -> Learnt:
    """With room for the teachers of a reading; who is at another school now is a teacher there."""
    key = reading.teacher["teacher"] * len(SUBJECTS) + reading.teacher["subject"]
    teacher = np.union1d(learnt.teacher, key)
    before, now = np.searchsorted(teacher, learnt.teacher), np.searchsorted(teacher, key)
    grown = {name: np.zeros(teacher.size, values.dtype) for name, values in _of_teachers(learnt).items()}
    for name, values in _of_teachers(learnt).items():
        grown[name][before] = values
    grown["school"][now] = reading.teacher["school"]
    kept = Sums(grown["weight"], grown["weighted"])
    return replace(learnt, teacher=teacher, school=grown["school"], works=grown["works"], kept=kept)


def _of_teachers(learnt: Learnt) -> dict[str, NDArray[Any]]:
    return {"school": learnt.school, "works": learnt.works, "weight": learnt.kept.weight,
            "weighted": learnt.kept.weighted}  # fmt: skip


def _ratios(minutes: Minutes, some: NDArray[np.intp], learnt: Learnt, cell: NDArray[np.intp]) -> Measured:
    key = minutes.reading.item["teacher"][some].astype(np.int64) * len(SUBJECTS) + minutes.reading.item["subject"][some]
    declared = np.log(minutes.reading.item["declared"][some])
    return Measured(
        np.searchsorted(learnt.teacher, key).astype(np.int32),
        cell.astype(np.int32),
        minutes.unshrunken[some] - declared,
        minutes.unshrunken_variance[some],
    )


def _added(learnt: Learnt, minutes: Minutes, some: NDArray[np.intp]) -> Learnt:
    """Evening after evening: what is older has been forgotten by as much as each teacher has set since."""
    cell = np.searchsorted(learnt.cell, minutes.reading.item["cell"][some])
    measured = _ratios(minutes, some, learnt, cell)
    day, assignment = minutes.reading.item["day"][some], minutes.reading.item["assignment"][some]
    teachers = learnt.teacher.size
    kept = learnt.kept
    for one in np.unique(day):
        of_day = np.flatnonzero(day == one)
        part = Measured(*(values[of_day] for values in vars(measured).values()))
        since = _count_each(part.teacher, teachers, assignment[of_day])
        kept = kept.forgotten(since.astype(np.int32)) + sums(part, learnt.habits, teachers)
    works = learnt.works + _count_each(measured.teacher, teachers, assignment)
    of_cell = learnt.of_cell + _count_each(measured.cell, learnt.cell.size, assignment)
    return replace(learnt, kept=kept, works=works, of_cell=of_cell)


def _count_each(code: NDArray[Any], size: int, of: NDArray[Any]) -> Keys:
    """(size,) how many different `of` stand at each code."""
    many = int(of.max(initial=0)) + 1
    different = np.unique(code.astype(np.int64) * many + of) // many
    return np.bincount(different, minlength=size).astype(np.int64)


def _places(among: Keys, wanted: Keys) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Where each key stands among sorted ones, and whether it does."""
    if not among.size:
        return np.zeros(wanted.size, np.intp), np.zeros(wanted.size, np.bool_)
    place = np.minimum(np.searchsorted(among, wanted), among.size - 1)
    return place, among[place] == wanted
