"""The record: sealed, and checked link by link."""

import click

from shuangjian.cli.job import Job


@click.group()
def audit() -> None:
    """留痕：封存，核对有没有被改过。"""


@audit.command(cls=Job)
@click.option("--dry-run", is_flag=True, help="只说有多少条待封存，不封。")
def seal(dry_run: bool) -> None:
    """把还没封存的记录接到链上，打印链头。请把链头抄存到系统以外的地方。"""
    from shuangjian.audit.operations import seal as seal_record
    from shuangjian.audit.queries import unsealed
    from shuangjian.config import clock

    if dry_run:
        click.echo(f"有 {unsealed()} 条记录待封存。")
        return
    count, head = seal_record(at=clock.now())
    click.echo(f"已封存 {count} 条。链头：{head or '（还没有记录）'}")


@audit.command(cls=Job)
@click.option("--head", help="以前抄存的链头；给了它，才看得出末尾有没有被删。")
def verify(head: str | None) -> None:
    """从头核对链上的每一条记录；有一条对不上就以退出码 1 结束。"""
    from shuangjian.audit.queries import verify as verify_record

    found = verify_record(head)
    if found.first_bad is None:
        click.echo(f"{found.sealed} 条记录都对得上。链头：{found.head or '（还没有封存过）'}")
        return
    where = f"第 {found.first_bad} 号记录对不上" if found.first_bad else "抄存的链头不在链上，末尾可能被删过"
    raise click.ClickException(f"{where}。前面 {found.sealed} 条对得上。请不要再写入，先核对备份。")
