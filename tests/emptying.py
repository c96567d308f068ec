"""After a test that commits, the database is as the migrations left it: only tables that hold something are emptied."""

from django.db import connection, transaction

from shuangjian.audit.append_only import TABLES, lifted

# What migrating fills; Django empties these too and fills them again, which takes longer than most of the tests.
FILLED_BY_MIGRATING = {"django_migrations", "django_content_type", "auth_permission"}


def filled_tables() -> list[str]:
    """The tables in which there is a row, but for those that migrating fills."""
    names = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    ours = sorted(names - FILLED_BY_MIGRATING)
    asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in ours)
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [name for (name,) in cursor.fetchall()]


def empty() -> None:
    """Delete every row, in any order: foreign keys are looked at when all is gone. Tables that only grow let go just
    for this."""
    filled = filled_tables()
    with lifted([name for name in TABLES if name in filled]), transaction.atomic(), connection.cursor() as cursor:
        for name in filled:
            cursor.execute(f"DELETE FROM {name}")
