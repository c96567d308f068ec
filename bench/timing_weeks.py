"""The invented city of the timing bench, fitted and calibrated the way the city's weekend would."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from shuangjian.timing.estimator import Fit, Items
from shuangjian.timing.estimator.calibration import Factors, Measured, factors, learn, sums
from shuangjian.timing.estimator.data import Floats, Ints, Reports
from shuangjian.timing.estimator.planning import DayTotals, Planned, day_totals
from shuangjian.timing.estimator.simulated import FORMS, City, Flags, Shape, city
from shuangjian.timing.estimator.simulated_panel import Answering, panel, raw_medians
from shuangjian.timing.estimator.streams import fit_in_streams

CAP = 60.0
SHAPE = Shape(
    schools=30, grades=2, subjects=5, days=40, sets=0.55, under_declaring=0.08, declaring_to_fit=0.05, unlisted=0.03,
    fits=12.0,
)  # fmt: skip
ANSWERING = Answering(heaped=0.6, nonsense=0.02)


def only(reports: Reports, chosen: Flags) -> Reports:
    return Reports(*(column[chosen] for column in vars(reports).values()))


@dataclass(frozen=True)
class Weeks:
    """A city after some weeks: who reported what, the fit of it, and what is known of its teachers."""

    city: City
    reports: Reports

    @classmethod
    def invented(cls, shape: Shape, answering: Answering, seed: int) -> "Weeks":
        rng = np.random.default_rng(seed)
        its = city(shape, rng)
        return cls(its, panel(its, answering, rng))

    def until(self, day: int) -> "Weeks":
        """The same city as it was known before this day."""
        return replace(self, reports=only(self.reports, self.city.day[self.reports.item] < day))

    @cached_property
    def fit(self) -> Fit:
        return fit_in_streams(self.reports, self.city.rank, self.items, self.city.pupils, seed=1)

    @cached_property
    def raw(self) -> Floats:
        return raw_medians(self.city, self.reports)

    @property
    def items(self) -> Items:
        return self.city.items

    @cached_property
    def measured(self) -> tuple[Ints, Measured]:
        """Codes of the items that have reports, and what was measured of them against what was declared."""
        told = np.flatnonzero(np.isfinite(self.fit.unshrunken)).astype(np.int32)
        ratio = (self.fit.unshrunken - np.log(self.items.declared))[told]
        cell = self.city.calibration_cell[told]
        return told, Measured(self.items.teacher[told], cell, ratio, self.fit.unshrunken_variance[told])

    @cached_property
    def factors(self) -> Factors:
        measured = self.measured[1]
        habits = learn(measured, self.group, self.city.shape.subjects * FORMS)
        return factors(sums(measured, habits, self.group.size), habits, self.group)

    def factors_after(self, most: int) -> Factors:
        """Factors that rest on no more than the first so many measured items of each teacher."""
        measured = self.measured[1]
        order = np.argsort(measured.teacher, kind="stable")
        place = np.empty(order.size, np.int64)
        place[order] = np.arange(order.size) - np.searchsorted(measured.teacher[order], measured.teacher[order])
        first = Measured(*(column[place < most] for column in vars(measured).values()))
        return factors(sums(first, self.factors.habits, self.group.size), self.factors.habits, self.group)

    @cached_property
    def group(self) -> Ints:
        """(T,) school × subject of each teacher; a teacher is in every city's list of items."""
        first = np.unique(self.items.teacher, return_index=True)[1]
        school = self.items.block[first] // self.city.shape.grades
        return school * np.int32(self.city.shape.subjects) + self.items.subject[first]

    def planned(self, evening_variance: float = 0.0) -> DayTotals:
        """Every evening from declared minutes and factors alone."""
        evening, item = self.city.evenings()
        teacher, known = self.items.teacher[item], self.factors
        log_factor = known.habits.alpha[self.city.calibration_cell[item]] + known.kappa[teacher]
        planned = Planned(evening, teacher, self.items.declared[item], log_factor, known.uncertainty[teacher])
        return day_totals(planned, self.evenings, item_variance=known.habits.item, evening_variance=evening_variance)

    @property
    def evenings(self) -> int:
        return (int(self.city.pupils.klass.max()) + 1) * self.city.shape.days

    def total(self, minutes: Floats) -> Floats:
        """(E,) sums over the evening's items of these minutes (J,)."""
        evening, item = self.city.evenings()
        return np.asarray(np.bincount(evening, minutes[item], self.evenings), np.float64)
