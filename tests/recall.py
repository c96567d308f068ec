"""A city is built once in each process, by the operations of real use; every test after that finds the same rows.

The rows wait in tables beside their own (`kept_people_person` beside `people_person`), so that no value passes through
Python on the way back. Ids are those of the first time, counted from one: what a test adds has higher ones. A lottery
hangs on its school's id, so that without this each process would draw another.
"""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.core.management.color import no_style
from django.db import connection, transaction

from tests.emptying import FILLED_BY_MIGRATING, empty, filled_tables

Built = TypeVar("Built")


@dataclass(frozen=True)
class Kept(Generic[Built]):
    """A built city: where its rows wait, and what the builder handed out, as bytes that nobody can change."""

    tables: tuple[str, ...]
    handed_out: bytes

    def recall(self) -> Built:
        """Put the rows back; a copy of what the builder handed out."""
        with transaction.atomic(), connection.cursor() as cursor:
            for name in self.tables:
                cursor.execute(f"INSERT INTO {name} SELECT * FROM kept_{name}")
        found: Built = pickle.loads(self.handed_out)
        return found


def keep(build: Callable[[], Built]) -> Kept[Built]:
    """Build, put by and empty again; the database has to be empty, and stays so."""
    assert not connection.in_atomic_block, "what is put by would be rolled back with the transaction that is open"
    assert filled_tables() == []
    _number_from_one()
    built = build()
    tables = filled_tables()
    with connection.cursor() as cursor:
        for name in tables:
            cursor.execute(f"CREATE TABLE kept_{name} AS SELECT * FROM {name}")
    empty()
    return Kept(tuple(tables), pickle.dumps(built))


def _number_from_one() -> None:
    """What tests before this have added and taken back has used up numbers."""
    sequences = [each for each in connection.introspection.sequence_list() if each["table"] not in FILLED_BY_MIGRATING]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_by_name_sql(no_style(), sequences):
            cursor.execute(statement)
