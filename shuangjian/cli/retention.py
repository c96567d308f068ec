"""What has been kept as long as the notice promises: shown, and erased every night."""

import click

from shuangjian.cli.job import Job


@click.group()
def retention() -> None:
    """留存期限：告知里写了留多久的个人信息，到期抹去或删除。"""


@retention.command(cls=Job)
@click.option("--dry-run", is_flag=True, help="只说各有多少到期，不抹去。")
def run(dry_run: bool) -> None:
    """抹去或删除现在到期的信息。请每晚运行一次；多运行一次没有关系。"""
    from shuangjian.config import clock
    from shuangjian.journeys.keep_promises import due_for_erasure, erase_expired
    from shuangjian.kernel.actor import operator

    at = clock.now()
    counts = due_for_erasure(at=at) if dry_run else erase_expired(by=operator("命令行"), at=at)
    if not any(counts.values()):
        click.echo("没有到期的信息。")
        return
    click.echo("到期的信息，还没有抹去：" if dry_run else "已抹去或删除：")
    for label, count in counts.items():
        if count:
            click.echo(f"  {label} {count}")


@retention.command(cls=Job)
def show() -> None:
    """列出每一类信息留多久、到期怎么办，和现在到期的有多少。只看，不改。"""
    from shuangjian.config import clock
    from shuangjian.journeys.keep_promises import PROMISES, due_for_erasure

    for label, count in due_for_erasure(at=clock.now()).items():
        click.echo(f"{label}：{PROMISES[label].promise}。现在到期 {count}。")
