"""The exact engine and lme4 on the same data in the same run: variances, every effect, every conditional error."""

import csv
import gzip
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from bench import servers
from bench.figure import Figure
from bench.timing_city import city
from bench.took import Took, timed
from shuangjian.timing.estimator import CrossedFit, crossed

SCRIPT = Path(__file__).with_suffix(".R")
SIZES = os.environ.get("SHUANGJIAN_BENCH_LME4", "100000,1000000")
REAL = os.environ.get("SHUANGJIAN_BENCH_CROSSED", "")
LARGE, TIMES, APART, EFFECT_APART = 100_000, 20, 0.001, 1e-4
GROUPINGS = ("pupil", "klass", "teacher", "item")


def measure() -> list[Figure]:
    """Nothing where R or lme4 is missing, and a row that says so."""
    figures = _of_real_data() if REAL else []
    sizes = [int(size) for size in SIZES.split(",") if int(size)]
    if sizes and not _there_is_lme4():
        return [*figures, Figure("lme4", servers.SQLITE, "not installed")]
    for size in sizes:
        figures += _compared(size)
    return figures


def _there_is_lme4() -> bool:
    rscript = shutil.which("Rscript")
    ask = [rscript or "", "-e", "suppressMessages(library(lme4))"]
    return rscript is not None and subprocess.run(ask, capture_output=True, check=False).returncode == 0


def _compared(size: int) -> list[Figure]:
    given = city(size)
    columns, said = given.columns(), given.reports.low
    ours, took = timed(lambda: _ours(said, columns))
    with tempfile.TemporaryDirectory() as folder:
        for name, column in columns.items():
            column.astype(np.int32).tofile(Path(folder) / name)
        said.tofile(Path(folder) / "y")
        subprocess.run(["Rscript", str(SCRIPT), folder], check=True, capture_output=True)
        theirs = {name: float(value) for name, value in _rows(Path(folder) / "lme4.csv")}
        effects = {name: _rows(Path(folder) / f"lme4_{name}.csv") for name in GROUPINGS}
    return _figures(f"{size:,} reports", size >= LARGE, ours, took, theirs, effects)


def _ours(said: np.ndarray, columns: dict[str, np.ndarray]) -> CrossedFit:
    cells = np.eye(int(columns["cell"].max()) + 1)[columns["cell"]]
    return crossed(said, {name: columns[name] for name in GROUPINGS}, cells)


def _figures(
    name: str, large: bool, ours: CrossedFit, took: Took, theirs: dict[str, float], effects: dict[str, list[list[str]]]
) -> list[Figure]:
    times, work = theirs["seconds"] / took.seconds, theirs["processor"] / took.processor
    found = ours.variances | {"Residual": ours.residual}
    variance_apart = max(abs(theirs[each] / found[each] - 1) for each in found)
    effect_apart, error_apart = 0.0, 0.0
    for each, rows in effects.items():
        place = np.searchsorted(ours.levels[each], [int(level) for level, _, _ in rows])
        effect, error = np.array([[float(part) for part in row[1:]] for row in rows]).T
        effect_apart = max(effect_apart, float(np.abs(effect - ours.effects[each][place]).max()))
        error_apart = max(error_apart, float(np.abs(error / ours.conditional_errors[each][place] - 1).max()))
    here = servers.SQLITE
    limited = (f"≥ {TIMES} ×", times >= TIMES) if large else ("", None)
    told = f"{took} against {theirs['seconds']:.1f} s ({theirs['processor']:.1f} s); of processors {work:.0f} ×"
    less = f"deviance {theirs['deviance'] - ours.deviance:+.2g} in lme4; conditional errors apart by {error_apart:.2%}"
    return [
        Figure(f"{name}: faster than lme4", here, f"{times:.0f} ×", told, *limited),
        Figure(
            f"{name}: variances apart", here, f"{variance_apart:.3%}", less, f"≤ {APART:.1%}", variance_apart <= APART
        ),
        Figure(
            f"{name}: effects apart",
            here,
            f"{effect_apart:.1e}",
            "",
            f"≤ {EFFECT_APART:g}",
            effect_apart <= EFFECT_APART,
        ),
    ]


def _of_real_data() -> list[Figure]:
    """log seconds ~ 1 + (1 | person) + (1 | item)."""
    opened = gzip.open if REAL.endswith(".gz") else open
    with opened(REAL, "rt") as file:
        head, *rows = csv.reader(file)
    columns = [head.index("person"), head.index("item"), next(k for k, name in enumerate(head) if name.endswith("_s"))]
    person, item, seconds = np.array([[float(row[k]) for k in columns] for row in rows]).T
    kept = seconds > 0
    groups = {"person": person[kept].astype(int), "item": item[kept].astype(int)}
    found, took = timed(lambda: crossed(np.log(seconds[kept]), groups))
    told = ", ".join(f"{name} {value:.6f}" for name, value in (found.variances | {"residual": found.residual}).items())
    return [Figure(f"{int(kept.sum()):,} answers of a test: REML", servers.SQLITE, str(took), told)]


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]
