"""Which classes really went over their caps: over the last ten evenings that families answered about."""

import datetime as dt

import numpy as np

from shuangjian.journeys.measuring.told import Rows, answered_evenings
from shuangjian.lake import Lake
from shuangjian.lake.folder import Columns, columns_of
from shuangjian.lake.reading import date_of
from shuangjian.lake.tables import TOTALS, WORKS
from shuangjian.timing.estimator import Variances
from shuangjian.timing.estimator.false_alarms import EVENINGS, over_cap, signals
from shuangjian.timing.estimator.in_common import Pieces, alike, evening_factor, teachers_part
from shuangjian.timing.estimator.totals import Totals
from shuangjian.timing.rules import SignalKind

LOOKED_AT = 20  # evenings back in which a class's last ten answered ones are looked for
DIFFERENCE = 5  # minutes below which nothing is a difference

_LAST = """CREATE OR REPLACE TEMP TABLE last AS
    SELECT *, school_class * 10 + grade AS key,
        row_number() OVER (PARTITION BY school_class, grade ORDER BY date DESC) - 1 AS back
    FROM {evenings} WHERE cap > 0 QUALIFY back < {count}"""
_WORKS = """SELECT evening, dense_rank() OVER (ORDER BY teacher, subject) - 1 AS teacher, minutes
    FROM {works} JOIN (SELECT *, row_number() OVER (ORDER BY key, date) - 1 AS evening FROM last)
        USING (date, school_class, grade)
    WHERE minutes > 0 AND declared > 0 ORDER BY ALL"""


def classes_over(lake: Lake, date: dt.date, variances: Variances) -> Rows:
    """Classes whose last ten answered evenings went over their caps; few of those that are told are told wrongly. A
    class with fewer is not tested, and makes nothing harder to tell of the others.

    A family is asked at most once in ten school days, so that ten answered evenings of twenty are of five families at
    least.
    """
    last, works = _last_evenings(lake, date)
    classes, first, code = np.unique(last["key"], return_index=True, return_inverse=True)
    pieces = Pieces(
        works["evening"].astype(np.int32),
        works["teacher"].astype(np.int32),
        works["minutes"].astype(float),
        code.astype(np.int32),
    )
    own = Totals(last["fitted"], last["variance"], last["shared"]).own * evening_factor(pieces, alike(variances))
    table = {}
    for name, values in {"fitted": last["fitted"], "own": own, "cap": last["cap"], "shared": last["shared"]}.items():
        table[name] = np.full((classes.size, EVENINGS), np.nan)
        table[name][code, last["back"]] = values
    shared = np.nan_to_num(np.nanmean(table["shared"], axis=1)) if classes.size else np.zeros(0)
    shared *= teachers_part(pieces, classes.size)
    p = over_cap(table["fitted"], table["own"], table["cap"] + DIFFERENCE, shared)
    seen = (np.exp(table["fitted"]) > table["cap"]).sum(axis=1)
    tested = np.flatnonzero(np.isfinite(table["fitted"]).all(axis=1))
    return [
        {
            "kind": SignalKind.OVER.value,
            "school_id": int(last["school"][first[n]]),
            "school_class_id": int(last["school_class"][first[n]]),
            "grade": int(last["grade"][first[n]]),
            "subject": "",
            "since": date_of(last["date"][first[n]]),
            "as_of": date,
            "seen": int(seen[n]),
            "evenings": EVENINGS,
            "p": float(p[n]),
        }
        for n in tested[signals(p[tested])]
    ]


def _last_evenings(lake: Lake, date: dt.date) -> tuple[Columns, Columns]:
    """The last answered evenings of each class, class after class from the earliest on, and the homework that counted
    on them, each with the place of its evening."""
    days = lake.days(TOTALS, until=date + dt.timedelta(days=1))[-LOOKED_AT:]
    with lake.opened() as connection:
        connection.execute(_LAST.format(evenings=answered_evenings(lake, days), count=EVENINGS))
        evenings = columns_of(connection.execute("SELECT * FROM last ORDER BY key, date"))
        return evenings, columns_of(connection.execute(_WORKS.format(works=lake.rows(WORKS, days))))
