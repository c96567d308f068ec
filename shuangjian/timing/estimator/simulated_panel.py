"""The panel's evenings in an invented city: who is asked, who stays silent, what is answered."""

from dataclasses import dataclass

import numpy as np

from shuangjian.timing.estimator.data import Floats, Ints, Reports, sums_by
from shuangjian.timing.estimator.simulated import UNTIERED, City, Flags, Generator

REST = 10  # school days in which a family is asked at most once
OF_DECLARED = np.array([0.5, 1.0, 1.5])  # where the four answers meet, rounded to five minutes


@dataclass(frozen=True)
class Answering:
    """How families answer. Shares are of 1; `silence` is how much less likely a whole evening is to be answered, in
    log odds, for each standard deviation that it went worse than the pupil's usual."""

    asked: int = 4  # of each class, each evening
    answers: float = 0.7
    silence: float = 0.0
    heaped: float = 0.0  # round to five minutes, above half an hour to ten
    bucketed: float = 0.0  # choose one of four answers instead of minutes
    nonsense: float = 0.0  # of families: any number between 2 and 120 minutes
    stops_at: float = np.inf  # minutes of one assignment after which a pupil gives up: "not finished"


def panel(city: City, answering: Answering, rng: Generator) -> Reports:
    """Every answered question of every evening; the order of rows is by pupil and evening."""
    pupil, day = _asked(city, answering, rng)
    sitting, item = _set_to(city, pupil, day)
    error = rng.normal(0, city.shape.error, item.size)
    went = sums_by(sitting, error, pupil.size) / np.sqrt(np.maximum(1, np.bincount(sitting, minlength=pupil.size)))
    odds = np.log(answering.answers / (1 - answering.answers)) - answering.silence * went / city.shape.error
    answered = (rng.random(pupil.size) < 1 / (1 + np.exp(-odds)))[sitting]
    who, item = pupil[sitting][answered], item[answered]
    log_minutes = city.level[item] - city.speed[who] + error[answered]
    nonsense = (rng.random(city.speed.size) < answering.nonsense)[who]
    log_minutes = np.where(nonsense, np.log(rng.uniform(2, 120, who.size)), log_minutes)
    low, high = _answers(log_minutes, city.items.declared[item], answering, rng)
    return Reports(who, item, low, high, np.zeros(who.size, np.int32), np.ones(who.size))


def raw_medians(city: City, reports: Reports) -> Floats:
    """(J,) median of the reported log minutes of each item, nan without a report: what the estimator is better than."""
    order = np.lexsort((reports.low, reports.item))
    value = reports.low[order]
    count = np.bincount(reports.item, minlength=city.m.size)
    first = np.cumsum(count) - count
    medians = np.full(city.m.size, np.nan)
    some = count > 0
    lower, upper = first[some] + (count[some] - 1) // 2, first[some] + count[some] // 2
    medians[some] = (value[lower] + value[upper]) / 2
    return medians


def _asked(city: City, answering: Answering, rng: Generator) -> tuple[Ints, Ints]:
    """Pairs (pupil, day): within ten days each class goes once through a fresh order of its pupils."""
    shape = city.shape
    classes = city.speed.size // shape.pupils
    pupils, days = [], []
    for first in range(0, shape.days, REST):
        order = rng.random((classes, shape.pupils)).argsort(axis=1) + shape.pupils * np.arange(classes)[:, None]
        for turn in range(min(REST, shape.days - first, shape.pupils // answering.asked)):
            chosen = order[:, turn * answering.asked : (turn + 1) * answering.asked].ravel()
            pupils.append(chosen)
            days.append(np.full(chosen.size, first + turn))
    return np.concatenate(pupils).astype(np.int32), np.concatenate(days).astype(np.int32)


def _set_to(city: City, pupil: Ints, day: Ints) -> tuple[Ints, Ints]:
    """Pairs (sitting, item): what each asked pupil was set that evening, in the tier that pupil does."""
    evening = city.taught * np.int32(city.shape.days) + city.day[:, None]
    item = np.repeat(np.arange(city.m.size), city.taught.shape[1])
    order = evening.ravel().argsort(kind="stable")
    evenings, item = evening.ravel()[order], item[order]
    asked = city.pupils.klass[pupil] * city.shape.days + day
    first, last = np.searchsorted(evenings, asked, "left"), np.searchsorted(evenings, asked, "right")
    sitting = np.repeat(np.arange(pupil.size), last - first)
    place = np.arange(sitting.size) - np.repeat(np.cumsum(last - first) - (last - first), last - first)
    item = item[first[sitting] + place]
    tier = city.tier[item]
    done: Flags = (tier == UNTIERED) | (tier == city.tier_done[pupil[sitting], city.items.subject[item]])
    return sitting[done].astype(np.int32), item[done].astype(np.int32)


def _answers(log_minutes: Floats, declared: Floats, answering: Answering, rng: Generator) -> tuple[Floats, Floats]:
    minutes = np.exp(log_minutes)
    grid = np.where(minutes > 30, 10.0, 5.0)
    heaped = rng.random(minutes.size) < answering.heaped
    said = np.log(np.where(heaped, np.maximum(grid * np.rint(minutes / grid), grid), minutes))
    low, high = said.copy(), said.copy()
    bucketed = rng.random(minutes.size) < answering.bucketed
    edges = _edges(declared)
    place = (said[:, None] > edges[:, 1:-1]).sum(axis=1)
    rows = np.flatnonzero(bucketed)
    low[bucketed], high[bucketed] = edges[rows, place[rows]], edges[rows, place[rows] + 1]
    stopped = minutes > answering.stops_at
    low[stopped], high[stopped] = np.log(answering.stops_at), np.inf
    return low, high


def _edges(declared: Floats) -> Floats:
    """(n, 5) log minutes between which the four answers lie; they are at least five minutes apart."""
    inner = 5 * np.rint(declared[:, None] * OF_DECLARED / 5)
    inner = np.maximum.accumulate(np.maximum(inner, 5.0) - 5 * np.arange(3), axis=1) + 5 * np.arange(3)
    edges = np.full((declared.size, 5), np.inf)
    edges[:, 0], edges[:, 1:-1] = -np.inf, np.log(inner)
    return edges
