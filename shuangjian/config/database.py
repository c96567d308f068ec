"""From a DATABASE_URL to Django's settings for it."""

from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

SQLITE, POSTGRESQL = "django.db.backends.sqlite3", "django.db.backends.postgresql"

# WAL: readers never wait for the writer. FULL: what was acknowledged survives a power cut.
_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}; PRAGMA foreign_keys=ON;"


def database(url: str, *, synchronous: str = "FULL", busy_seconds: int = 20) -> dict[str, Any]:
    """Django's settings of the database at `url`, SQLite or PostgreSQL.

    `synchronous` and `busy_seconds`, which a writer waits for others, are SQLite's; tests alone turn the one OFF and
    wait longer: a crowd on a busy machine is no fault. Raises ImproperlyConfigured for any other database and for an
    address that cannot be read.
    """
    try:
        settings: dict[str, Any] = dict(dj_database_url.parse(url))
    except (ValueError, KeyError) as error:
        raise ImproperlyConfigured(f"读不懂数据库地址：{error}。请写成 postgres://用户:密码@主机/库名。") from error
    # A request is not a transaction: operations open the short ones they need.
    settings["ATOMIC_REQUESTS"] = False
    if settings["ENGINE"] == SQLITE:
        # IMMEDIATE: a transaction that will write says so at once, instead of failing when it comes to write.
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": busy_seconds,
            "init_command": _PRAGMAS.format(synchronous=synchronous),
        }
    elif settings["ENGINE"] == POSTGRESQL:
        settings["CONN_MAX_AGE"] = 60
        settings["CONN_HEALTH_CHECKS"] = True
    else:
        raise ImproperlyConfigured("只支持 SQLite 和 PostgreSQL 数据库。")
    return settings
