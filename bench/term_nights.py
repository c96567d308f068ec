"""A term of nights in the city of this process's database, each told as a line of JSON: what `bench/term.py` reads.

Every evening goes into the database as families write, and is measured the morning after; only the measuring is timed.
"""

import hashlib
import json
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.took import timed


def main() -> None:
    import django

    django.setup()
    from django.conf import settings

    from shuangjian.demo.whole_city.panel.term import standing
    from shuangjian.journeys.measure import measure_due
    from shuangjian.kernel.actor import operator
    from shuangjian.lake import Lake

    lake = Lake(Path(settings.LAKE))
    for at in standing().mornings(lake.root.with_suffix(".minutes.json"), _say):
        with _statements() as statements:
            dates, took = timed(lambda at=at: measure_due(lake, by=operator("bench"), at=at, say=_say))  # type: ignore[misc]
        if dates:
            night = {"date": f"{dates[-1]}", "evenings": len(dates), "seconds": took.seconds}
            print(json.dumps(night | {"processor": took.processor, **statements, **_kept(dates)}), flush=True)
    print(json.dumps({"digest": _digest()}))


def _kept(dates: list[Any]) -> dict[str, Any]:
    """What the runs of these evenings read and left; and the largest that this process has been, in MiB."""
    from shuangjian.timing.models import Fitted, Run, TeacherFactor
    from shuangjian.timing.rules import RunKind

    runs = {run.kind: run for run in Run.objects.filter(date=dates[-1]).exclude(ended_at=None)}
    refit = runs.get(RunKind.FULL)
    return {
        "reports": runs[RunKind.DAY].reports,
        "refit": refit.reports if refit else 0,
        "fitted": Fitted.objects.filter(date__gte=dates[0], as_of=dates[-1]).count(),
        "teachers": TeacherFactor.objects.count(),
        "mebibytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


@contextmanager
def _statements() -> Iterator[dict[str, float]]:
    """How many statements the database is sent within."""
    from django.db import connection

    found = {"statements": 0}

    def counted(execute: Any, *rest: Any) -> Any:
        found["statements"] += 1
        return execute(*rest)

    with connection.execute_wrapper(counted):
        yield found  # type: ignore[misc]


def _digest() -> str:
    """One word for all results, without ids; numbers to nine digits, because databases print them so."""
    from shuangjian.timing.models import BandFactor, CellFactor, ClassSignal, Fitted, SchoolFactor, TeacherFactor

    digest = hashlib.sha256()
    for table in (Fitted, TeacherFactor, SchoolFactor, CellFactor, BandFactor, ClassSignal):
        names = [field.attname for field in table._meta.concrete_fields if field.name != "id"]
        rows = sorted(
            str([_shown(v) for v in row]) for row in table._default_manager.values_list(*names).iterator(5_000)
        )
        digest.update("\n".join([table.__name__, *rows]).encode())
    return digest.hexdigest()[:16]


def _shown(value: Any) -> str:
    return f"{value:.9g}" if isinstance(value, float) else str(value)


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
