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
    """到点要做的事：17:00起抽今晚问哪些家庭，5:00起算前一晚的用时；报名截止就封存，公开的数填了就抽签；
    每天把课后服务昨天的数数好。"""


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
    """Everything that is due at a moment: last evening's minutes, lists that closed and draws whose number is out,
    tonight's panel."""
    from shuangjian.cli import draw, measure
    from shuangjian.journeys.measure import is_due
    from shuangjian.kernel.actor import operator
    from shuangjian.kernel.day import SHANGHAI
    from shuangjian.timing.operations import draw_panel, preview_draw

    hour, did = at.astimezone(SHANGHAI).time(), False
    if hour >= MEASURED_FROM and is_due(at):
        measure.run(at, dry_run=dry_run)
        did = True
    did = draw.do_due(at, dry_run=dry_run) or did
    if hour >= PANEL_FROM:
        seed = secrets.token_hex(32)
        drawn = preview_draw(at=at, seed=seed) if dry_run else draw_panel(by=operator("定时"), at=at, seed=seed)
        if drawn.asked and not drawn.before:
            click.echo(f"{'会问' if dry_run else '今晚问'}{drawn.asked:,}家（能问的{drawn.pool:,}家）。")
            did = True
    did = _offer_seats(at, dry_run) or did
    did = _count_day(at, dry_run) or did
    if not did and not quiet:
        click.echo("现在没有到点的事。")


def _offer_seats(at: dt.datetime, dry_run: bool) -> bool:
    """At 18:00 of a school day, school after school: a round that was broken off goes on with those that are left."""
    from shuangjian.afterschool.operations import offer_freed_seats, rounds_due
    from shuangjian.kernel.actor import operator

    due = rounds_due(at)
    if dry_run:
        if due:
            click.echo(f"会给{len(due):,}所学校候补的孩子问空出来的名额。")
        return bool(due)
    rounds = [offer_freed_seats(by=operator("定时"), at=at, programme_id=pk) for pk in due]
    offered, expired, left = (sum(r[i] for r in rounds if r is not None) for i in range(3))
    if offered or expired or left:
        click.echo(f"课后服务：空出来的名额问了{offered:,}家，{expired:,}家没有答，{left:,}个孩子离校退出。")
    return bool(offered or expired or left)


def _count_day(at: dt.datetime, dry_run: bool) -> bool:
    """Once a day, when it is over: what a city's page tells of the service need not be counted while somebody waits."""
    from shuangjian.afterschool.operations import count_day, terms_to_count
    from shuangjian.kernel.actor import operator

    due = terms_to_count(at)
    for term in due:
        if dry_run:
            click.echo(f"会数{term}学期课后服务昨天的数。")
        else:
            schools = count_day(by=operator("定时"), at=at, term=term)
            click.echo(f"数好了{term}学期课后服务昨天的数，{schools:,}所学校。")
    return bool(due)
