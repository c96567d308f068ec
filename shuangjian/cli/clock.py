"""The sample city's clock, looked at and moved."""

import datetime as dt

import click

from shuangjian.cli.job import Job
from shuangjian.cli.jobs import do_due


@click.command(cls=Job)
@click.argument("moment", required=False)
@click.option("--dry-run", is_flag=True, help="只说会拨到几点，不拨。")
def clock(moment: str | None, dry_run: bool) -> None:
    """看样例城的钟，或者把它拨到 MOMENT；拨过去以后，到点的事就做了。

    MOMENT 可以是 16:40（同一天的时刻）、2026-09-18（那天的 16:20）、“2026-09-18 08:00”，或 +30m、+2h、+1d。
    """
    from django.conf import settings

    if settings.SHUANGJIAN_CLOCK != "shuangjian.demo.clock.now":
        raise click.ClickException("只有样例城有自己的钟，其他环境用真实时间。")
    from shuangjian.config import clock as reading
    from shuangjian.demo.clock import set_to

    now = reading.now()
    if moment is None:
        click.echo(f"样例城的钟停在 {now:%Y-%m-%d %H:%M}。")
        return
    target = _moment(moment, now)
    if not dry_run:
        set_to(target)
    click.echo(f"{'会拨到' if dry_run else '样例城的钟已拨到'} {target:%Y-%m-%d %H:%M}。")
    if not dry_run:
        do_due(reading.now(), quiet=True)


def _moment(words: str, now: dt.datetime) -> dt.datetime:
    units = {"m": "minutes", "h": "hours", "d": "days"}
    try:
        if words.startswith("+"):
            return now + dt.timedelta(**{units[words[-1]]: int(words[1:-1])})
        if ":" in words and "-" not in words:
            return dt.datetime.combine(now.date(), dt.time.fromisoformat(words), now.tzinfo)
        stated = dt.datetime.fromisoformat(words)
    except (ValueError, KeyError, OverflowError):
        raise click.BadParameter(f"看不懂“{words}”。可以写 16:40、2026-09-18、“2026-09-18 08:00” 或 +1d。") from None
    if len(words) <= len("2026-09-18"):
        stated = stated.replace(hour=16, minute=20)
    return stated.replace(tzinfo=now.tzinfo)
