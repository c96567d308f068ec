"""Whole cities to measure in: built by the command, in a process of its own, or one that is there already."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import servers

GIVEN = "SHUANGJIAN_BENCH_CITY"  # a SQLite file or an address: pages and publishing are measured there
SIZES = "SHUANGJIAN_BENCH_SCHOOLS"  # how many schools the cities have that are built, parted by commas
SCHOOLS = 60
SETTINGS = "shuangjian.config.settings.demo"


@dataclass(frozen=True)
class BuiltCity:
    """Where it is; how long building it took and the largest of its processes, None for one that was there."""

    url: str
    var: Path
    seconds: float | None = None
    mebibytes: float | None = None

    @property
    def environment(self) -> dict[str, str]:
        """Of a process that works on it, under the city's own clock."""
        return os.environ | {
            "DATABASE_URL": self.url,
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "SHUANGJIAN_VAR": str(self.var),
        }


def sizes() -> list[int]:
    return [int(size) for size in os.environ.get(SIZES, str(SCHOOLS)).split(",")]


def given(database: str) -> str | None:
    """The address of a city that is there, where it is of this kind of database."""
    place = os.environ.get(GIVEN, "")
    url = place if "://" in place or not place else f"sqlite:///{Path(place).resolve()}"
    kind = servers.SQLITE if url.startswith("sqlite:") else servers.POSTGRESQL
    return url if url and kind == database else None


@contextmanager
def city(database: str, schools: int = SCHOOLS, *, workers: int | None = None) -> Iterator[BuiltCity]:
    """A city of so many schools in a fresh database, gone afterwards; or the one that is given, which stays. One of
    `workers` gives the same ids on every database."""
    var = Path(tempfile.mkdtemp(prefix="shuangjian-bench-city-"))
    try:
        if (url := given(database)) is not None:
            yield BuiltCity(url, var)
            return
        with servers.fresh(database) as fresh:
            yield _built(BuiltCity(fresh, var), schools, workers)
    finally:
        shutil.rmtree(var, ignore_errors=True)


def _built(where: BuiltCity, schools: int, workers: int | None) -> BuiltCity:
    command = ["city", "build", "--schools", str(schools), "--faults", str(where.var / "faults.json"), where.url]
    command += ["--workers", str(workers)] if workers else []
    started = time.perf_counter()
    building = subprocess.Popen(
        [sys.executable, "-m", "shuangjian", *command], env=where.environment, stdout=sys.stderr
    )
    _, status, used = os.wait4(building.pid, 0)
    building.returncode = os.waitstatus_to_exitcode(status)
    if building.returncode:
        raise subprocess.CalledProcessError(building.returncode, command)
    return BuiltCity(where.url, where.var, time.perf_counter() - started, used.ru_maxrss / 1024)
