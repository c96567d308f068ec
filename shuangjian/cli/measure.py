"""Measuring closed evenings: every night by itself, or again by hand."""

import datetime as dt
import time

import click

from shuangjian.cli.job import Job

_DATE = click.DateTime(["%Y-%m-%d"])


@click.command(cls=Job)
@click.option("--date", type=_DATE, help="重算这一晚和它以后算过的各晚，按数据库里现在的回答。")
@click.option("--full", is_flag=True, help="只用已经存下的各晚，把最近八周一起重算。")
@click.option("--from", "since", type=_DATE, help="和 --full 一起用：从哪一晚算起，不写时是最近八周。")
@click.option("--until", type=_DATE, help="和 --full 一起用：算到哪一晚，不写时是最后一晚。")
@click.option("--dry-run", is_flag=True, help="只说要算哪几晚，不算。")
def measure(
    date: dt.datetime | None, full: bool, since: dt.datetime | None, until: dt.datetime | None, dry_run: bool
) -> None:
    """把已经结束的晚上存成列式文件，算出中等学生的用时，每晚一次；周五（或以后）的晚上再把最近八周重算一遍。

    什么选项都不写，就是还没算过的各晚，从早到晚。中途停了再运行一次，结果一样。
    """
    from shuangjian.config import clock

    if (since or until) and not full:
        raise click.UsageError("--from 和 --until 要和 --full 一起用。")
    if full and date:
        raise click.UsageError("--date 和 --full 只能写一个。")
    run(clock.now(), date and date.date(), full, since and since.date(), until and until.date(), dry_run)


def run(
    at: dt.datetime,
    date: dt.date | None = None,
    full: bool = False,
    since: dt.date | None = None,
    until: dt.date | None = None,
    dry_run: bool = False,
) -> None:
    """The evenings that are due, or those that were asked for, with what is said on the way."""
    from django.conf import settings

    from shuangjian.journeys.measure import evenings_due, measure_again, measure_due, refit
    from shuangjian.kernel.actor import operator
    from shuangjian.lake import Busy, Lake

    lake, by, started = Lake(settings.LAKE), operator("命令行"), time.monotonic()

    def say(words: str) -> None:
        click.echo(f"　{time.monotonic() - started:6.1f} 秒　{words}")

    if dry_run:
        due = evenings_due(at) if not (full or date) else []
        asked = f"重算 {date} 和以后算过的各晚" if date else "把存下的各晚一起重算"
        click.echo(_words(due) if not (full or date) else f"会{asked}。")
        return
    try:
        if full:
            refit(lake, by=by, at=at, say=say, since=since, until=until)
        elif date:
            measure_again(lake, by=by, at=at, date=date, say=say)
        elif not measure_due(lake, by=by, at=at, say=say):
            click.echo("没有要算的晚上。")
    except Busy:
        raise click.ClickException("另一次测量正在运行，等它结束再来。") from None


def _words(due: list[dt.date]) -> str:
    return f"要算 {len(due)} 晚：" + "、".join(map(str, due)) + "。" if due else "没有要算的晚上。"
