"""Many rows at once: COPY on PostgreSQL, one prepared statement on SQLite. Constraints, keys and triggers hold as ever.

Runs inside the caller's transaction. A row is a tuple in the order of the columns that were named; whatever else a
table has is filled with the model's own default.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Model


def take_ids(model: type[Model], count: int) -> Sequence[int]:
    """Ids for `count` rows that the caller is about to write; nobody else gets them."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(sequence, (table, count))
            return [row[0] for row in cursor.fetchall()]
        # SQLite has one writer, who is in a transaction that began as one.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", (table,))
        last = (cursor.fetchone() or (0,))[0]
        return range(last + 1, last + 1 + count)


@lru_cache(maxsize=100_000)
def stored(model: type[Model], name: str, value: Any) -> str:
    """A date or moment as the text that the database reads as a value of the field. The same few recur."""
    return str(model._meta.get_field(name).get_db_prep_save(value, connection))  # type: ignore[union-attr]


def write_rows(model: type[Model], names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Write rows of the fields `names` (a foreign key by its column, `evening_id`)."""
    given = {model._meta.get_field(name).column for name in names}  # type: ignore[union-attr]
    others = [f for f in model._meta.concrete_fields if f.column not in given and not f.primary_key]
    constant = tuple(field.get_db_prep_save(field.get_default(), connection) for field in others)
    columns = [model._meta.get_field(name).column for name in names]  # type: ignore[union-attr]
    quoted = ", ".join(f'"{column}"' for column in (*columns, *(field.column for field in others)))
    whole = (row + constant for row in rows) if constant else rows
    if connection.vendor == "postgresql":
        _copy(f"COPY {model._meta.db_table} ({quoted}) FROM STDIN", whole)
        return
    places = ", ".join(["%s"] * (len(columns) + len(others)))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {model._meta.db_table} ({quoted}) VALUES ({places})", whole)  # type: ignore[arg-type]


def change_rows(model: type[Model], names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Set the fields `names` of rows that are there; a row is their new values and then its id."""
    fields = [model._meta.get_field(name) for name in names]
    table, columns = model._meta.db_table, [field.column for field in fields]  # type: ignore[union-attr]
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            given = ", ".join(f'"{column}" = %s' for column in columns)
            cursor.executemany(f"UPDATE {table} SET {given} WHERE id = %s", rows)
        elif rows:
            types = [field.db_type(connection) for field in fields] + ["bigint"]
            arrays = ", ".join(f"%s::{kind}[]" for kind in types)
            given = ", ".join(f'"{column}" = new."{column}"' for column in columns)
            named = ", ".join(f'"{column}"' for column in (*columns, "id"))
            statement = f"UPDATE {table} SET {given} FROM unnest({arrays}) AS new ({named}) WHERE {table}.id = new.id"
            cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])


def _copy(statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
