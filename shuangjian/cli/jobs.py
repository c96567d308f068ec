"""What has to be done by the clock: everything that is due, once, or minute by minute for a service."""

import datetime as dt
import secrets
import time

import click

from shuangjian.cli.job import Job

PANEL_FROM, MEASURED_FROM = dt.time(17), dt.time(5)
A_MINUTE = 60.0


@click.group()
def jobs() -> None:
    """到点要做的事：17:00起抽今晚问哪些家庭，5:00起算前一晚的用时。"""


@jobs.command(cls=Job)
@click.option("--dry-run", is_flag=True, help="只说现在到点的有哪些，不做。")
def run(dry_run: bool) -> None:
    """把现在到点的事各做一次。多运行几次没有关系。"""
    from shuangjian.config import clock

    do_due(clock.now(), dry_run=dry_run)


@jobs.command(cls=Job)
def watch() -> None:
    """每分钟把到点的事做一遍，直到 Ctrl-C。给系统服务用；用定时器的地方用 jobs run。"""
    from django.db import close_old_connections

    from shuangjian.config import clock

    while True:
        close_old_connections()  # a night is longer than a database keeps a silent connection
        do_due(clock.now(), quiet=True)
        time.sleep(A_MINUTE)


def do_due(at: dt.datetime, *, dry_run: bool = False, quiet: bool = False) -> None:
    """Everything that is due at a moment, in the order of the day: last evening's minutes, then tonight's panel."""
    from shuangjian.cli import measure
    from shuangjian.journeys.measure import evenings_due
    from shuangjian.kernel.actor import operator
    from shuangjian.kernel.day import SHANGHAI
    from shuangjian.timing.operations import draw_panel, preview_draw

    hour, did = at.astimezone(SHANGHAI).time(), False
    if hour >= MEASURED_FROM and evenings_due(at):
        measure.run(at, dry_run=dry_run)
        did = True
    if hour >= PANEL_FROM:
        seed = secrets.token_hex(32)
        drawn = preview_draw(at=at, seed=seed) if dry_run else draw_panel(by=operator("定时"), at=at, seed=seed)
        if drawn.asked and not drawn.before:
            click.echo(f"{'会问' if dry_run else '今晚问'}{drawn.asked:,}家（能问的{drawn.pool:,}家）。")
            did = True
    if not did and not quiet:
        click.echo("现在没有到点的事。")
