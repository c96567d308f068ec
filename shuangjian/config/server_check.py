"""Whether a PostgreSQL server is set as an installation in earnest needs it; docs/postgresql.md says how to set it."""

from dataclasses import dataclass

from django.db import connection

OLDEST = 15
SPARE_CONNECTIONS = 5  # for the commands of the night, a backup, and whoever looks what is wrong


@dataclass(frozen=True)
class Server:
    """What a server says of itself and of the role that we connect as; a limit of None is none."""

    version: int  # 15 for 15.4
    encoding: str
    fsync: bool
    full_page_writes: bool
    synchronous_commit: str
    connections: int  # that anybody but a superuser may open
    role_limit: int | None
    database_limit: int | None
    role: str
    is_superuser: bool
    owns_tables: bool


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, and what to do. What `stops` would lose or refuse somebody's work."""

    words: str
    stops: bool


def findings(server: Server, connections: int) -> list[Finding]:
    """What is wrong with a server for a site that opens so many connections; empty when all is well."""
    needed = connections + SPARE_CONNECTIONS
    limits = {
        "max_connections": server.connections,
        f"角色 {server.role} 的 CONNECTION LIMIT": server.role_limit,
        "数据库的 CONNECTION LIMIT": server.database_limit,
    }
    stopping = [
        *_if(
            server.version < OLDEST,
            f"PostgreSQL 是 {server.version} 版，太旧。请升级到 {OLDEST} 版或更新的版本。",
        ),
        *_if(
            server.encoding != "UTF8",
            f"数据库的编码是 {server.encoding}，存不下所有姓名。请用createdb -E UTF8 -T template0 另建一个，再迁过去。",
        ),
        *_if(
            not server.fsync,
            "fsync 关着，断电会丢掉甚至损坏数据。请在 postgresql.conf 里写 fsync = on，再重新载入。",
        ),
        *_if(
            not server.full_page_writes,
            "full_page_writes 关着，断电可能损坏数据。请写 full_page_writes = on，再重新载入。",
        ),
        *_if(
            server.synchronous_commit == "off",
            "synchronous_commit 关着，断电会丢掉已经告诉老师发布了的作业。请写 synchronous_commit = on，再重新载入。",
        ),
        *(
            f"{name} 只有 {limit}，网站要 {connections} 个连接，另留 {SPARE_CONNECTIONS} 个。"
            f"请调到 {needed} 以上，或者减少 SHUANGJIAN_WORKERS、SHUANGJIAN_THREADS。"
            for name, limit in limits.items()
            if limit is not None and limit < needed
        ),
    ]
    warnings = [
        *_if(
            server.is_superuser,
            f"网站用超级用户 {server.role} 连接，能改掉留痕。请另建一个普通角色，见 docs/postgresql.md。",
        ),
        *_if(
            server.owns_tables and not server.is_superuser,
            f"角色 {server.role} 是表的所有者，能去掉留痕的保护。请让另一个角色建表，见 docs/postgresql.md。",
        ),
    ]
    return [Finding(words, True) for words in stopping] + [Finding(words, False) for words in warnings]


def _if(wrong: bool, words: str) -> list[str]:
    return [words] if wrong else []


def server_now() -> Server:
    """Ask the server that the default connection leads to, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_ASK)
        row = cursor.fetchone()
    number, encoding, fsync, pages, commit, most, reserved, role_limit, database_limit, role, superuser, owns = row
    return Server(
        version=int(number) // 10_000,
        encoding=encoding,
        fsync=fsync == "on",
        full_page_writes=pages == "on",
        synchronous_commit=commit,
        connections=int(most) - int(reserved),
        role_limit=role_limit if role_limit >= 0 else None,
        database_limit=database_limit if database_limit >= 0 else None,
        role=role,
        is_superuser=superuser,
        owns_tables=owns,
    )


# `reserved_connections` is unknown before version 16.
_ASK = """
SELECT current_setting('server_version_num'), current_setting('server_encoding'), current_setting('fsync'),
       current_setting('full_page_writes'), current_setting('synchronous_commit'), current_setting('max_connections'),
       current_setting('superuser_reserved_connections')::int
           + COALESCE(current_setting('reserved_connections', true), '0')::int,
       r.rolconnlimit, d.datconnlimit, r.rolname, r.rolsuper,
       EXISTS (SELECT FROM pg_class c WHERE c.relname = 'audit_act' AND c.relowner = r.oid)
  FROM pg_roles r, pg_database d WHERE r.rolname = current_user AND d.datname = current_database()
"""
