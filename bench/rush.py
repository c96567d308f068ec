"""The afternoon's peak: teachers publish over HTTP at a steady rate, whether the site keeps up or not."""

import json
import subprocess
import sys

from bench import cities, servers
from bench.cities import BuiltCity
from bench.figure import Figure

A_SECOND, SECONDS, TEACHERS = 25, 120, 50
MOST_MILLISECONDS = 200


def measure(database: str) -> list[Figure]:
    """A row for each size of city; PostgreSQL only, because SQLite is not what a city runs on."""
    if database != servers.POSTGRESQL:
        return []
    figures = []
    for schools in [None] if cities.given(database) else cities.sizes():
        with cities.city(database, schools or cities.SCHOOLS) as city:
            size = "the city that was given" if schools is None else f"{schools} schools"
            figures.append(_rush(database, city, size))
    return figures


def _rush(database: str, city: BuiltCity, size: str) -> Figure:
    rate, seconds, teachers = map(str, (A_SECOND, SECONDS, TEACHERS))
    done = subprocess.run(
        [sys.executable, "-m", "bench.rushing", rate, seconds, teachers],
        env=city.environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    found = json.loads(done.stdout)
    wrong = [words for words, n in found["wrong"].items() if n]
    return Figure(
        f"{A_SECOND} publishes a second for {SECONDS} s, {TEACHERS} teachers, {size}",
        database,
        f"{found['p95']:.0f} ms",
        f"p95 of {found['sent']:,} from the moment each was due; median {found['median']:.0f} ms, "
        f"longest {found['longest']:.0f} ms; {found['published']:,} published, {found['refused']:,} refused; "
        f"wrong: {'; '.join(wrong) or 'nothing'}",
        f"≤ {MOST_MILLISECONDS} ms, nothing wrong",
        found["p95"] <= MOST_MILLISECONDS and not wrong,
    )
