"""Tokens from the server: for officers above schools, and to take back whatever has leaked."""

import datetime as dt
import secrets

import click

from shuangjian.cli.job import Job
from shuangjian.people.rules import LONGEST_TOKEN_DAYS, Scope


@click.group()
def token() -> None:
    """令牌：给教育局的平台开，看现在有哪些，停用。学校老师的在网站的“令牌”页自己开。"""


@token.command(cls=Job)
@click.argument("username")
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice([scope.value for scope in Scope]),
    help="用途，可以写几次。",
)
@click.option("--days", type=click.IntRange(1, LONGEST_TOKEN_DAYS), default=180, show_default=True, help="用几天。")
@click.option("--dry-run", is_flag=True, help="只说给谁开、能做什么，不开。")
def issue(username: str, name: str, scopes: tuple[str, ...], days: int, dry_run: bool) -> None:
    """给账号 USERNAME 开一个令牌，给叫 NAME 的系统用。令牌只显示这一次。"""
    from shuangjian.config import clock
    from shuangjian.kernel.actor import operator
    from shuangjian.people.operations import issue_token
    from shuangjian.people.queries import account_called

    account = account_called(username)
    if account is None:
        raise click.ClickException(f"没有账号“{username}”。")
    chosen = [Scope(scope) for scope in scopes]
    if dry_run:
        click.echo(f"将给{account.person.name}开一个“{name}”的令牌，{days}天：{_labels(chosen)}。")
        return
    issued = issue_token(
        by=operator("命令行"),
        at=clock.now(),
        name=name,
        scopes=chosen,
        days=days,
        choose=secrets.choice,
        person=account.person,
    )
    click.echo(f"给{account.person.name}开好了，到{_day(issued.expires_at)}。令牌只显示这一次：")
    click.echo(issued.secret)


@token.command(name="list", cls=Job)
@click.option("--school", type=int, help="哪所学校（编号）；不写就列不属于学校的。")
def list_tokens(school: int | None) -> None:
    """列出令牌：编号、系统、谁的、用途、到哪天。只看，不改。"""
    from shuangjian.config import clock
    from shuangjian.kernel.actor import operator
    from shuangjian.people.queries import tokens_of

    at = clock.now()
    known = tokens_of(operator("命令行"), school)
    for one in known:
        state = "" if one.stands(at) else "　已停用" if one.revoked_at else "　已到期"
        until = f"到{_day(one.expires_at)}{state}"
        click.echo("　".join((str(one.id), one.name, f"{one.hint}…", one.person_name, _labels(one.scopes), until)))
    if not known:
        click.echo("没有令牌。")


@token.command(cls=Job)
@click.argument("token_id", type=int)
@click.option("--dry-run", is_flag=True, help="只说停用哪一个，不停。")
def revoke(token_id: int, dry_run: bool) -> None:
    """停用编号为 TOKEN_ID 的令牌：马上不能再用。"""
    from shuangjian.config import clock
    from shuangjian.kernel.actor import operator
    from shuangjian.kernel.refusal import NotVisible
    from shuangjian.people.access import get_token_to_revoke
    from shuangjian.people.operations import revoke_token

    by = operator("命令行")
    try:
        found, _ = get_token_to_revoke(by, token_id)
    except NotVisible:
        raise click.ClickException(f"没有编号为 {token_id} 的令牌。") from None
    if dry_run:
        click.echo(f"将停用{found.person.name}的令牌“{found.name}”。")
        return
    revoke_token(by=by, at=clock.now(), token_id=token_id)
    click.echo(f"停用了{found.person.name}的令牌“{found.name}”。")


def _labels(scopes: tuple[Scope, ...] | list[Scope]) -> str:
    return "、".join(scope.label for scope in scopes)


def _day(at: dt.datetime) -> str:
    from shuangjian.kernel.day import shanghai_date

    return shanghai_date(at).isoformat()
