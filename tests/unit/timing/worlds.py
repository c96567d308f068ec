"""The invented cities that tests of the estimator share, each made and fitted once."""

from functools import cache

import numpy as np

from shuangjian.timing.estimator import Fit, Reports, Variances
from shuangjian.timing.estimator.simulated import City, Shape, city
from shuangjian.timing.estimator.simulated_panel import Answering, panel
from shuangjian.timing.estimator.streams import fit_in_streams

SHAPE, ANSWERING = Shape(), Answering()
# About what REML finds in these cities, once streams are told apart.
VARIANCES = Variances(teacher=0.0225, item=0.0625, pupil=0.05, klass=0.02, report=0.1225)


@cache
def world(shape: Shape = SHAPE, answering: Answering = ANSWERING, seed: int = 1) -> tuple[City, Reports]:
    rng = np.random.default_rng(seed)
    invented = city(shape, rng)
    return invented, panel(invented, answering, rng)


@cache
def fitted(shape: Shape = SHAPE, answering: Answering = ANSWERING, seed: int = 1) -> Fit:
    """With the variances that the fit finds by itself."""
    invented, reports = world(shape, answering, seed)
    return fit_in_streams(reports, invented.rank, invented.items, invented.pupils, seed=1)


def only(reports: Reports, chosen: np.ndarray) -> Reports:
    return Reports(*(column[chosen] for column in vars(reports).values()))
