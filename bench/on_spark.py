"""`make spark`: the group-by form of the estimator on DuckDB and on Spark, the same expressions over the same reports.

Not a part of `python -m bench`: it needs the spark extra and Java 17. Ends with 1 if the two differ by more than 1e-9.
"""

import sys
import time

import duckdb
import numpy as np
from pyspark.sql import SparkSession

from shuangjian.timing.estimator.by_groups import fit_by_groups
from shuangjian.timing.estimator.fitted import Variances
from shuangjian.timing.estimator.group_engines import OnDuckDB, OnSpark
from shuangjian.timing.estimator.simulated import Shape, city
from shuangjian.timing.estimator.simulated_panel import Answering, panel

LARGEST_DIFFERENCE = 1e-9
SHAPE = Shape(schools=2, days=20)  # what takes time is Spark's start of each of some two hundred queries


def main() -> int:
    rng = np.random.default_rng(20260901)
    invented = city(SHAPE, rng)
    reports = panel(invented, Answering(), rng)
    variances = Variances(teacher=0.02, item=0.06, pupil=0.12, klass=0.02, report=0.12)
    settings = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "2", "spark.log.level": "ERROR"}
    settings |= {"spark.sql.adaptive.enabled": "false"}  # it plans each small query again and again
    session = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    found = {}
    for name, engine in (("DuckDB", OnDuckDB(duckdb.connect())), ("Spark", OnSpark(session))):
        engine.load(reports, invented.items, invented.pupils)
        begun = time.perf_counter()
        sweeps = fit_by_groups(engine, variances, tolerance=1e-3)
        found[name] = engine.contrasts()
        print(
            f"{name}: {sweeps.count} sweeps, {time.perf_counter() - begun:.1f} s, rms left {sweeps.error:.1e}",
            flush=True,
        )
    session.stop()
    difference = max(np.abs(a - b).max() for a, b in zip(found["DuckDB"], found["Spark"], strict=True))
    print(f"{reports.item.size:,} reports of {invented.m.size:,} items; largest difference {difference:.1e}")
    return int(not difference <= LARGEST_DIFFERENCE)


if __name__ == "__main__":
    sys.exit(main())
