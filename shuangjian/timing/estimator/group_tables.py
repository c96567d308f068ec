"""The tables of the group-by form, and the ratios of variances that it sweeps with."""

from dataclasses import dataclass
from typing import Any

import ibis

from shuangjian.timing.estimator.fitted import Variances

Table = Any  # ibis carries no types

LEAST = 1e-12  # a variance of 0 still has a ratio

CODE, NUMBER = "int32", "float64"
REPORTS = ibis.table({"pupil": CODE, "item": CODE, "mode": CODE, "y": NUMBER, "weight": NUMBER}, name="reports")
PUPILS = ibis.table({"pupil": CODE, "klass": CODE, "block": CODE}, name="pupils")
ITEMS = ibis.table({"item": CODE, "cell": CODE, "teacher": CODE, "block": CODE}, name="items")

SPEEDS = ibis.table({"pupil": CODE, "speed": NUMBER}, name="speeds")
SPEEDS_BEFORE = ibis.table({"pupil": CODE, "speed": NUMBER}, name="speeds_before")
MODES = ibis.table({"mode": CODE, "delta": NUMBER}, name="modes")
LEVELS = ibis.table({"item": CODE, "cell": CODE, "teacher": CODE, "level": NUMBER}, name="item_levels")
CELLS = ibis.table({"cell": CODE, "b": NUMBER}, name="cells")
TEACHERS = ibis.table({"teacher": CODE, "u": NUMBER, "precision": NUMBER}, name="teachers")
HEARD = ibis.table({"item": CODE, "cell": CODE, "teacher": CODE, "mean": NUMBER, "n": NUMBER}, name="heard")
SEEN = ibis.table({"pupil": CODE, "klass": CODE, "mean": NUMBER, "n": NUMBER}, name="seen")
CONTRASTS = ibis.table({"item": CODE, "m": NUMBER}, name="contrasts_now")
BEFORE = ibis.table({"item": CODE, "m": NUMBER}, name="contrasts_before")


@dataclass(frozen=True)
class Ratios:
    """lam_k = s_e² / s_k² of items, teachers, pupils and classes, and s_e²."""

    item: float
    teacher: float
    pupil: float
    klass: float
    report: float

    @classmethod
    def of(cls, v: Variances) -> "Ratios":
        item, teacher, pupil, klass = (v.report / max(k, LEAST) for k in (v.item, v.teacher, v.pupil, v.klass))
        return cls(item, teacher, pupil, klass, v.report)
