"""What processes have had of the processors, by Linux's own account: a busy machine does not stretch it."""

import os
from pathlib import Path

from django.db import connection

Row = tuple[int, float]  # parent, seconds


def seconds_of(pid: int) -> float:
    """Processor seconds of a process and all below it, with those of children that have ended."""
    rows = {int(path.name): row for path in Path("/proc").glob("[0-9]*") if (row := _row(path))}
    below = {pid}
    while more := {child for child, (parent, _) in rows.items() if parent in below} - below:
        below |= more
    return sum(rows[each][1] for each in below if each in rows)


def seconds_of_database() -> float:
    """Of PostgreSQL on this machine, all its processes; none where the database is a part of ours."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        row = _row(Path("/proc") / str(cursor.fetchone()[0]))
    assert row is not None
    return seconds_of(row[0])


def _row(path: Path) -> Row | None:
    """None for a process that ended meanwhile."""
    try:
        fields = (path / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return int(fields[1]), sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
