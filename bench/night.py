"""A night of the city, from its answers in the database to its results there, and the refit of what was laid before.

926 schools whose homework begins two weeks ago, or as many as SHUANGJIAN_BENCH_SCHOOLS says.
"""

import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import cities
from bench.figure import Figure
from shuangjian.demo.whole_city import SEED, model
from shuangjian.demo.whole_city.faults import planted_in
from shuangjian.demo.whole_city.ground import lay_out
from shuangjian.demo.whole_city.panel.term import StandingCity
from shuangjian.demo.whole_city.school import build_school
from shuangjian.demo.whole_city.shapes import city_of
from shuangjian.demo.whole_city.term import Term
from shuangjian.journeys.measure import measure_due, refit
from shuangjian.kernel.actor import operator
from shuangjian.lake import Lake
from shuangjian.lake.tables import REPORTS
from shuangjian.timing.models import Fitted, Run
from shuangjian.timing.rules import RunKind

EVENINGS = 10
MOST_SECONDS = 120
BY = operator("bench")


def measure(database: str) -> list[Figure]:
    """A night at each size, and the refit before it."""
    figures = []
    for schools in cities.sizes()[:1]:
        with _folder() as folder:
            lake = Lake(folder / "lake")
            _build(schools, lake, folder)
            figures += [_timed(f"refit of {EVENINGS - 1} evenings, {schools} schools", database, lake, RunKind.FULL)]
            figures += [_timed(f"a night, {schools} schools", database, lake, RunKind.DAY)]
    return figures


def _build(schools: int, lake: Lake, folder: Path) -> None:
    """A city with the evenings that are measured, and no others."""
    city = city_of(SEED, schools)
    ground, planted = lay_out(city.shapes), planted_in(city)
    from shuangjian.schools.queries import cities as all_cities

    term = Term(all_cities()[0].path)
    over = [span for span in term.spans if span.until <= model.TODAY]
    term.spans = over[-EVENINGS:]
    for shape in city.shapes:
        build_school(city.seed, shape, planted.get(shape.number), ground, term)
    print("built", file=sys.stderr, flush=True)
    whole = StandingCity(SEED, {one.shape.code: one for one in planted.values()}, [span.date for span in term.spans])
    whole.lay(lake, folder / "minutes.json", _say)


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _timed(name: str, database: str, lake: Lake, kind: RunKind) -> Figure:
    began, worked = time.monotonic(), time.process_time()
    act = {"by": BY, "at": model.STANDS_AT, "say": _say}
    if kind is RunKind.DAY:
        measure_due(lake, **act)  # type: ignore[arg-type]
    else:
        refit(lake, since=lake.days(REPORTS)[0], until=None, **act)  # type: ignore[arg-type]
    seconds, processor = time.monotonic() - began, time.process_time() - worked
    run = Run.objects.filter(kind=kind).latest("date")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    large = kind is RunKind.DAY and run.reports >= 100_000
    return Figure(
        name,
        database,
        f"{seconds:.1f} s",
        f"{run.reports:,} reports, {run.items:,} items; {processor:.1f} s of processor; "
        f"largest process {memory:,.0f} MiB; {Fitted.objects.count():,} fitted rows",
        f"≤ {MOST_SECONDS} s" if large else "",
        seconds <= MOST_SECONDS if large else None,
    )


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="shuangjian-night-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
