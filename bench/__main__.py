"""`python -m bench`: measure, print a table, and end with 1 when a stated limit is missed.

python -m bench                          everything, on both databases
python -m bench publishing pages         some
python -m bench publishing --on SQLite   on one database
"""

import argparse
import json
import os
import subprocess
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from bench import servers
from bench.figure import Figure, table

ROOT = Path(__file__).resolve().parents[1]
BENCHES = (
    "publishing",
    "listing",
    "pages",
    "rosters",
    "content",
    "draw",
    "draw_truth",
    "city_draw",
    "timing_engine",
    "timing_model",
    "night",
    "term",
    "year",
    "city",
    "rush",
    "families",
)
DATABASES = (servers.SQLITE, servers.POSTGRESQL)


def main() -> int:
    options = _options()
    if options.measure:
        _measure(options.benches[0], options.on[0])
        return 0
    figures: list[Figure] = []
    broken: list[str] = []
    for name in options.benches or BENCHES:
        found = []
        for database in options.on or DATABASES:
            print(f"measuring {name} on {database} …", file=sys.stderr, flush=True)
            measured = _measured_apart(name, database)
            found += measured or []
            broken += [] if measured is not None else [f"{name} on {database}"]
        print(f"\n{name}\n{table(found)}", flush=True)
        figures += found
    print()
    for figure in figures:
        if figure.met is False:
            print(f"MISSED  {figure.name} on {figure.database}: {figure.value}, limit {figure.limit}")
    for words in broken:
        print(f"BROKEN  {words}")
    missed = sum(figure.met is False for figure in figures)
    limits = sum(figure.met is not None for figure in figures)
    print(f"{limits} limits, {missed} missed, {len(broken)} benches broken off")
    return 1 if missed or broken else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("benches", nargs="*", help="which; all of them without")
    parser.add_argument("--on", action="append", choices=DATABASES, help="on this database only")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _measured_apart(name: str, database: str) -> list[Figure] | None:
    """Figures measured in a process of its own, on a fresh database; None if it broke off."""
    with servers.fresh(database) as url:
        environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "bench.settings"}
        command = [sys.executable, "-m", "bench", "--measure", name, "--on", database]
        done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        return None
    return [Figure(**row) for row in json.loads(done.stdout)]


def _measure(name: str, database: str) -> None:
    """Inside that process: migrate, measure, and hand the figures up."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    figures: list[Figure] = import_module(f"bench.{name}").measure(database)
    print(json.dumps([asdict(figure) for figure in figures]))


if __name__ == "__main__":
    sys.exit(main())
