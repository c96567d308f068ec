"""Families in the last minutes of sign-up and on the day of results; PostgreSQL only: SQLite is not a city's."""

import json
import subprocess
import sys

from bench import cities, servers
from bench.cities import BuiltCity
from bench.figure import Figure

SCHOOLS = 24
A_SECOND, SECONDS = 12, 60
LOOKS_A_SECOND = 30
FAMILIES, WAVES, LAST_MINUTES = 498_000, 8, 5
IN_THE_LAST = FAMILIES // 2 // (LAST_MINUTES * 60)  # families a second, if all schools closed at once
MOST_MILLISECONDS = 2_000


def measure(database: str) -> list[Figure]:
    """Sign-up and results in one city of some schools."""
    if database != servers.POSTGRESQL:
        return []
    with cities.city(database, SCHOOLS) as city:
        _run(city, "shuangjian", "city", "service", city.url)
        signing = _visited(city, "sign-up", A_SECOND)
        _run(city, "bench.family_visits", "close", "0", "0")
        _run(city, "shuangjian", "draw", "--all")
        looking = _visited(city, "results", LOOKS_A_SECOND)
    return [_signing(database, signing), _looking(database, looking)]


def _run(city: BuiltCity, *command: str) -> None:
    subprocess.run([sys.executable, "-m", *command], env=city.environment, stdout=sys.stderr, check=True)


def _visited(city: BuiltCity, what: str, a_second: int) -> "dict[str, object]":
    command = [sys.executable, "-m", "bench.family_visits", what, str(a_second), str(SECONDS)]
    found: dict[str, object] = json.loads(
        subprocess.run(command, env=city.environment, stdout=subprocess.PIPE, check=True).stdout
    )
    return found


def _signing(database: str, found: "dict[str, object]") -> Figure:
    opened, handed_in = found["opened"], found["handed_in"]
    assert isinstance(opened, dict)
    assert isinstance(handed_in, dict)
    machines = -(-IN_THE_LAST // A_SECOND)
    wrong = [f"{n} {what}" for what in ("wrongs", "lost", "twice") if (n := found[what])]
    return Figure(
        f"sign-up, {A_SECOND} families a second for {SECONDS} s, one in five twice",
        database,
        f"{handed_in['p95']:.0f} ms",
        f"p95 from due to received; page opened {opened['p95']:.0f} ms; {found['stored']:,} of {found['families']:,} "
        f"stored; wrong: {'; '.join(wrong) or 'nothing'}. Half of {FAMILIES:,} in the last {LAST_MINUTES} minutes are "
        f"{IN_THE_LAST} a second: {machines} such machines, {-(-machines // WAVES)} with {WAVES} waves",
        f"≤ {MOST_MILLISECONDS} ms, none lost, none twice",
        handed_in["p95"] <= MOST_MILLISECONDS and not wrong and found["stored"] == found["families"],
    )


def _looking(database: str, found: "dict[str, object]") -> Figure:
    opened = found["opened"]
    assert isinstance(opened, dict)
    rate = FAMILIES / 3600
    return Figure(
        f"results, {LOOKS_A_SECOND} families a second for {SECONDS} s",
        database,
        f"{opened['p95']:.0f} ms",
        f"p95 from due; median {opened['median']:.0f} ms; wrong: {found['wrongs'] or 'nothing'}. {FAMILIES:,} "
        f"within an hour are {rate:.0f} a second: {-(-rate // LOOKS_A_SECOND):.0f} such machines",
        f"≤ {MOST_MILLISECONDS} ms",
        opened["p95"] <= MOST_MILLISECONDS and not found["wrongs"],
    )
