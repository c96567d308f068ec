"""Laying out a city: counties from the cited table, schools, terms, days, and the first people who may sign in."""

import datetime as dt
from typing import TYPE_CHECKING

import click

from shuangjian.cli.job import Job

if TYPE_CHECKING:
    from shuangjian.schools.models import Place

OPERATOR = "命令行"
SYSTEMS, SETTINGS = ["SIX_THREE", "FIVE_FOUR"], ["URBAN", "TOWN", "RURAL"]
# Which kind of place each officer is for.
OFFICERS = {
    "ACADEMIC_AFFAIRS": "SCHOOL",
    "PRINCIPAL": "SCHOOL",
    "COORDINATOR": "SCHOOL",
    "CENTRAL_SCHOOL": "CENTRAL_SCHOOL",
    "COUNTY_OFFICER": "COUNTY",
    "CITY_OFFICER": "CITY",
}
DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def places() -> None:
    """地方：按区划表建市和县区，添加学校，定学期和停课，开通第一批账号。"""


@places.command(cls=Job)
@click.argument("table", default="puyang")
@click.option("--dry-run", is_flag=True, help="只列出要建的，不建。")
def load(table: str, dry_run: bool) -> None:
    """按附有来源的区划表建市和县区；已经有的不动。"""
    from shuangjian.config import clock
    from shuangjian.kernel.actor import operator
    from shuangjian.schools.gazetteer import divisions
    from shuangjian.schools.operations import add_place
    from shuangjian.schools.queries import place_with_code
    from shuangjian.schools.rules import PlaceKind

    try:
        wanted = [division for division in divisions(table) if len(division.code) == 6]
    except FileNotFoundError:
        raise click.ClickException(f"没有“{table}”的区划表。现有：puyang。") from None
    missing = [division for division in wanted if place_with_code(division.code) is None]
    for division in missing:
        click.echo(f"{'将建' if dry_run else '新建'}　{division.code}　{division.name}")
        if not dry_run:
            parent = place_with_code(division.parent) if division.parent else None
            kind = PlaceKind.COUNTY if parent else PlaceKind.CITY
            add_place(
                by=operator(OPERATOR), at=clock.now(), kind=kind, name=division.name, parent=parent, code=division.code
            )
    click.echo(f"{'将建' if dry_run else '新建'} {len(missing)} 处，原有 {len(wanted) - len(missing)} 处。")


@places.command(cls=Job)
@click.argument("parent_code")
@click.argument("kind", type=click.Choice(["CENTRAL_SCHOOL", "TEACHING_POINT"]))
@click.argument("name")
@click.argument("code")
@click.option("--dry-run", is_flag=True, help="只核对，不添加。")
def add(parent_code: str, kind: str, name: str, code: str, dry_run: bool) -> None:
    """在 PARENT_CODE 下添加一处中心校（CENTRAL_SCHOOL，在县区下）或教学点（TEACHING_POINT，在学校下），代码 CODE。"""
    from shuangjian.config import clock
    from shuangjian.kernel.actor import operator
    from shuangjian.schools.operations import add_place
    from shuangjian.schools.rules import PlaceKind

    parent, added = _place(parent_code), PlaceKind(kind)
    above = PlaceKind.COUNTY if added is PlaceKind.CENTRAL_SCHOOL else PlaceKind.SCHOOL
    if parent.kind != above:
        raise click.ClickException(f"{added.label}要建在{above.label}下面，{parent.name}不是{above.label}。")
    _check_new(parent, name, code)
    click.echo(f"{'将添加' if dry_run else '添加'}：{parent.name} {name}，{added.label}，代码 {code}")
    if not dry_run:
        add_place(by=operator(OPERATOR), at=clock.now(), kind=added, name=name, parent=parent, code=code)


@places.command(cls=Job)
@click.argument("parent_code")
@click.argument("name")
@click.option("--code", help="学校标识码。")
@click.option("--grades", default="1-6", show_default=True, help="起止年级，如 1-6、7-9、1-9。")
@click.option("--system", type=click.Choice(SYSTEMS), default=SYSTEMS[0], show_default=True)
@click.option("--setting", type=click.Choice(SETTINGS), default=SETTINGS[0], show_default=True)
@click.option("--dry-run", is_flag=True, help="只核对，不添加。")
def school(
    parent_code: str, name: str, code: str | None, grades: str, system: str, setting: str, dry_run: bool
) -> None:
    """在县区或中心校 PARENT_CODE 下添加一所学校 NAME。"""
    from shuangjian.config import clock
    from shuangjian.kernel.actor import operator
    from shuangjian.kernel.grade import System
    from shuangjian.schools.operations import add_school
    from shuangjian.schools.rules import PlaceKind, Setting

    parent, held = _place(parent_code), _grades(grades)
    if parent.kind not in (PlaceKind.COUNTY, PlaceKind.CENTRAL_SCHOOL):
        raise click.ClickException(f"学校要建在县区或中心校下面，{parent.name}是{PlaceKind(parent.kind).label}。")
    _check_new(parent, name, code)
    span = f"{held[0]}到{held[-1]}年级，{System(system).label}，{Setting(setting).label}"
    click.echo(f"{'将添加' if dry_run else '添加'}：{parent.name} {name}，{span}")
    if not dry_run:
        add_school(
            by=operator(OPERATOR),
            at=clock.now(),
            name=name,
            parent=parent,
            code=code,
            system=System(system),
            grades=held,
            setting=Setting(setting),
        )


@places.command(cls=Job)
@click.argument("place_code")
@click.argument("role", type=click.Choice(list(OFFICERS)))
@click.argument("name")
@click.argument("account")
@click.option("--number", help="工号。")
@click.option("--dry-run", is_flag=True, help="只核对，不开通。")
def officer(place_code: str, role: str, name: str, account: str, number: str | None, dry_run: bool) -> None:
    """给 PLACE_CODE 开通一位负责人：姓名 NAME，账号 ACCOUNT；初始密码在这里输入，本人第一次登录就要换掉。"""
    from django.db import transaction

    from shuangjian.config import clock
    from shuangjian.kernel.actor import Role, operator
    from shuangjian.people.operations import add_staff, appoint, check_password, open_account
    from shuangjian.schools.rules import PlaceKind

    place = _place(place_code)
    if place.kind != OFFICERS[role]:
        raise click.ClickException(f"{Role(role).label}要给{PlaceKind(OFFICERS[role]).label}开通，{place.name}不是。")
    school_id = place.pk if place.kind == PlaceKind.SCHOOL else None
    click.echo(f"{'将开通' if dry_run else '开通'}：{place.name} {Role(role).label} {name}，账号 {account}")
    if dry_run:
        return
    password = click.prompt("初始密码", hide_input=True, confirmation_prompt="再输一遍")
    check_password(password)
    by, at = operator(OPERATOR), clock.now()
    with transaction.atomic():
        person = add_staff(by=by, at=at, name=name, number=number, school_id=school_id)
        open_account(by=by, at=at, person=person, username=account, password=password, given_out=True)
        appoint(
            by=by, at=at, person=person, role=Role(role), place_id=place.pk, place_path=place.path, school_id=school_id
        )


@places.command(cls=Job)
@click.argument("place_code")
@click.argument("year", type=click.IntRange(2020, 2100))
@click.argument("number", type=click.IntRange(1, 2))
@click.argument("first_day", type=DAY)
@click.argument("last_day", type=DAY)
@click.option("--dry-run", is_flag=True, help="只核对，不写。")
def term(place_code: str, year: int, number: int, first_day: dt.datetime, last_day: dt.datetime, dry_run: bool) -> None:
    """给一个地方定学期：YEAR 学年第 NUMBER 学期，第一天和最后一天（含）。"""
    from shuangjian.config import clock
    from shuangjian.kernel.actor import operator
    from shuangjian.schools.operations import set_term

    place = _place(place_code)
    since, until = first_day.date(), last_day.date() + dt.timedelta(days=1)
    if until <= since:
        raise click.ClickException("学期最后一天要在第一天之后。")
    click.echo(f"{'将定' if dry_run else '定'}：{place.name} {year}学年第{number}学期 {first_day:%F} 到 {last_day:%F}")
    if not dry_run:
        set_term(by=operator(OPERATOR), at=clock.now(), place=place, year=year, number=number, since=since, until=until)


@places.command(cls=Job)
@click.argument("place_code")
@click.argument("date", type=DAY)
@click.argument("reason")
@click.option("--held/--closed", default=False, help="这一天上课，还是停课。  [默认：停课]")
@click.option("--dry-run", is_flag=True, help="只核对，不写。")
def day(place_code: str, date: dt.datetime, reason: str, held: bool, dry_run: bool) -> None:
    """定一个地方（全市、一个县区、一所学校）的一天停课或上课，下面各校还没有过去的傍晚跟着改。"""
    from shuangjian.config import clock
    from shuangjian.journeys.set_school_rule import state_local_day
    from shuangjian.kernel.actor import operator
    from shuangjian.kernel.day import shanghai_date
    from shuangjian.schools.queries import schools_below

    place, at = _place(place_code), clock.now()
    if date.date() < shanghai_date(at):
        raise click.ClickException("这一天已经过去，照实留着。请写今天或以后的日子。")
    below = schools_below(place.path).count()
    what = "上课" if held else "停课"
    click.echo(f"{'将定' if dry_run else '定'}：{place.name} {date:%F} {what}，{reason}；下面 {below} 所学校")
    if not dry_run:
        state_local_day(by=operator(OPERATOR), at=at, place=place, date=date.date(), is_school_day=held, reason=reason)


@places.command("off-work", cls=Job)
@click.argument("place_code")
@click.argument("hour", type=click.DateTime(["%H:%M"]))
@click.argument("since", type=DAY)
@click.argument("source")
@click.option("--dry-run", is_flag=True, help="只核对，不写。")
def off_work(place_code: str, hour: dt.datetime, since: dt.datetime, source: str, dry_run: bool) -> None:
    """写明一个县区或全市从 SINCE 起几点（HOUR，如 18:00）下班，依据文件 SOURCE；课后服务结束得更早的会有提醒。"""
    from shuangjian.config import clock
    from shuangjian.kernel.actor import operator
    from shuangjian.kernel.refusal import InvalidInput, NotAllowed
    from shuangjian.policy.operations import state_off_work_time

    place = _place(place_code)
    click.echo(f"{'将写明' if dry_run else '写明'}：{place.name} 从 {since:%F} 起 {hour:%H:%M} 下班，{source}")
    if dry_run:
        return
    try:
        state_off_work_time(
            by=operator(OPERATOR), at=clock.now(), place=place, time=hour.time(), source=source, since=since.date()
        )
    except (InvalidInput, NotAllowed) as refused:
        raise click.ClickException(str(refused)) from None


def _place(code: str) -> "Place":
    from shuangjian.schools.queries import place_with_code

    found = place_with_code(code)
    if found is None:
        raise click.ClickException(f"没有代码为 {code} 的地方。市和县区先用 shuangjian places load 建。")
    return found


def _check_new(parent: "Place", name: str, code: str | None) -> None:
    """Nothing is added twice: neither a code nor a name beside its like."""
    from shuangjian.schools.queries import children, place_with_code

    taken = place_with_code(code) if code else None
    if taken is not None:
        raise click.ClickException(f"代码 {code} 已经是“{taken.name}”的，没有再添加。")
    if any(child.name == name for child in children(parent.pk)):
        raise click.ClickException(f"{parent.name}下面已经有“{name}”，没有再添加。")


def _grades(written: str) -> range:
    first, _, last = written.partition("-")
    if not (first.isascii() and last.isascii() and first.isdecimal() and last.isdecimal()):
        raise click.BadParameter(f"年级“{written}”看不懂，请写成 1-6 这样。")
    if not 1 <= int(first) <= int(last) <= 9:
        raise click.BadParameter("年级要在 1 到 9 之间，小的在前。")
    return range(int(first), int(last) + 1)
