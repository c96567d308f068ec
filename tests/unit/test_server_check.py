"""What is wrong with a PostgreSQL server: each thing in a sentence that says what to do."""

from dataclasses import replace
from typing import Any

import pytest

from shuangjian.config.server_check import Server, findings

SOUND = Server(
    version=16,
    encoding="UTF8",
    fsync=True,
    full_page_writes=True,
    synchronous_commit="on",
    connections=97,
    role_limit=None,
    database_limit=None,
    role="shuangjian",
    is_superuser=False,
    owns_tables=False,
)
CONNECTIONS = 16


def test_a_sound_server_is_left_in_peace() -> None:
    assert findings(SOUND, CONNECTIONS) == []
    assert findings(replace(SOUND, version=15, synchronous_commit="remote_apply", role_limit=21), CONNECTIONS) == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"version": 14}, "请升级到 15 版"),
        ({"encoding": "SQL_ASCII"}, "createdb -E UTF8"),
        ({"fsync": False}, "fsync = on"),
        ({"full_page_writes": False}, "full_page_writes = on"),
        ({"synchronous_commit": "off"}, "synchronous_commit = on"),
        ({"connections": 20}, "请调到 21 以上"),
        ({"role_limit": 10}, "角色 shuangjian 的 CONNECTION LIMIT 只有 10"),
        ({"database_limit": 0}, "数据库的 CONNECTION LIMIT 只有 0"),
    ],
)
def test_what_would_lose_or_refuse_work_stops_the_start(wrong: dict[str, Any], words: str) -> None:
    (finding,) = findings(replace(SOUND, **wrong), CONNECTIONS)
    assert finding.stops
    assert words in finding.words
    assert finding.words.endswith("。")


@pytest.mark.parametrize(
    ("wrong", "words"), [({"is_superuser": True}, "超级用户 shuangjian"), ({"owns_tables": True}, "表的所有者")]
)
def test_a_role_that_can_do_too_much_is_only_a_warning(wrong: dict[str, Any], words: str) -> None:
    (finding,) = findings(replace(SOUND, **wrong), CONNECTIONS)
    assert not finding.stops
    assert words in finding.words


def test_all_that_is_wrong_is_told_at_once() -> None:
    assert len(findings(replace(SOUND, version=13, fsync=False, connections=1, is_superuser=True), 16)) == 4
