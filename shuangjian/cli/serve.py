"""Serving the site with gunicorn's threads."""

import gc
import signal
import socket
from typing import Any

import click

from shuangjian.cli.job import start_django
from shuangjian.cli.postgres import require_sound_server
from shuangjian.cli.terminal import Foreground


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址。")
@click.option("--port", type=click.IntRange(1, 65535), envvar="PORT", default=8000, show_default=True, help="端口。")
def serve(host: str, port: int) -> None:
    """启动网站，按 Ctrl-C 停止。"""
    start_django()
    require_free(host, port)
    _check_database()
    from shuangjian.config import environment

    with Foreground():
        _run(
            {
                "bind": f"{host}:{port}",
                "worker_class": "gthread",
                "workers": environment.number("SHUANGJIAN_WORKERS"),
                "threads": environment.number("SHUANGJIAN_THREADS"),
                "keepalive": 5,
                "timeout": 60,
                "graceful_timeout": 5,
                "loglevel": "warning",
                "control_socket_disable": True,
                "proc_name": "shuangjian",
                "post_worker_init": _settle_down,
                "when_ready": lambda server: click.echo(f"网站已启动：http://{host}:{port}/　按 Ctrl-C 停止。"),
                "on_exit": lambda server: click.echo("网站已停止。"),
            }
        )


def require_free(host: str, port: int) -> None:
    """Ends the command in words where the port is taken or not ours to take."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except PermissionError:
            raise click.ClickException(f"没有权限使用端口 {port}。请换一个大于 1023 的，例如：PORT=8080。") from None
        except OSError:
            raise click.ClickException(
                f"端口 {port} 已被别的程序占用。请先停掉它，或者换一个端口，例如：make demo PORT={_another(port)}"
            ) from None


def _check_database() -> None:
    """In earnest, a PostgreSQL whose settings would lose or refuse work is not served from."""
    from django.conf import settings
    from django.db import OperationalError, connection

    if not settings.SETTINGS_MODULE.endswith(".production") or connection.vendor != "postgresql":
        return
    try:
        require_sound_server()
    except OperationalError as error:
        raise click.ClickException(f"连不上数据库：{error}。请检查 DATABASE_URL 和数据库是否在运行。") from None
    finally:
        connection.close()  # the workers that are forked from us open their own


def _settle_down(worker: Any) -> None:
    """What a process of the site does once, before its first answer."""
    from shuangjian import rulebook

    _leave_interrupts_to_the_master()
    rulebook.load()
    gc.collect()
    gc.freeze()  # what is there now stays: to look through it again and again would make one answer in twenty slow


def _leave_interrupts_to_the_master() -> None:
    """Ctrl-C and a closed terminal reach every process; the master alone ends the workers, after their last answer."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _another(port: int) -> int:
    return port + 1 if port < 65535 else 8000


def _run(options: dict[str, Any]) -> None:
    from gunicorn.app.base import BaseApplication
    from gunicorn.arbiter import Arbiter

    class Server(Arbiter):  # type: ignore[misc]
        def handle_int(self) -> None:
            """Ctrl-C lets answers under way be finished; gunicorn alone would cut them off."""
            self.handle_term()

        def handle_hup(self) -> None:
            """A closed terminal ends the site; gunicorn alone would reload and stay behind without one."""
            self.handle_term()

    class Site(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from shuangjian.config.wsgi import application

            return application

        def run(self) -> None:
            Server(self).run()

    Site().run()
