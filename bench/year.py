"""The refit of a year: thirty million reports of the whole city, written straight into a lake. No database is asked.

Measured only with SHUANGJIAN_BENCH_YEAR=1. The city is the sample's with its own classes, lessons and teachers;
SHUANGJIAN_BENCH_SCHOOLS takes some of its schools, and as large a part of the reports. A few children of each
class report each evening what each piece of homework took, half of them in one of the four answers, one in twenty as
not finished. Minutes are log-normal, and children who are slower do easier tiers.
"""

import datetime as dt
import os
import resource
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench import cities, servers
from bench.figure import Figure
from shuangjian.demo.whole_city import SCHOOLS, SEED
from shuangjian.demo.whole_city.model import LOADS, band_of
from shuangjian.demo.whole_city.shapes import City, Shape, city_of
from shuangjian.demo.whole_city.staffing import courses_of, lessons_of
from shuangjian.journeys.measuring.running import run_refit
from shuangjian.kernel.grade import stage_of
from shuangjian.lake import Lake
from shuangjian.lake.laying import block_of, columns
from shuangjian.lake.tables import ASKED, REPORTS, UNLISTED, WORKS
from shuangjian.timing.rules import BETWEEN, EASIEST, HARDEST, ONLY

Columns = dict[str, NDArray[Any]]
SPREADS = {"teacher": 0.15, "work": 0.2, "pupil": 0.35, "klass": 0.1, "report": 0.35}
TIERED, IN_BUCKETS, UNFINISHED = 0.3, 0.5, 0.05
EASIER = np.array([-0.35, 0.0, 0.3])
SEATS = 64  # more than sit in any class
NUMBERS = 10**7  # assignments of a day are numbered from a multiple of it

YEAR = 30_000_000
EVENINGS, LAST = 200, dt.date(2026, 7, 3)
MOST_SECONDS, MOST_MIB = 300, 4 * 1024


def measure(database: str) -> list[Figure]:
    """Seconds, processor time and peak of one refit, from files to the rows that are handed to the database."""
    if not os.environ.get("SHUANGJIAN_BENCH_YEAR") or database != servers.SQLITE:
        return []
    city = city_of(SEED, int(os.environ.get(cities.SIZES, SCHOOLS)))
    asked = YEAR * len(city.shapes) // SCHOOLS
    days = [LAST - dt.timedelta(days=back) for back in range(2 * EVENINGS)]
    days = sorted([day for day in days if day.weekday() < 5][:EVENINGS])
    with tempfile.TemporaryDirectory(prefix="shuangjian-year-") as folder:
        lake = Lake(Path(folder) / "lake")
        print(f"{lay_year(lake, city, days, asked, SEED):,} reports laid down", file=sys.stderr, flush=True)
        began, worked = time.monotonic(), time.process_time()

        def say(words: str) -> None:
            print(f"{time.monotonic() - began:.0f} s: {words}", file=sys.stderr, flush=True)

        found = run_refit(lake, days[-1], say, since=days[0])
        seconds, processor = time.monotonic() - began, time.process_time() - worked
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    large = found.reports >= 29_000_000
    return [
        Figure(
            f"refit of {len(days)} evenings, {len(city.shapes)} schools",
            "",
            f"{seconds:.0f} s",
            f"{found.reports:,} reports, {found.items:,} items, {city.pupils:,} pupils; "
            f"{processor:.0f} s of processor; peak {memory:,.0f} MiB",
            f"≤ {MOST_SECONDS} s, {MOST_MIB} MiB" if large else "",
            (seconds <= MOST_SECONDS and memory <= MOST_MIB) if large else None,
        )
    ]


@dataclass(frozen=True)
class Courses:
    """What is taught: columns (n,) of a course in a class, `course` its number; `size` of the class's part in it."""

    of: Columns
    chance: NDArray[np.float64]
    minutes: NDArray[np.float64]

    @classmethod
    def of_city(cls, city: City) -> "Courses":
        rows = [row for shape in city.shapes for row in _of_school(shape)]
        names = ("school", "school_class", "grade", "size", "course", "teacher", "subject", "stage", "days", "usual")
        of = {name: np.array(values) for name, values in zip(names, zip(*rows, strict=True), strict=True)}
        of["course"] = np.unique(of["course"], return_inverse=True)[1]
        first = np.unique(of["course"], return_index=True)[1]
        return cls(of, of.pop("days")[first], of.pop("usual")[first])


def _of_school(shape: Shape) -> list[tuple[Any, ...]]:
    rows = []
    for number, course in enumerate(courses_of(shape, lessons_of(shape))):
        load = LOADS[band_of(course.grade, shape.system)].get(course.subject)
        if load is None:
            continue
        for room in course.rooms:
            grades, size = shape.rooms[room].grades, shape.rooms[room].size // len(shape.rooms[room].grades)
            rows.append(
                (shape.number, shape.number * 100 + room, course.grade, min(size, SEATS), shape.number * 1000 + number,
                 shape.number * 1000 + course.teacher, course.subject, str(stage_of(grades[-1], shape.system)),
                 load.days, max(sum(load.minutes) / 2, 5.0))
            )  # fmt: skip
    return rows


def lay_year(lake: Lake, city: City, days: list[dt.date], reports: int, seed: int) -> int:
    """Write these evenings with about so many reports in all; returns how many they have."""
    courses = Courses.of_city(city)
    each = reports / len(days) / (courses.chance[courses.of["course"]].sum())
    written = 0
    for number, date in enumerate(days):
        written += _lay_day(lake, courses, date, number, each, np.random.default_rng((seed, number)), seed)
    return written


def _lay_day(
    lake: Lake, courses: Courses, date: dt.date, number: int, each: float, draw: np.random.Generator, seed: int
) -> int:
    of = courses.of
    count = courses.chance.size
    some = np.flatnonzero((draw.random(count) < courses.chance)[of["course"]])
    works = {name: of[name][some] for name in of}
    tiered = draw.random(count) < TIERED
    declared = np.maximum(5 * np.rint(courses.minutes * draw.uniform(0.7, 1.3, count) / 5), 5)
    took = draw.normal(0, SPREADS["work"], count)
    seat_class = works["school_class"] * 10 + works["grade"]
    classes, place = np.unique(seat_class, return_inverse=True)
    asked = np.floor(each + draw.random(classes.size)).astype(np.int64)
    row = np.repeat(np.arange(some.size), asked[place])
    turn = np.arange(row.size) - np.repeat(np.cumsum(asked[place]) - asked[place], asked[place])
    start, step = draw.integers(0, SEATS, classes.size), 1 + 2 * draw.integers(0, 5, classes.size)
    seat = (start[place[row]] + turn * step[place[row]]) % np.maximum(works["size"][row], 1)
    pupil = (works["school_class"][row] * 10 + works["grade"][row]) * SEATS + seat
    course = works["course"][row]
    fixed = np.random.default_rng(seed)
    slow = fixed.normal(0, SPREADS["pupil"], 1 << 20)[_hashed(pupil)]
    klass = fixed.normal(0, SPREADS["klass"], 1 << 20)[_hashed(seat_class[row])]
    teacher = fixed.normal(0, SPREADS["teacher"], 1 << 20)[_hashed(works["teacher"][row])]
    place_of = 1 - np.rint(np.clip(slow / SPREADS["pupil"] + draw.normal(0, 0.5, row.size), -1, 1)).astype(np.int64)
    position = np.where(tiered[course], place_of, 0)
    tier = np.where(tiered[course], np.array([EASIEST, BETWEEN, HARDEST])[place_of], ONLY)
    easier = np.where(tiered[course], EASIER[place_of], 0.0)
    said = np.log(declared[course]) + took[course] + easier + slow + klass + teacher
    minutes = np.maximum(np.exp(said + draw.normal(0, SPREADS["report"], row.size)), 1)
    given = np.maximum(np.rint(declared[course] * np.exp(easier)), 1)
    low, high, mode = _answered(minutes, given, draw)
    facts = {name: works[name][row] for name in ("school", "school_class", "grade", "teacher", "subject", "stage")}
    lake.write(
        REPORTS,
        date,
        facts
        | {"block": block_of(facts["school"], facts["grade"]), "pupil": pupil, "assignment": number * NUMBERS + course,
           "position": position, "tier": tier, "form": np.full(row.size, "WRITTEN", object), "declared": given,
           "counted": given, "low": low, "high": high, "finished": np.isfinite(high) | (mode > 0), "mode": mode,
           "weight": np.ones(row.size)},
    )  # fmt: skip
    _lay_works(lake, date, works, number, declared, tiered, asked, classes)
    return row.size


def _answered(minutes: Any, given: Any, draw: np.random.Generator) -> tuple[Any, Any, Any]:
    """Lower and upper bound in minutes, nan for none above, and whether it was one of the four answers."""
    kind = draw.random(minutes.size)
    edges = np.stack([np.ones(minutes.size), given / 2, given, 1.5 * given, np.full(minutes.size, np.inf)])
    which = (minutes >= edges[1:4]).sum(axis=0)
    bucket, undone = kind < IN_BUCKETS, kind > 1 - UNFINISHED
    rows = np.arange(minutes.size)
    low = np.where(bucket, np.maximum(edges[which, rows], 1), np.rint(minutes))
    high = np.where(bucket, edges[which + 1, rows], np.rint(minutes))
    low, high = np.where(undone, np.minimum(given, low), low), np.where(undone, np.inf, high)
    return low, np.where(np.isinf(high), np.nan, high), (bucket | undone).astype(np.int64)


def _lay_works(lake: Lake, date: dt.date, works: Columns, number: int, declared: Any, tiered: Any, asked: Any,
               classes: Any) -> None:  # fmt: skip
    course = works["course"]
    given = np.where(tiered[course], np.rint(declared[course] * np.exp(EASIER[2])), declared[course])
    same = dict.fromkeys(("declared", "minutes", "counted", "committed"), given)
    lake.write(
        WORKS,
        date,
        works | same
        | {"assignment": number * NUMBERS + course, "position": np.where(tiered[course], 2, 0),
           "tier": np.where(tiered[course], HARDEST, ONLY), "form": np.full(course.size, "WRITTEN", object),
           "cap": np.where(works["stage"] == "PRIMARY", 60, 90)},
    )  # fmt: skip
    lake.write(UNLISTED, date, columns(UNLISTED, []))
    lake.write(
        ASKED,
        date,
        {"school": classes // 1000, "school_class": classes // 10, "grade": classes % 10, "asked": 2 * asked,
         "answered": asked},
    )  # fmt: skip


def _hashed(ids: Any) -> Any:
    return (ids * 2654435761 >> 7) % (1 << 20)
