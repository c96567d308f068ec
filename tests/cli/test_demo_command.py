"""`shuangjian demo`: what a fresh machine does on its first and second start, as processes of their own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="locks and signals of POSIX")]
COMMAND = [sys.executable, "-m", "shuangjian", "--settings", "demo"]
PATIENCE_SECONDS = 600


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a machine on which nothing was built yet."""
    kept = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return kept | {"SHUANGJIAN_VAR": str(tmp_path_factory.mktemp("var"))}


@pytest.fixture(scope="module")
def city(machine: dict[str, str]) -> Path:
    """The database of a city that the command has built."""
    built = run(machine, "demo", "build")
    assert built.returncode == 0, built.stderr
    assert "样例城已建好" in built.stdout
    return Path(machine["SHUANGJIAN_VAR"]) / "demo.sqlite3"


@pytest.fixture
def served(machine: dict[str, str], city: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The city as `demo start` serves it, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [*COMMAND, "demo", "start", "--port", str(port)],
        env=machine,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    yield process, port
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def run(machine: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], env=machine, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
    )


def wait_until_it_answers(process: "subprocess.Popen[str]", port: int) -> None:
    limit = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < limit:
        try:
            with urlopen(f"http://127.0.0.1:{port}/login/", timeout=5) as answer:
                assert answer.status == 200
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the site did not come up")


def test_a_dry_run_says_what_would_be_built_and_builds_nothing(machine: dict[str, str], tmp_path: Path) -> None:
    said = run(machine | {"SHUANGJIAN_VAR": str(tmp_path)}, "demo", "build", "--dry-run")
    assert said.returncode == 0
    assert "现在还没有" in said.stdout
    assert not (tmp_path / "demo.sqlite3").exists()


def test_the_sign_ins_name_every_role_with_account_and_password(machine: dict[str, str], city: Path) -> None:
    said = run(machine, "demo", "sign-ins").stdout
    for role in ("学科教师", "班主任", "年级组长", "教务处", "校长", "中心校", "县区教育局", "市教育局", "家长"):
        assert role in said
    assert "账号 shenlan　密码 Shuangjian-2026" in said
    assert "2026-09-17 16:20" in said


def test_the_clock_of_the_city_is_moved_by_command_and_says_so(machine: dict[str, str], city: Path) -> None:
    assert "会拨到 2026-09-20 16:20" in run(machine, "clock", "2026-09-20", "--dry-run").stdout
    assert "停在 2026-09-17 16:20" in run(machine, "clock").stdout
    assert "已拨到 2026-09-20 16:20" in run(machine, "clock", "2026-09-20").stdout
    assert "停在 2026-09-20 16:20" in run(machine, "clock").stdout
    assert "已拨到 2026-09-17 16:20" in run(machine, "clock", "2026-09-17").stdout


def test_its_ledger_and_record_are_found_whole_by_the_commands_that_check_them(
    machine: dict[str, str], city: Path
) -> None:
    assert run(machine, "ledger", "verify").returncode == 0
    assert run(machine, "audit", "verify").returncode == 0


def test_a_city_that_is_being_served_is_not_rebuilt_and_ctrl_c_ends_it_cleanly(
    machine: dict[str, str], city: Path, served: "tuple[subprocess.Popen[str], int]"
) -> None:
    process, port = served
    wait_until_it_answers(process, port)
    before = city.stat()
    refused = run(machine, "demo", "build")
    assert refused.returncode == 1
    assert "样例城正在使用中" in refused.stderr
    assert city.stat().st_ino == before.st_ino
    os.killpg(process.pid, signal.SIGINT)
    said, _ = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0
    assert "沈岚" in said
    assert "网站已停止" in said
    assert "正在建样例城" not in said  # it was built already
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
