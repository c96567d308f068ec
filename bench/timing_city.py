"""Reports of an invented city: grades of 120 pupils in three classes, twenty reports of a pupil, eight of an item."""

from dataclasses import dataclass

import numpy as np

from shuangjian.timing.estimator import Items, Pupils, Reports

PUPILS, CLASSES, SUBJECTS, TIERS = 120, 3, 3, 4
# Teachers of a subject in a grade: the first has two classes, the second one.
TEACHERS = 2
A_PUPIL, AN_ITEM = 20, 8
DEVIATIONS = {"teacher": 0.15, "item": 0.30, "pupil": 0.30, "klass": 0.08, "report": 0.35}


@dataclass(frozen=True)
class City:
    """What the estimator is given, and the middle-level pupil's true log minutes of each item (J,)."""

    reports: Reports
    items: Items
    pupils: Pupils
    true: np.ndarray

    def columns(self) -> dict[str, np.ndarray]:
        """Codes (N,) of each grouping and of the cell, as a table of rows has them."""
        item = self.reports.item
        return {
            "pupil": self.reports.pupil,
            "klass": self.pupils.klass[self.reports.pupil],
            "teacher": self.items.teacher[item],
            "item": item,
            "cell": self.items.cell[item],
        }


def city(reports: int, seed: int = 1, a_pupil: int = A_PUPIL) -> City:
    """A city with so many reports, in no order."""
    draws = np.random.default_rng(seed)
    grades = max(2, reports // (a_pupil * PUPILS))
    items = reports // AN_ITEM
    sizes = {
        "teacher": grades * SUBJECTS * TEACHERS,
        "item": items,
        "pupil": grades * PUPILS,
        "klass": grades * CLASSES,
    }
    effect = {name: draws.normal(0, DEVIATIONS[name], size) for name, size in sizes.items()}
    block = np.sort(draws.integers(0, grades, items).astype(np.int32))
    subject = draws.integers(0, SUBJECTS, items, dtype=np.int32)
    which = draws.integers(0, TEACHERS, items, dtype=np.int32)
    teacher = (block * SUBJECTS + subject) * TEACHERS + which
    cell = subject * TIERS + draws.integers(0, TIERS, items, dtype=np.int32)
    klass = np.repeat(np.arange(grades * CLASSES, dtype=np.int32), PUPILS // CLASSES)
    home = np.repeat(np.arange(grades, dtype=np.int32), PUPILS)
    usual = draws.normal(2.8, 0.2, SUBJECTS * TIERS)[cell] + effect["teacher"][teacher] + effect["item"]
    slow = effect["pupil"] + effect["klass"][klass]
    item = draws.integers(0, items, reports, dtype=np.int32)
    seats = np.array([2, 1])[which[item]] * (PUPILS // CLASSES)
    first = which[item] * 2 * (PUPILS // CLASSES)
    pupil = (block[item] * PUPILS + first + (draws.random(reports) * seats).astype(np.int32)).astype(np.int32)
    said = usual[item] + slow[pupil] + draws.normal(0, DEVIATIONS["report"], reports)
    true = usual + (np.bincount(home, slow) / PUPILS)[block]
    given = Reports(pupil, item, said, said, np.zeros(reports, np.int32), np.ones(reports))
    return City(given, Items(cell, subject, teacher, block, np.exp(true)), Pupils(klass, home), true)
