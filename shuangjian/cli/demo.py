"""The sample city: built once, served, and its sign-ins."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from shuangjian.cli.job import Job, start_django
from shuangjian.cli.serve import require_free

_PACKAGE = Path(__file__).resolve().parents[1]


@click.group()
def demo() -> None:
    """样例城：一座虚构的小城，每种身份都可以登录看看。"""


@demo.command()
@click.option("--port", type=click.IntRange(1, 65535), envvar="PORT", default=8000, show_default=True, help="端口。")
def start(port: int) -> None:
    """没建过就先建，然后列出登录账号、启动网站。"""
    require_free("127.0.0.1", port)
    if not _is_current():
        _build_apart()
    start_django()
    _collect_static_files()
    with _lock(fcntl.LOCK_SH) as held:
        os.set_inheritable(held, True)  # the server keeps the lock, so that nobody rebuilds the city under it
        _print_sign_ins()
        os.execv(sys.executable, [*_THIS, "serve", "--port", str(port)])


@demo.command()
@click.option("--dry-run", is_flag=True, help="只说要做什么，不做。")
def build(dry_run: bool) -> None:
    """重建样例城。原来的样例城连同在里面做过的事会被替换。"""
    if dry_run:
        click.echo(f"将重建样例城：{_database()}（{'现有的会被替换' if _database().exists() else '现在还没有'}）。")
        return
    with _lock(fcntl.LOCK_EX):
        _build()


@demo.command("sign-ins", cls=Job)
def sign_ins() -> None:
    """列出样例城每种身份的登录账号。"""
    _print_sign_ins()


def _build_apart() -> None:
    """Builds in a process of its own, whose database settings are other than ours."""
    try:
        code = subprocess.run([*_THIS, "demo", "build"], check=False).returncode
    except KeyboardInterrupt:  # it was told to stop as we were, and has said so
        code = 130
    if code:
        sys.exit(code)


def _build() -> None:
    """Builds beside the old city and then takes its place, so that an interrupted build leaves no half city."""
    fresh = _database().with_suffix(".building.sqlite3")
    fresh.parent.mkdir(parents=True, exist_ok=True)
    _remove(fresh)
    fresh_lake = _lake().with_name(f"{_lake().name}.building")
    shutil.rmtree(fresh_lake, ignore_errors=True)
    os.environ["DATABASE_URL"] = f"sqlite:///{fresh}"
    start_django()
    from django.core.management import call_command
    from django.db import connections

    from shuangjian.demo import city
    from shuangjian.lake import Lake

    started = time.monotonic()

    def say(words: str) -> None:
        click.echo(f"　{time.monotonic() - started:5.1f} 秒　{words}")

    click.echo("正在建样例城，一分多钟……")
    call_command("migrate", interactive=False, verbosity=0)
    say("数据表已建好")
    city.build(say=say, lake=Lake(fresh_lake))
    connections.close_all()
    _stamp().unlink(missing_ok=True)
    _remove(_database())
    shutil.rmtree(_lake(), ignore_errors=True)
    os.replace(fresh, _database())
    os.replace(fresh_lake, _lake())
    _stamp().write_text(_digest(), encoding="ascii")
    say("样例城已建好")


def _is_current() -> bool:
    return _database().exists() and _stamp().exists() and _stamp().read_text(encoding="ascii") == _digest()


def _digest() -> str:
    """Of what a city is made from: its builder, the tables and the law. Other changes keep the city as it is."""
    digest = hashlib.sha256()
    sources = [
        *_PACKAGE.glob("demo/**/*.py"),
        *_PACKAGE.glob("*/migrations/*.py"),
        *_PACKAGE.glob("rulebook/**/*.yaml"),
    ]
    for source in sorted(sources):
        digest.update(source.relative_to(_PACKAGE).as_posix().encode() + b"\0" + source.read_bytes() + b"\0")
    return digest.hexdigest()


def _collect_static_files() -> None:
    """Copies and compresses style sheets and scripts when any of them changed."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = os.stat(storage.path(name))
            digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if stamp.exists() and stamp.read_text(encoding="ascii") == digest.hexdigest():
        return
    click.echo("正在准备样式文件……")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(digest.hexdigest(), encoding="ascii")


def _print_sign_ins() -> None:
    from shuangjian.config import clock
    from shuangjian.demo import city

    click.echo(f"样例城的钟停在 {clock.now():%Y-%m-%d %H:%M}。登录账号（学校和人名都是虚构的）：")
    for entry in city.sign_ins():
        account = f"账号 {entry.account}　密码 {entry.password}" if entry.account else entry.password
        click.echo(f"　{entry.role:　<8}{entry.name:　<4}{account}")
        click.echo(f"　{'':　<8}{entry.note}")


@contextmanager
def _lock(kind: int) -> Iterator[int]:
    """Shared for whoever serves the city, exclusive for whoever rebuilds it."""
    path = _database().with_suffix(".lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise click.ClickException("样例城正在使用中，现在不能重建。请先在运行它的窗口按 Ctrl-C 停止。") from None
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _remove(database: Path) -> None:
    for name in (database.name, f"{database.name}-wal", f"{database.name}-shm"):
        database.with_name(name).unlink(missing_ok=True)


def _database() -> Path:
    from shuangjian.config.settings.base import VAR

    return VAR / "demo.sqlite3"


def _lake() -> Path:
    from shuangjian.config.settings.base import LAKE

    return LAKE


def _stamp() -> Path:
    return _database().with_suffix(".stamp")


_THIS = [sys.executable, "-m", "shuangjian", "--settings", "demo"]
