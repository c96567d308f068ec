"""Families in the last minutes of sign-up and on the day of results; PostgreSQL only: SQLite is not a city's.

First at a rate that must hold, then faster and faster until one in twenty waits for more than a second: which machines
a city needs follows from the most that one does.
"""

import json
import subprocess
import sys
from math import ceil
from typing import Any

from bench import cities, servers
from bench.cities import BuiltCity
from bench.figure import Figure

SCHOOLS = 24
SIGNING, LOOKING, SECONDS = 12, 30, 60  # families a second, for so long
FASTER, STEPS, SECONDS_A_STEP = 1.4, 8, 20
FAMILIES, WAVES, LAST_MINUTES = 498_000, 8, 5
IN_THE_LAST = FAMILIES // 2 // (LAST_MINUTES * 60)  # families a second, if all schools closed at once
IN_AN_HOUR = FAMILIES / 3600
CORES, BUSY = 2, 0.7  # of a machine; beyond that a queue grows quickly
MOST_MILLISECONDS, AT_THE_MOST = 2_000, 1_000  # p95 at the rate that must hold, and up to which it is driven

Found = dict[str, Any]


def measure(database: str) -> list[Figure]:
    """Sign-up and results in one city of some schools."""
    if database != servers.POSTGRESQL:
        return []
    with cities.city(database, SCHOOLS) as city:
        _run(city, "shuangjian", "city", "service", city.url)
        signing = _driven(city, "sign-up", SIGNING)
        _run(city, "bench.family_visits", "close", "0", "0")
        _run(city, "shuangjian", "draw", "--all")
        looking = _driven(city, "results", LOOKING)
    return [*_signing(database, signing), *_looking(database, looking)]


def _run(city: BuiltCity, *command: str) -> None:
    subprocess.run([sys.executable, "-m", *command], env=city.environment, stdout=sys.stderr, check=True)


def _driven(city: BuiltCity, what: str, a_second: int) -> dict[int, Found]:
    """What was found at the rate that must hold, and at each faster one until families wait too long. The last step
    goes too fast, unless the steps ran out."""
    found = {a_second: _visited(city, what, a_second, SECONDS)}
    while len(found) <= STEPS and _holds(found[a_second]):
        a_second = round(a_second * FASTER)
        found[a_second] = _visited(city, what, a_second, SECONDS_A_STEP)
    return found


def _visited(city: BuiltCity, what: str, a_second: int, seconds: int) -> Found:
    print(f"{what}: {a_second} families a second", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "bench.family_visits", what, str(a_second), str(seconds)]
    done = subprocess.run(command, env=city.environment, stdout=subprocess.PIPE, check=True)
    found: Found = json.loads(done.stdout)
    return found


def _waited(found: Found) -> float:
    """p95 in milliseconds, of the last thing that a family waits for."""
    return float((found["handed_in"] or found["opened"])["p95"])


def _holds(found: Found) -> bool:
    return _waited(found) <= AT_THE_MOST and not _wrong(found)


def _wrong(found: Found) -> list[str]:
    wrong = [f"{n:,} {what}" for what in ("wrongs", "lost", "twice") if (n := found.get(what))]
    unstored = found["families"] - found["stored"] if "stored" in found else 0
    return wrong + ([f"{unstored:,} not stored"] if unstored else [])


def _signing(database: str, driven: dict[int, Found]) -> list[Figure]:
    found = driven[SIGNING]
    opened, wrong = found["opened"]["p95"], _wrong(found)
    told = (
        f"p95 from due to received; page opened {opened:.0f} ms; {found['stored']:,} of {found['families']:,} stored; "
        f"wrong: {'; '.join(wrong) or 'nothing'}"
    )
    name = f"sign-up, {SIGNING} families a second for {SECONDS} s, one in five twice"
    return [
        _held(name, database, found, f"≤ {MOST_MILLISECONDS} ms, none lost, none twice", told),
        _at_the_most("sign-up, the most", database, driven, IN_THE_LAST, WAVES),
        _cost("sign-up, what a family takes of processors", database, driven, IN_THE_LAST, WAVES),
    ]


def _looking(database: str, driven: dict[int, Found]) -> list[Figure]:
    found = driven[LOOKING]
    median, wrong = found["opened"]["median"], _wrong(found)
    told = f"p95 from due; median {median:.0f} ms; wrong: {'; '.join(wrong) or 'nothing'}"
    name = f"results, {LOOKING} families a second for {SECONDS} s"
    return [
        _held(name, database, found, f"≤ {MOST_MILLISECONDS} ms", told),
        _at_the_most("results, the most", database, driven, IN_AN_HOUR),
        _cost("results, what a family takes of processors", database, driven, IN_AN_HOUR),
    ]


def _cost(name: str, database: str, driven: dict[int, Found], at_once: float, waves: int = 1) -> Figure:
    """What one family takes of the processors, over all that came, and how many machines follow from it."""
    families = sum(found["families"] for found in driven.values())
    parts = {of: sum(f["processors"][of] for f in driven.values()) / families for of in ("site", "database")}
    whole = sum(parts.values())
    told = (
        f"site {parts['site'] * 1000:.0f} ms, database {parts['database'] * 1000:.0f} ms: {CORES} cores, {BUSY:.0%} "
        f"busy, do {CORES * BUSY / whole:.0f} a second; {_machines(CORES * BUSY / whole, at_once, waves)}"
    )
    return Figure(name, database, f"{whole * 1000:.0f} ms", told)


def _machines(a_second: float, at_once: float, waves: int) -> str:
    """How many machines that do so many a second a city needs for `at_once` a second, at once and in waves."""
    machines = ceil(at_once / a_second)
    waved = f", {ceil(machines / waves)} with {waves} waves" if waves > 1 else ""
    return f"the city's {at_once:.0f} a second are {machines} such machines{waved}"


def _held(name: str, database: str, found: Found, limit: str, told: str) -> Figure:
    met = _waited(found) <= MOST_MILLISECONDS and not _wrong(found)
    return Figure(name, database, f"{_waited(found):.0f} ms", told, limit, met)


def _at_the_most(name: str, database: str, driven: dict[int, Found], at_once: float, waves: int = 1) -> Figure:
    """The fastest that still held. Where not even the first did, nothing follows from it."""
    steps = [f"{rate}: {'; '.join([f'{_waited(found):.0f} ms', *_wrong(found)])}" for rate, found in driven.items()]
    told = f"p95 by families a second, up to {AT_THE_MOST} ms: {', '.join(steps)}"
    held = [rate for rate, found in driven.items() if _holds(found)]
    if not held:
        return Figure(name, database, f"under {min(driven)} a second", told)
    return Figure(name, database, f"{max(held)} a second", f"{told}; {_machines(max(held), at_once, waves)}")
