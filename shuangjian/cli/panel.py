"""The evening panel: which families are asked tonight."""

import datetime as dt
import secrets

import click

from shuangjian.cli.job import Job


@click.group()
def panel() -> None:
    """偶尔问一问：今晚问哪些家庭。"""


@panel.command(cls=Job)
@click.option("--a-class", type=click.IntRange(1, 20), default=4, show_default=True, help="每个班最多问几家。")
@click.option("--dry-run", is_flag=True, help="只说会问几家，不抽。")
def draw(a_class: int, dry_run: bool) -> None:
    """抽今晚问哪些家庭，全市一次。请每天17:00运行；一晚只抽一次，多运行没有关系。"""
    from shuangjian.config import clock
    from shuangjian.kernel.actor import operator
    from shuangjian.timing.operations import draw_panel, preview_draw

    at, seed = clock.now(), secrets.token_hex(32)
    if dry_run:
        drawn = preview_draw(at=at, seed=seed, a_class=a_class)
    else:
        drawn = draw_panel(by=operator("命令行"), at=at, seed=seed, a_class=a_class)
    if drawn.before:
        click.echo(f"{drawn.night:%Y-%m-%d} 晚上已经抽过：可以问的孩子 {drawn.pool}，问了 {drawn.asked} 家。")
    elif not drawn.asked:
        click.echo(f"{drawn.night:%Y-%m-%d} 晚上没有可以问的家庭：没有家庭同意，没有作业，或者都在歇。")
    else:
        done = "会问" if dry_run else "抽好了，问"
        click.echo(f"{drawn.night:%Y-%m-%d} 晚上{done} {drawn.asked} 家，可以问的孩子 {drawn.pool}。")


@panel.command(cls=Job)
@click.argument("night", type=click.DateTime(formats=["%Y-%m-%d"]))
def seed(night: dt.datetime) -> None:
    """说出 NIGHT（2026-09-17 这样写）那一晚的种子；第二天早上7点起才说。"""
    from shuangjian.config import clock
    from shuangjian.timing.queries import told_seed

    told = told_seed(night.date(), clock.now())
    if told is None:
        raise click.ClickException("这一晚没有抽，或者还没有到第二天早上7点。")
    click.echo(told)
