"""PostgreSQL: one to try, and whether the one in use is set as it should be."""

import os
import signal

import click

from shuangjian.cli.job import Job, start_django


@click.group()
def postgres() -> None:
    """PostgreSQL：起一个试用的，或者核对正在用的那个。"""


@postgres.command("try")
def try_it() -> None:
    """起一个只供试用的 PostgreSQL，建好数据表，打印地址；按 Ctrl-C 结束，里面的数据一起删除。

    它没有密码，也不备份，不能用来正式运行。正式的装法见 docs/postgresql.md。
    """
    from shuangjian.cli.trial_server import server

    for number in (signal.SIGINT, signal.SIGTERM):  # also where whoever started us had told us not to listen
        signal.signal(number, signal.default_int_handler)
    try:
        with server(durable=True) as url:
            os.environ["DATABASE_URL"] = url
            start_django()
            _create_tables()
            click.echo("PostgreSQL 已启动，只供试用：没有密码，不备份，结束时数据一起删除。地址是：")
            click.echo(f"DATABASE_URL={url}")
            click.echo("在另一个窗口里，把这一行写在 shuangjian 命令前面就连到它。按 Ctrl-C 结束。")
            try:
                signal.pause()
            except KeyboardInterrupt:
                click.echo("\n正在结束……")
    except ImportError:
        raise click.ClickException("没有装试用的 PostgreSQL。请先运行 make install。") from None
    click.echo("试用的 PostgreSQL 已结束，数据已删除。")


@postgres.command(cls=Job)
def check() -> None:
    """核对正在用的 PostgreSQL 的设置；有一处要改就以退出码 1 结束。serve 在正式环境启动时做同样的核对。"""
    from django.db import connection

    if connection.vendor != "postgresql":
        raise click.ClickException("现在用的数据库不是 PostgreSQL。请检查 DATABASE_URL。")
    require_sound_server()
    click.echo("PostgreSQL 的设置都对。")


def require_sound_server() -> None:
    """Warns of what could be better; ends the command in words where the server would lose or refuse work."""
    from shuangjian.config import environment
    from shuangjian.config.server_check import findings, server_now

    connections = environment.number("SHUANGJIAN_WORKERS") * environment.number("SHUANGJIAN_THREADS")
    found = findings(server_now(), connections)
    for finding in found:
        if not finding.stops:
            click.echo(f"注意：{finding.words}", err=True)
    if stopping := [finding.words for finding in found if finding.stops]:
        raise click.ClickException("\n".join(stopping))


def _create_tables() -> None:
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", interactive=False, verbosity=0)
    connections.close_all()
