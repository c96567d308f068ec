"""All checks and all tests, in one command: `make test`.

Checks first, then the suite on SQLite, the browser tests on SQLite, and on PostgreSQL every test that touches the
database: on the server that TEST_DATABASE_URL names, or on one from the wheel that is started and stopped here. (A test
that touches none would be the same test again.) What was skipped is said with its reason; with SHUANGJIAN_NO_SKIP=1 a
skip is a failure. The last line sums up the runs.

    tests/everything.py --only checks
    tests/everything.py --only postgresql -- tests/races -k evening
"""

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests import chromium, postgres  # noqa: E402
from tests.beforehand import MIGRATED  # noqa: E402

PYTHON = sys.executable
STAGES = ("checks", "sqlite", "browser", "postgresql")
CHOSEN = {"sqlite": "not browser", "browser": "browser", "postgresql": "not browser and database"}
NO_TESTS_COLLECTED = 5


@dataclass
class Outcome:
    """One check or one run of the suite. `skips` counts by reason; `ran` are the names of the tests."""

    name: str
    ran: set[tuple[str, str]] = field(default_factory=set)
    passed: int = 0
    failed: int = 0
    seconds: float = 0.0
    skips: Counter[str] = field(default_factory=Counter)
    words: str = ""


def main() -> int:
    options = _options()
    outcomes: list[Outcome] = []
    try:
        with tempfile.TemporaryDirectory() as folder:
            migrated = Path(folder) / "migrated.sqlite3"
            for stage in options.only or STAGES:
                outcomes += _checks(migrated) if stage == "checks" else [_suite(stage, options.rest, migrated)]
    except KeyboardInterrupt:
        print("\ninterrupted")
        return 130
    return _summary(outcomes)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", choices=STAGES, help="run this stage only; may be repeated")
    parser.add_argument("rest", nargs="*", help="after --: arguments for pytest")
    return parser.parse_args()


# Checks


def _check_commands(migrated: Path) -> dict[str, list[str]]:
    """The longest first, and beside it what later stages need in each of their processes."""
    module, manage = [PYTHON, "-m"], [PYTHON, "-m", "shuangjian", "--settings"]
    return {
        "types (mypy)": [*module, "mypy"],
        "loops are compiled": [*module, "tests.beforehand", "loops"],
        "a database is migrated": [*module, "tests.beforehand", "database", str(migrated)],
        "lint (ruff)": [*module, "ruff", "check"],
        "format (ruff)": [*module, "ruff", "format", "--check"],
        "borders (import-linter)": [str(Path(PYTHON).with_name("lint-imports")), "--no-cache"],
        "migrations are written": [*manage, "test", "manage", "makemigrations", "--check", "--dry-run"],
        "fit for deployment": [*manage, "production", "manage", "check", "--deploy", "--fail-level", "WARNING"],
        "templates (djlint)": [*module, "djlint", "--lint", "--quiet", "templates"],
    }


def _checks(migrated: Path) -> list[Outcome]:
    print("== checks", flush=True)
    outcomes = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for future in as_completed([pool.submit(_check, *each) for each in _check_commands(migrated).items()]):
            outcome = future.result()
            outcomes.append(outcome)
            print(f"{'FAILED' if outcome.failed else 'ok':>8}  {outcome.name}  {outcome.seconds:.1f} s", flush=True)
            if outcome.failed:
                print(outcome.words, flush=True)
    return outcomes


def _check(name: str, command: list[str]) -> Outcome:
    started = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=_environment() | _production(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Outcome(name, failed=int(done.returncode != 0), seconds=time.monotonic() - started, words=done.stdout)


def _production() -> dict[str, str]:
    """What production must be given, so that its settings load; invented at each run."""
    return {
        "SHUANGJIAN_SECRET_KEY": secrets.token_urlsafe(64),
        "SHUANGJIAN_ROSTER_KEY": secrets.token_urlsafe(64),
        "SHUANGJIAN_ALLOWED_HOSTS": "school.example",
    }


# Runs of the suite


def _suite(stage: str, arguments: list[str], migrated: Path) -> Outcome:
    if stage == "browser" and (reason := chromium.missing()):
        return Outcome(stage, skips=Counter({f"all browser tests: {reason}": 1}))
    print(f"\n== {stage}", flush=True)
    with _database(stage) as url, tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        started = time.monotonic()
        command = [PYTHON, "-m", "pytest", "-n", "2", "-q", "--junitxml", str(report), "-o", "junit_logging=no"]
        command += ["-m", CHOSEN[stage]]
        command += arguments or (["tests/browser"] if stage == "browser" else [])
        given = _environment(url) | ({} if url else {MIGRATED: str(migrated)})
        code = subprocess.run(command, cwd=ROOT, env=given, check=False).returncode
        outcome = _read(stage, report, code)
        outcome.seconds = time.monotonic() - started
    return outcome


@contextmanager
def _database(stage: str) -> Iterator[str]:
    """The address of the stage's database; empty for SQLite, which each process makes for itself."""
    if stage != "postgresql":
        yield ""
    elif given := os.environ.get("TEST_DATABASE_URL"):
        yield given
    else:
        with postgres.server(durable=False) as url:
            yield url


def _environment(url: str = "") -> dict[str, str]:
    """This process's environment without what would steer the tests from outside, or have each process compile anew
    what another has compiled."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SHUANGJIAN_")}
    for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PYTHONDONTWRITEBYTECODE"):
        kept.pop(name, None)
    return kept | {"TEST_DATABASE_URL": url, "PYTHONWARNINGS": "default"}


def _read(stage: str, report: Path, code: int) -> Outcome:
    """The outcome of a run from pytest's report; a run that broke off counts as at least one failure."""
    outcome = Outcome(stage)
    if report.exists():
        for case in ElementTree.parse(report).getroot().iter("testcase"):
            outcome.ran.add((case.get("classname", ""), case.get("name", "")))
            kinds = {child.tag for child in case}
            if "skipped" in kinds:
                skipped = case.find("skipped")
                reason = skipped.get("message", "") if skipped is not None else ""
                outcome.skips[f"{reason or 'no reason given'}"] += 1
            elif kinds & {"failure", "error"}:
                outcome.failed += 1
            else:
                outcome.passed += 1
    if code == NO_TESTS_COLLECTED:
        outcome.skips["no test was collected"] += 1
    elif code != 0:
        outcome.failed = max(outcome.failed, 1)
    return outcome


def _summary(outcomes: list[Outcome]) -> int:
    """Says what ran, what did not and why, and the sum; 0 when all is well."""
    print("\n== summary")
    checks = [each for each in outcomes if each.name not in STAGES]
    runs = [each for each in outcomes if each.name in STAGES]
    if checks:
        broken = [each.name for each in checks if each.failed]
        print(f"  checks      {len(checks) - len(broken)} ok, {len(broken)} failed {', '.join(broken)}".rstrip())
    for run in runs:
        skipped = sum(run.skips.values())
        counts = f"{run.passed:5} passed {run.failed:4} failed {skipped:4} skipped"
        print(f"  {run.name:<11} {counts}   {run.seconds:6.1f} s")
    ran = {run.name: run.ran for run in runs}
    if ran.keys() >= {"sqlite", "postgresql"}:
        once = len(ran["sqlite"] - ran["postgresql"])
        print(f"  ran once, on SQLite, because they touch no database: {once}")
    for run in runs:
        for reason, times in run.skips.items():
            print(f"  skipped on {run.name}: {times} × {reason}")
    skips = sum(sum(run.skips.values()) for run in runs) if os.environ.get("SHUANGJIAN_NO_SKIP") == "1" else 0
    if skips:
        print("  skipping is forbidden here (SHUANGJIAN_NO_SKIP=1): each skip counts as a failure")
    passed = sum(each.passed for each in runs)
    failed = sum(each.failed for each in outcomes) + skips
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
