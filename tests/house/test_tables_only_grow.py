"""Append-only tables refuse every change, in the database itself."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from shuangjian.audit.append_only import TABLES
from shuangjian.audit.operations import seal
from tests.cast import AT, Cast
from tests.house.breaches import own_rules, published, signed

pytestmark = pytest.mark.django_db

# A table is append-only when its model says so.
SAYS_SO = ("append-only", "only ever added", "only grows", "hash chain", "one thing somebody did")
CHANGES = ("UPDATE {table} SET {column} = {column}", "DELETE FROM {table}", "TRUNCATE {table} CASCADE")


def test_every_model_that_says_it_only_grows_is_guarded() -> None:
    said = {
        model._meta.db_table
        for model in apps.get_models()
        if model.__module__.startswith("shuangjian.")
        and any(words in (model.__doc__ or "").lower() for words in SAYS_SO)
    }
    assert said == set(TABLES)


@pytest.mark.parametrize("act", CHANGES)
@pytest.mark.parametrize("table", TABLES)
def test_the_database_refuses_to(cast: Cast, table: str, act: str) -> None:
    if act.startswith("TRUNCATE") and connection.vendor != "postgresql":
        act = "DELETE FROM {table} WHERE 1"  # SQLite knows no other way to empty a table
    published(cast)
    signed(cast)
    own_rules(cast)
    seal(at=AT)
    connection.check_constraints()  # what is deferred would stand before TRUNCATE
    (column,) = {m._meta.pk.column for m in apps.get_models() if m._meta.db_table == table}
    with connection.cursor() as cursor:
        before = _count(cursor, table)
        assert before
        with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
            cursor.execute(act.format(table=table, column=column))
        assert _count(cursor, table) == before


def _count(cursor, table: str) -> int:
    cursor.execute(f"SELECT COUNT(*) FROM {table}")
    return cursor.fetchone()[0]
