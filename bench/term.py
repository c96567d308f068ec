"""A whole term of nights: every evening of a city goes into the database and is measured the morning after.

What `bench/night.py` times once is seen here as the term grows. SHUANGJIAN_BENCH_TERM says how many schools the city
has that is built for it; SHUANGJIAN_BENCH_CITY takes one that is there, with SHUANGJIAN_LAKE as its lake, and a term of
it that was broken off goes on.
"""

import json
import os
import statistics
import subprocess
import sys
from typing import Any

from bench import cities
from bench.figure import Figure

SIZE = "SHUANGJIAN_BENCH_TERM"
SCHOOLS = 12
LARGE = 100_000  # reports of a night from which the limits in seconds hold
NIGHT, REFIT, MIB = 120, 300, 4 * 1024
WEEKS_APART, GROWS = 20, 1.25  # nights at either end, and how much more a late one may take for as many reports

Night = dict[str, Any]


def measure(database: str) -> list[Figure]:
    """A night, a weekend's refit with its night, what a late night takes beside an early one, and one word for all
    results, which is to be the same on both databases."""
    schools = int(os.environ.get(SIZE, SCHOOLS))
    with cities.city(database, schools, workers=1) as city:
        command = [sys.executable, "-m", "bench.term_nights"]
        done = subprocess.run(command, env=city.environment, stdout=subprocess.PIPE, check=True)
    *nights, digest = map(json.loads, done.stdout.splitlines())
    first = next((n for n, night in enumerate(nights) if night["refit"]), len(nights))
    weekday = [night for night in nights[first:] if not night["refit"]]  # before the first refit each night is one
    weekend = [night for night in nights if night["refit"]]
    if not weekday:
        return []
    where = f"{len(nights)} evenings of the city"
    return [
        _longest(f"the longest night, {where}", database, weekday, "reports", NIGHT),
        _longest(f"the longest night with its refit, {where}", database, weekend, "refit", NIGHT + REFIT),
        _growth(database, weekday),
        Figure("all results in one word", database, digest["digest"], "to be the same on both databases"),
    ]


def _longest(name: str, database: str, nights: list[Night], counted: str, most: int) -> Figure:
    longest = max(nights, key=lambda night: float(night["seconds"]))
    large = longest["reports"] >= LARGE
    return Figure(
        name,
        database,
        f"{longest['seconds']:.1f} s",
        f"{longest['date']}: {longest[counted]:,} reports, {longest['processor']:.1f} s of processor, "
        f"{longest['statements']} statements, {longest['fitted']:,} fitted rows, {longest['teachers']:,} of teachers; "
        f"median night {statistics.median(night['seconds'] for night in nights):.1f} s; "
        f"largest process {max(night['mebibytes'] for night in nights):,.0f} MiB",
        f"≤ {most} s, {MIB} MiB" if large else "",
        longest["seconds"] <= most and longest["mebibytes"] <= MIB if large else None,
    )


def _growth(database: str, nights: list[Night]) -> Figure:
    """Of this process's processors, for as many reports: a busy machine does not stretch it. In a small city opening
    the files of the last sixty evenings weighs more than their rows: no limit there."""
    some = min(WEEKS_APART, len(nights) // 2)
    early, late = (
        statistics.median(night["processor"] / max(night["reports"], 1) for night in chosen) * 1e6
        for chosen in (nights[:some], nights[-some:])
    )
    ratio = late / early if some else 1.0
    large = nights[-1]["reports"] >= LARGE
    return Figure(
        f"a night of the last {some} beside the first {some}",
        database,
        f"{ratio:.2f} ×",
        f"{early:.0f} and {late:.0f} µs of processor a report",
        f"≤ {GROWS} ×" if large else "",
        ratio <= GROWS if large else None,
    )
