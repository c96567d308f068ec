"""Triggers that let a table only grow: UPDATE, DELETE and TRUNCATE are refused by the database itself."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.migrations import RunPython

_REFUSE = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% only grows', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
TABLES = (
    "audit_act",
    "audit_seal",
    "homework_entry",
    "homework_signedreport",
    "homework_signedfigure",
    "policy_rulesdraft",
    "policy_adoptedrules",
)


def only_grows(table: str) -> RunPython:
    """A migration operation that guards a table."""
    return RunPython(
        lambda apps, editor: _guard(editor.connection, table),
        lambda apps, editor: _unguard(editor.connection, table),
        elidable=False,
    )


def may_change(table: str) -> RunPython:
    """A migration operation that lifts the guard, for another that rebuilds the table; `only_grows` comes after it."""
    return RunPython(
        lambda apps, editor: _unguard(editor.connection, table),
        lambda apps, editor: _guard(editor.connection, table),
        elidable=False,
    )


@contextmanager
def lifted(tables: Iterable[str] = TABLES) -> Iterator[None]:
    """Lift the guards of these tables while a test empties its database."""
    chosen = tuple(tables)
    for table in chosen:
        _unguard(connection, table)
    yield
    for table in chosen:
        _guard(connection, table)


def _guard(on: Any, table: str) -> None:
    with on.cursor() as cursor:
        if on.vendor == "postgresql":
            cursor.execute(_REFUSE)
            cursor.execute(
                f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )
            cursor.execute(
                f"CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
            return
        for act in ("UPDATE", "DELETE"):
            cursor.execute(
                f"CREATE TRIGGER {table}_refuses_{act.lower()} BEFORE {act} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
            )


def _unguard(on: Any, table: str) -> None:
    with on.cursor() as cursor:
        if on.vendor == "postgresql":
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_only_grows ON {table}")
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_is_not_emptied ON {table}")
            return
        for act in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_refuses_{act}")
