"""The minute ledger, checked against its entries."""

import click

from shuangjian.cli.job import Job


@click.group()
def ledger() -> None:
    """分钟账：核对每个班每晚的账。"""


@ledger.command(cls=Job)
def verify() -> None:
    """核对每一晚：已定的分钟等于各条分录之和，等于各科之和。有一晚对不上就以退出码 1 结束。"""
    from shuangjian.homework.queries import ledger_faults

    faults = ledger_faults()
    if faults:
        raise click.ClickException("\n".join([f"有 {len(faults)} 处对不上：", *faults[:20]]))
    click.echo("每一晚的账都对得上。")
