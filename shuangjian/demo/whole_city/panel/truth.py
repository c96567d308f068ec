"""How long homework really takes in this city, and which teachers, schools and classes have something planted."""

import datetime as dt
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from shuangjian.demo.whole_city.model import LOADS
from shuangjian.demo.whole_city.panel.chance import Floats, normal, uniform
from shuangjian.lake.reading import SUBJECTS, codes_of_cells
from shuangjian.timing.rules import EASIEST, HARDEST

Ids = NDArray[np.int64]

# Standard deviations of log minutes.
TEACHERS, CELLS, WORKS, DECLARING = 0.15, 0.10, 0.20, 0.10
PUPILS, CLASSES, REPORTS = 0.35, 0.10, 0.35
UNDER, BY = 0.03, 0.6  # of the teachers declare this part of what their work takes
UNLISTED, ON = 0.01, 0.4  # of the classes have work in one subject that is on no sheet, on this part of the evenings
USUAL = 1.5  # times what a subject sets, where a school declares five minutes for everything


@dataclass(frozen=True)
class Roster:
    """Everybody who sits in a class: `pupil`, `school`, `klass`, `grade` and `speed` (log minutes saved), each (S,), in
    the order of class, grade and pupil."""

    pupil: Ids
    school: Ids
    klass: Ids
    grade: Ids
    speed: Floats

    @property
    def seat(self) -> Ids:
        """Class and grade as one number, ascending."""
        return self.klass * 10 + self.grade


def roster(seed: int, pupil: Ids, school: Ids, klass: Ids, grade: Ids) -> Roster:
    order = np.lexsort((pupil, grade, klass))
    pupil, school, klass, grade = pupil[order], school[order], klass[order], grade[order]
    speed = PUPILS * normal(seed, "pupil", pupil) + CLASSES * normal(seed, "class", klass, grade)
    of = np.unique(school * 10 + grade, return_inverse=True)[1]
    middle = np.bincount(of, speed) / np.bincount(of)
    return Roster(pupil, school, klass, grade, speed - middle[of])  # measured from the middle of their grade


@dataclass(frozen=True)
class Truth:
    """`low` says from which day on a school declares five minutes for everything."""

    seed: int
    low: dict[int, dt.date] = field(default_factory=dict)

    def under(self, teacher: Ids) -> NDArray[np.bool_]:
        """Which teachers were planted as declaring far too little."""
        return uniform(self.seed, "under", teacher) < UNDER

    def honest(self, teacher: Ids) -> NDArray[np.bool_]:
        """Which teachers declare no more than a tenth too little, in whatever subject."""
        subjects = np.arange(len(SUBJECTS))
        most = np.max([self.kappa(teacher, np.full(teacher.size, one)) for one in subjects], axis=0)
        honest: NDArray[np.bool_] = most < np.log(1.1)
        return honest

    def kappa(self, teacher: Ids, subject: Ids) -> Floats:
        usual = TEACHERS * normal(self.seed, "teacher", teacher, subject)
        return np.where(self.under(teacher), -np.log(BY), usual)

    def minutes(self, date: dt.date, works: dict[str, NDArray[np.generic]], declared: Floats, position: Ids) -> Floats:
        """(n,) log minutes of a middle-level pupil for pieces of homework in one of their tiers."""
        subject = np.array([SUBJECTS.index(str(one)) for one in works["subject"]], np.int64)
        teacher, assignment, grade = (works[name].astype(np.int64) for name in ("teacher", "assignment", "grade"))
        alpha = CELLS * normal(self.seed, "cell", codes_of_cells(works))
        off = DECLARING * normal(self.seed, "declaring", assignment, grade, position)
        honest = np.log(np.maximum(declared, 1)) + alpha + self.kappa(teacher, subject) + off
        low = np.array([self.low.get(int(pk), dt.date.max) <= date for pk in works["school"]], np.bool_)
        low &= works["form"] == "WRITTEN"
        kinds = zip(works["stage"], works["subject"], strict=True)
        usual = np.log([_usual(str(stage), str(one)) for stage, one in kinds])
        tier = works["tier"].astype(np.int64)
        easier = np.select([tier == EASIEST, tier == HARDEST], [-0.35, 0.3], 0.0)
        hidden = usual + alpha + easier + WORKS * normal(self.seed, "hidden", assignment, grade)
        return np.where(low, hidden, honest)

    def unlisted(self, klass: Ids, date: dt.date) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which classes have work on no sheet at all, and which of them on this evening."""
        has = uniform(self.seed, "unlisted", klass) < UNLISTED
        return has, has & (uniform(self.seed, "unlisted on", klass, date.toordinal()) < ON)


def _usual(stage: str, subject: str) -> float:
    load = LOADS["JUNIOR" if stage == "JUNIOR" else "MIDDLE"].get(subject)
    return USUAL * (sum(load.minutes) / 2 if load and load.minutes[1] else 10)
