"""Serving the site with gunicorn's threads."""

import signal
import socket
from typing import Any

import click

from shuangjian.cli.job import start_django
from shuangjian.cli.terminal import Foreground


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址。")
@click.option("--port", type=click.IntRange(1, 65535), envvar="PORT", default=8000, show_default=True, help="端口。")
def serve(host: str, port: int) -> None:
    """启动网站，按 Ctrl-C 停止。"""
    start_django()
    require_free(host, port)
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
                "post_worker_init": _leave_interrupts_to_the_master,
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


def _leave_interrupts_to_the_master(worker: Any) -> None:
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
