"""The folder of the lake: a day of a table is a file that is there whole or not at all."""

import datetime as dt
import fcntl
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from shuangjian.lake.tables import OF_PUPILS, Table

Columns = Mapping[str, NDArray[Any]]
MEMORY = "1500MB"


class Busy(Exception):
    """Another process is writing to the lake."""


@dataclass(frozen=True)
class Lake:
    """The lake in the folder `root`, which is made when it is first written to, for its owner's eyes only."""

    root: Path
    _kept: list[duckdb.DuckDBPyConnection] = field(default_factory=list, init=False, repr=False, compare=False)

    def file(self, table: Table, date: dt.date) -> Path:
        return self.root / table.name / f"{date.isoformat()}.parquet"

    def days(self, table: Table, since: dt.date = dt.date.min, until: dt.date = dt.date.max) -> list[dt.date]:
        """The evenings that are laid down from `since` until, exclusively, `until`, in order."""
        found = (dt.date.fromisoformat(path.stem) for path in (self.root / table.name).glob("????-??-??.parquet"))
        return sorted(date for date in found if since <= date < until)

    def write(self, table: Table, date: dt.date, columns: Columns) -> None:
        """Lay a day of a table down, in the place of what was there. The same rows make the same file, in whatever
        order they come. nan is a null."""
        given = {name: columns[name] for name in table.columns}
        with self.opened() as connection, whole(self.file(table, date)) as fresh:
            connection.register("given", given)
            _copy(connection, f"SELECT {_typed(table)} FROM given ORDER BY ALL", fresh)

    def read(self, table: Table, dates: Iterable[dt.date]) -> dict[str, NDArray[Any]]:
        """The rows of these evenings as columns, with the `date` of each as days since 1970. A null is nan."""
        with self.opened() as connection:
            return columns_of(connection.execute(f"SELECT * FROM {self.rows(table, dates)}"))

    def rows(self, table: Table, dates: Iterable[dt.date]) -> str:
        """These evenings of a table, as what stands after FROM."""
        files = [(date, self.file(table, date)) for date in dates]
        if not files:
            columns = ", ".join(f"NULL::{kind} AS {name}" for name, kind in table.columns.items())
            return f"(SELECT {columns}, NULL::INTEGER AS date WHERE false)"
        return "(" + " UNION ALL ".join(_of_a_day(date, file) for date, file in files) + ")"

    def forget(self, pseudonyms: NDArray[np.int64]) -> int:
        """Take these children out of every evening; returns how many files were written anew for it."""
        rewritten = 0
        if not pseudonyms.size:
            return rewritten  # as on most weekends: not every file of a year is to be read for nobody
        with self.opened() as connection:
            connection.register("gone", {"pupil": pseudonyms})
            for table in OF_PUPILS:
                for date in self.days(table):
                    rewritten += _without(connection, self.file(table, date))
        return rewritten

    def drop_before(self, date: dt.date) -> None:
        """Delete what stands of children from before a date."""
        for table in OF_PUPILS:
            for day in self.days(table, until=date):
                self.file(table, day).unlink()

    @contextmanager
    def held(self) -> Iterator[None]:
        """The lake for one writer, until the block ends or its process does; what is done in it shares one DuckDB.
        Raises Busy where somebody has it."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.root / "held").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as held:
                raise Busy(str(self.root)) from held
            with self.opened() as connection:
                self._kept.append(connection)
                try:
                    yield
                finally:
                    self._kept.clear()

    @contextmanager
    def opened(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A DuckDB that keeps nothing, reaches for no extension, and spills into the lake's own folder. What is made in
        it is to be TEMP: then it is gone when the block ends."""
        connection = self._kept[0].cursor() if self._kept else self._connected()
        try:
            yield connection
        finally:
            connection.close()

    def _connected(self) -> duckdb.DuckDBPyConnection:
        return duckdb.connect(
            config={
                "threads": 2,
                "memory_limit": MEMORY,
                "temp_directory": str(self.root / "spilled"),
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            }
        )


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A file to write beside `path`, which takes its place once it is written and on the disk; or nothing changes."""
    path.parent.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        yield fresh
        fresh.chmod(0o600)
        _keep(fresh)
        os.replace(fresh, path)
        _keep(path.parent)
    finally:
        with suppress(FileNotFoundError):
            fresh.unlink()


def columns_of(result: duckdb.DuckDBPyConnection) -> dict[str, NDArray[Any]]:
    """A result as columns; where a number is null it is nan."""
    return {name: _filled(values) for name, values in result.fetchnumpy().items()}


def _filled(values: NDArray[Any]) -> NDArray[Any]:
    if not isinstance(values, np.ma.MaskedArray):
        return values
    filled: NDArray[Any] = np.asarray(values.data)
    nulls = np.ma.getmaskarray(values)
    return np.where(nulls, np.nan, filled.astype(np.float64)) if nulls.any() else filled


def _of_a_day(date: dt.date, file: Path) -> str:
    day = (date - dt.date(1970, 1, 1)).days
    return f"SELECT *, {day}::INTEGER AS date FROM read_parquet('{_quoted(file)}')"


def _typed(table: Table) -> str:
    return ", ".join(f"{name}::{kind} AS {name}" for name, kind in table.columns.items())


def _without(connection: duckdb.DuckDBPyConnection, file: Path) -> bool:
    source = f"read_parquet('{_quoted(file)}')"
    if not connection.execute(f"SELECT 1 FROM {source} SEMI JOIN gone USING (pupil) LIMIT 1").fetchone():
        return False
    with whole(file) as fresh:
        _copy(connection, f"SELECT * FROM {source} ANTI JOIN gone USING (pupil) ORDER BY ALL", fresh)
    return True


def _copy(connection: duckdb.DuckDBPyConnection, select: str, path: Path) -> None:
    connection.execute(f"COPY ({select}) TO '{_quoted(path)}' (FORMAT parquet, COMPRESSION zstd)")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _keep(path: Path) -> None:
    """Have what was written reach the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
