"""What families wish: a child's liking of a unit is what all like, and its own taste; the dearest stand first."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shuangjian.afterschool.rules.kinds import Answer
from shuangjian.afterschool.rules.wishes import Choosable
from shuangjian.demo.whole_city.panel.chance import normal, uniform
from shuangjian.demo.whole_city.service import model

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Wished:
    """A child's answer; `weekdays` as a mask, `wishes` as numbers of units, block after block."""

    pupil_id: int
    grade: int
    answer: Answer
    weekdays: int
    wishes: list[int]


def wishes_of(seed: int, pupils: Ints, grades: Ints, units: Sequence[Choosable]) -> list[Wished]:
    """The answers of a school's children, in their order; who has not answered is not among them.

    Draws belong to the child (`chance`), so nothing hangs on the order in which children are read.
    """
    answers = uniform(seed, "answer", pupils)
    days = _days(seed, pupils)
    liking = _liking(seed, pupils, units)
    fits = _fits(grades, days, units)
    ranked = np.argsort(np.where(fits, -liking, np.inf), axis=1, kind="stable")
    lengths = np.minimum(_lengths(seed, pupils), fits.sum(axis=1))
    order = _block_order(units)
    found = []
    for row, (pupil, grade, said) in enumerate(zip(pupils.tolist(), grades.tolist(), answers.tolist(), strict=True)):
        if said < model.JOIN:
            chosen = ranked[row, : lengths[row]].tolist()
            listed = [units[at].number for at in sorted(chosen, key=order.__getitem__)]
            found.append(Wished(pupil, grade, Answer.JOIN, int(days[row]), listed))
        elif said < model.JOIN + model.NEED + model.NO:
            answer = Answer.NEED if said < model.JOIN + model.NEED else Answer.NO
            found.append(Wished(pupil, grade, answer, 0, []))
    return found


def _days(seed: int, pupils: Ints) -> Ints:
    """Masks of the weekdays that children join."""
    counts = 1 + np.searchsorted(np.cumsum(model.DAYS)[:-1], uniform(seed, "days", pupils))
    keys = np.stack([uniform(seed, "weekday", pupils, day) for day in range(5)], axis=1)
    joined = keys.argsort(axis=1).argsort(axis=1) < counts[:, None]
    masks: Ints = joined.astype(np.int64) @ (1 << np.arange(5))
    return masks


def _liking(seed: int, pupils: Ints, units: Sequence[Choosable]) -> NDArray[np.float64]:
    first = int(pupils[0]) if pupils.size else 0  # what is liked differs from school to school
    columns = [
        model.CLASSMATES * normal(seed, "liked", first, unit.number)
        - model.TASTE * np.log(-np.log(uniform(seed, "taste", pupils, unit.number)))
        for unit in units
    ]
    return np.stack(columns, axis=1)


def _fits(grades: Ints, days: Ints, units: Sequence[Choosable]) -> NDArray[np.bool_]:
    firsts, lasts = np.array([u.first_grade for u in units]), np.array([u.last_grade for u in units])
    masks = np.array([sum(1 << (day - 1) for day in unit.days) for unit in units])
    fits: NDArray[np.bool_] = (
        (grades[:, None] >= firsts) & (grades[:, None] <= lasts) & ((days[:, None] & masks) == masks)
    )
    return fits


def _lengths(seed: int, pupils: Ints) -> Ints:
    """How many wishes: one at least, LISTED on the average, with a long tail."""
    tail = -np.log(uniform(seed, "length", pupils)) * (model.LISTED - 1)
    lengths: Ints = np.minimum(1 + tail.astype(np.int64), model.LONGEST)
    return lengths


def _block_order(units: Sequence[Choosable]) -> list[int]:
    """Weekdays that clubs tie together stand together; inside them the child's own order stays."""
    first = list(range(6))
    for unit in units:
        least = min(first[day] for day in unit.days)
        tied = {first[day] for day in unit.days}
        first = [least if one in tied else one for one in first]
    return [first[unit.days[0]] for unit in units]
