"""A 20,000-pupil workbook: preview and apply, seconds and peak of memory; and the same file once more."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.figure import Figure
from bench.town import add_schools, found_town
from bench.workbook import PUPILS, SCHOOLS, county_workbook

MOST_SECONDS, MOST_MIB = 30, 500


def measure(database: str) -> list[Figure]:
    """The county's first roster, and the same file again, which must change nothing."""
    town = found_town()
    add_schools(town, SCHOOLS, parallel=0)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.xlsx"
        path.write_bytes(county_workbook())
        first = _imported(town.county.pk, path)
        again = _imported(town.county.pk, path)
    assert PUPILS in first["counts"].values(), first["counts"]
    assert not again["counts"], again["counts"]
    seconds = first["preview"] + first["apply"]
    memory = (first["own"] + first["reader"]) / 1024
    return [
        Figure(
            f"{PUPILS:,} pupils: preview and apply",
            database,
            f"{seconds:.1f} s",
            f"preview {first['preview']:.1f} s, apply {first['apply']:.1f} s",
            f"≤ {MOST_SECONDS} s",
            seconds <= MOST_SECONDS,
        ),
        Figure(
            f"{PUPILS:,} pupils: peak of memory",
            database,
            f"{memory:.0f} MiB",
            f"import {first['own'] / 1024:.0f} MiB, the child that reads {first['reader'] / 1024:.0f} MiB",
            f"≤ {MOST_MIB} MiB",
            memory <= MOST_MIB,
        ),
        Figure(f"{PUPILS:,} pupils: the same file again", database, f"{again['preview']:.1f} s", "changes nothing"),
    ]


def _imported(place_id: int, path: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.importing", str(place_id), str(path)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found
