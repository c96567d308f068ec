"""Where the group-by form runs: a DuckDB connection or a Spark session that the caller opened."""

from collections.abc import Sequence
from typing import Any

import duckdb
import ibis
import numpy as np

from shuangjian.timing.estimator.data import Floats, Ints, Items, Pupils, Reports
from shuangjian.timing.estimator.group_tables import Table

FITTED = "SELECT m, variance FROM contrasts ORDER BY item"
MODES = "SELECT mode, delta FROM modes"


class OnDuckDB:
    """Tables of one connection; their names are replaced, so the connection is for one fit at a time."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def query(self, expression: Table) -> str:
        return str(ibis.to_sql(expression, dialect="duckdb"))

    def keep(self, name: str, query: str) -> None:
        self._connection.execute(f"CREATE OR REPLACE TABLE {name} AS {query}")

    def number(self, query: str) -> float:
        found = self._connection.execute(query).fetchone()
        return float("nan") if found is None or found[0] is None else float(found[0])

    def load(self, reports: Reports, items: Items, pupils: Pupils) -> None:
        """Put arrays where the fit looks for them; reports must be minutes, not intervals (ValueError)."""
        for name, columns in columns_of(reports, items, pupils).items():
            self._connection.register("arriving", columns)
            self._connection.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM arriving")
            self._connection.unregister("arriving")

    def contrasts(self) -> tuple[Floats, Floats]:
        """Two (J,) columns of what was fitted, by item: m_j and its variance."""
        m, variance = _columns(self._connection.execute(FITTED).fetchall())
        return m, variance

    def modes(self) -> Floats:
        """(D,) effects of modes, nan of one without reports."""
        return _by_code(self._connection.execute(MODES).fetchall())


class OnSpark:
    """Temporary views of one session. Each is computed at once and cut off from what it was computed from: a plan
    that grew with the sweeps would never end. Its size is counted in the cache before that; Spark's guess of a join is
    the product of both sides, which after ten sweeps is a number too long to multiply."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self._compiler = ibis.pyspark.connect(session)

    def query(self, expression: Table) -> str:
        return str(self._compiler.compile(expression))

    def keep(self, name: str, query: str) -> None:
        rows = self._session.sql(query).cache()
        rows.count()
        rows.localCheckpoint(eager=True).createOrReplaceTempView(name)
        rows.unpersist()

    def number(self, query: str) -> float:
        found = self._session.sql(query).first()
        return float("nan") if found is None or found[0] is None else float(found[0])

    def load(self, reports: Reports, items: Items, pupils: Pupils) -> None:
        """Put arrays where the fit looks for them; reports must be minutes, not intervals (ValueError)."""
        from pandas import DataFrame  # comes with the spark extra

        for name, columns in columns_of(reports, items, pupils).items():
            self._session.createDataFrame(DataFrame(columns)).createOrReplaceTempView(name)

    def contrasts(self) -> tuple[Floats, Floats]:
        """Two (J,) columns of what was fitted, by item: m_j and its variance."""
        m, variance = _columns(self._session.sql(FITTED).collect())
        return m, variance

    def modes(self) -> Floats:
        """(D,) effects of modes, nan of one without reports."""
        return _by_code(self._session.sql(MODES).collect())


def columns_of(reports: Reports, items: Items, pupils: Pupils) -> dict[str, dict[str, Any]]:
    """The tables of the group-by form as columns, by name."""
    if not np.array_equal(reports.low, reports.high):
        raise ValueError("the group-by form takes minutes; intervals are replaced by the exact engine")
    of_reports = {"pupil": reports.pupil, "item": reports.item, "mode": reports.mode, "y": reports.low}
    return {
        "reports": of_reports | {"weight": reports.weight},
        "pupils": {"pupil": _numbers(pupils.klass), "klass": pupils.klass, "block": pupils.block},
        "items": {"item": _numbers(items.cell), "cell": items.cell, "teacher": items.teacher, "block": items.block},
    }


def _columns(rows: Sequence[Sequence[float]]) -> Floats:
    """(2, n) columns of rows of two."""
    return np.array([tuple(row) for row in rows], np.float64).reshape(-1, 2).T


def _by_code(rows: Sequence[Sequence[float]]) -> Floats:
    code, value = _columns(rows)
    found = np.full(int(code.max(initial=-1)) + 1, np.nan)
    found[code.astype(np.int64)] = value
    return found


def _numbers(of: Ints) -> Ints:
    return np.arange(of.size, dtype=np.int32)
