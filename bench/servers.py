"""The two databases that everything is measured on, each fresh, each as durable as in production."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import postgres

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"


@contextmanager
def fresh(kind: str) -> Iterator[str]:
    """The address of an empty database of a kind; it is gone afterwards."""
    if kind == POSTGRESQL:
        with postgres.server(durable=True) as url:
            yield url
        return
    folder = Path(tempfile.mkdtemp(prefix="shuangjian-bench-"))
    try:
        yield f"sqlite:///{folder / 'bench.sqlite3'}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
