"""What is told of classes and of predictions after an evening: from the last evenings in the lake."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shuangjian.kernel.grade import Stage
from shuangjian.lake import Lake
from shuangjian.lake.folder import columns_of
from shuangjian.lake.tables import ASKED, TOTALS, UNLISTED
from shuangjian.timing.estimator.conformal import scores
from shuangjian.timing.estimator.data import Floats
from shuangjian.timing.estimator.false_alarms import EVENINGS
from shuangjian.timing.estimator.planning import DayTotals
from shuangjian.timing.rules import SignalKind

Rows = list[dict[str, Any]]
LEARNT_FROM = 40  # evenings from which a band's factor is learnt
FAMILIES = 3  # that name work of a subject before it is told
FEW = 200  # answered evenings, below which their variance is not taken for less than DAYS
DAYS = 0.05**2  # variance of log minutes of a class's evening
LEVEL, BOUND = 0.9, 1.2815515655446004  # the bound that nine evenings in ten are to stay under, in spreads of a normal


def unlisted_work(lake: Lake, date: dt.date) -> Rows:
    """Work on no sheet that several families of a class named within its last ten evenings: how many of those who
    answered."""
    days = lake.days(ASKED, until=date + dt.timedelta(days=1))[-EVENINGS:]
    if not days:
        return []
    with lake.opened() as connection:
        named = connection.execute(
            f"""SELECT school, school_class, grade, subject, count(DISTINCT pupil) AS seen
            FROM {lake.rows(UNLISTED, days)} GROUP BY ALL HAVING seen >= {FAMILIES} ORDER BY ALL"""
        ).fetchall()
        answered = {
            (school_class, grade): total
            for school_class, grade, total in connection.execute(
                f"SELECT school_class, grade, sum(answered) FROM {lake.rows(ASKED, days)} GROUP BY ALL"
            ).fetchall()
        }
    return [
        {
            "kind": SignalKind.UNLISTED.value,
            "school_id": school,
            "school_class_id": school_class,
            "grade": grade,
            "subject": subject,
            "since": days[0],
            "as_of": date,
            "seen": seen,
            "evenings": max(int(answered.get((school_class, grade), 0)), seen),
            "p": None,
        }
        for school, school_class, grade, subject, seen in named
    ]


def bands(lake: Lake, date: dt.date, evening_variance: float) -> Rows:
    """How far the last evenings of each stage lay from what was expected of them."""
    stages = [stage.value for stage in Stage]
    past = _expected_evenings(lake, date)
    band = np.array([stages.index(stage) for stage in past["stage"]], np.int32)
    nothing = np.zeros(band.size)
    spread = np.sqrt(past["spread"] ** 2 + evening_variance)
    expected = DayTotals(np.exp(past["expected"]), past["expected"], spread, nothing)
    found = scores(expected, past["fitted"], past["variance"], band, len(stages))
    rows: Rows = []
    for code, stage in enumerate(stages):
        own = found.of_band[code]
        factor = float(found.factor(np.array([code], np.int32), LEVEL)[0])
        if own.size and np.isfinite(factor):
            rows.append(
                {
                    "stage": stage,
                    "conformal": max(factor, 0.0) / BOUND,
                    "spread_of_days": float(np.sqrt(evening_variance)),
                    "covered": int((own <= factor).sum()),
                    "evenings": own.size,
                    "as_of": date,
                }
            )
    return rows


def variance_of_evenings(lake: Lake, date: dt.date, before: float) -> float:
    """s_c²: how far evenings went from what was expected of them, beyond what else was uncertain about them and half
    the fit's own error (as in `conformal.scores`). Few evenings easily say 0, which would make an outlook too sure."""
    past = _expected_evenings(lake, date)
    least = DAYS if past["fitted"].size < FEW else 0.0
    if past["fitted"].size < EVENINGS:
        return max(before, least)
    off: Floats = past["fitted"] - past["expected"]
    return float(max(np.mean(off**2 - past["variance"] / 2 - past["spread"] ** 2), least))


def _expected_evenings(lake: Lake, date: dt.date) -> dict[str, NDArray[Any]]:
    """Answered evenings of which something was expected before them."""
    days = lake.days(TOTALS, until=date + dt.timedelta(days=1))[-LEARNT_FROM:]
    with lake.opened() as connection:
        return columns_of(
            connection.execute(
                f"""SELECT stage, expected, spread, fitted, variance FROM {answered_evenings(lake, days)}
                WHERE expected IS NOT NULL AND spread > 0 AND isfinite(fitted) ORDER BY ALL"""
            )
        )


def answered_evenings(lake: Lake, days: Sequence[dt.date]) -> str:
    """Evenings about which a family of the class said something, as what stands after FROM. What another evening came
    to was filled in from what is usual: it is no evidence, and takes no place of an evening that is."""
    said = f"(SELECT date, school_class, grade FROM {lake.rows(ASKED, days)} WHERE answered > 0)"
    return f"(SELECT * FROM {lake.rows(TOTALS, days)} SEMI JOIN {said} USING (date, school_class, grade))"
