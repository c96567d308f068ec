"""`shuangjian postgres` and the check before `serve`, as processes of their own on a server of their own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from shuangjian.cli import trial_server

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="sockets and signals of POSIX")]
COMMAND = [sys.executable, "-m", "shuangjian"]
PATIENCE_SECONDS = 600


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An installation in earnest that has its keys and no database yet."""
    kept = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "shuangjian.config.settings.production",
        "SHUANGJIAN_VAR": str(tmp_path_factory.mktemp("var")),
        "SHUANGJIAN_SECRET_KEY": "0123456789abcdef" * 4,
        "SHUANGJIAN_ROSTER_KEY": "fedcba9876543210" * 4,
        "SHUANGJIAN_ALLOWED_HOSTS": "localhost",
        "SHUANGJIAN_WORKERS": "1",
        "SHUANGJIAN_THREADS": "2",
    }


@pytest.fixture(scope="module")
def tried(machine: dict[str, str]) -> "Iterator[tuple[subprocess.Popen[str], str, list[str]]]":
    """`postgres try` while it runs: the process, the address it prints, and all that it said so far."""
    process = subprocess.Popen(
        [*COMMAND, "postgres", "try"], env=machine, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    said: list[str] = []
    for line in process.stdout:
        said.append(line)
        if line.startswith("在另一个窗口里"):
            break
    url = next((line.strip().split("=", 1)[1] for line in said if line.startswith("DATABASE_URL=")), "")
    assert url, said
    yield process, url, said
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    process.communicate(timeout=PATIENCE_SECONDS)


def run(machine: dict[str, str], url: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*COMMAND, *arguments],
        env=machine | {"DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


def set_on(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def test_a_server_to_try_has_the_tables_and_says_that_it_is_only_that(machine, tried) -> None:
    _, url, said = tried
    assert "只供试用" in "".join(said)
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM audit_act").fetchone() == (0,)


def test_its_superuser_is_a_warning_and_its_settings_are_sound(machine, tried) -> None:
    _, url, _ = tried
    checked = run(machine, url, "postgres", "check")
    assert checked.returncode == 0
    assert "超级用户" in checked.stderr
    assert "设置都对" in checked.stdout


def test_the_site_does_not_start_on_a_server_that_would_lose_work(machine, tried) -> None:
    _, url, _ = tried
    set_on(url, "ALTER DATABASE postgres SET synchronous_commit = off", "ALTER DATABASE postgres CONNECTION LIMIT 3")
    try:
        refused = run(machine, url, "serve", "--port", "8312")
        assert refused.returncode == 1
        assert "synchronous_commit 关着" in refused.stderr
        assert "数据库的 CONNECTION LIMIT 只有 3" in refused.stderr
        assert "请调到 7 以上" in refused.stderr
    finally:
        set_on(url, "ALTER DATABASE postgres RESET ALL", "ALTER DATABASE postgres CONNECTION LIMIT -1")


def test_the_roles_of_the_manual_are_enough_and_leave_nothing_to_say(machine, tried) -> None:
    _, url, _ = tried
    manual = (Path(__file__).resolve().parents[2] / "docs/postgresql.md").read_text(encoding="utf-8")
    statements = [
        s.replace("'…'", "'try'") for s in manual.split("```sql")[1].split("```")[0].split(";\n") if s.strip()
    ]
    inside = [s for s in statements if "ALTER DEFAULT" in s]
    set_on(url, *(s for s in statements if s not in inside))
    base = urlsplit(url)
    owner, site, new = (
        f"{base.scheme}://{role}@/shuangjian?{base.query}" for role in ("shuangjian_owner", "shuangjian", "postgres")
    )
    try:
        set_on(new, *inside)
        assert run(machine, owner, "migrate").returncode == 0
        assert "表的所有者" in run(machine, owner, "postgres", "check").stderr
        checked = run(machine, site, "postgres", "check")
        assert (checked.returncode, checked.stderr) == (0, "")
        assert run(machine, site, "places", "load").returncode == 0
        assert run(machine, site, "audit", "seal").returncode == 0
        with psycopg.connect(site) as connection, pytest.raises(psycopg.Error):
            connection.execute("ALTER TABLE audit_act DISABLE TRIGGER ALL")
    finally:
        set_on(url, "DROP DATABASE shuangjian WITH (FORCE)", "DROP ROLE shuangjian", "DROP ROLE shuangjian_owner")


def test_a_server_that_is_not_there_is_told_in_words(machine) -> None:
    refused = run(machine, "postgres://nobody@127.0.0.1:9/nothing", "serve", "--port", "8313")
    assert refused.returncode == 1
    assert "连不上数据库" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_sqlite_is_not_a_server(machine, tmp_path: Path) -> None:
    refused = run(machine, f"sqlite:///{tmp_path / 'empty.sqlite3'}", "postgres", "check")
    assert refused.returncode == 1
    assert "不是 PostgreSQL" in refused.stderr


def test_ctrl_c_ends_it_and_takes_its_data_along(machine, tried) -> None:
    process, url, _ = tried
    folder = Path(urlsplit(url).query.split("host=")[1])
    assert folder.exists()
    os.killpg(process.pid, signal.SIGINT)
    rest, _ = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0
    assert "数据已删除" in rest
    assert not folder.exists()


def test_a_server_that_is_slow_to_come_up_is_waited_for(monkeypatch) -> None:
    monkeypatch.setattr(trial_server.time, "sleep", lambda seconds: None)
    coming = iter([subprocess.TimeoutExpired("pg_ctl", 10), AssertionError("starting"), None])

    class Slow:
        def start(self) -> None:
            if (failed := next(coming)) is not None:
                raise failed

    trial_server.start_patiently(Slow())
    assert list(coming) == []
