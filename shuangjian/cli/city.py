"""The whole city, built into a database of its own."""

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from shuangjian.cli.job import Job
from shuangjian.demo.whole_city import SCHOOLS, SEED

if TYPE_CHECKING:
    from shuangjian.demo.whole_city.shapes import City


class CityJob(Job):
    """A job on the database that is named on its command line."""

    def invoke(self, ctx: click.Context) -> object:
        os.environ["DATABASE_URL"] = _url(ctx.params["database"])
        os.environ.setdefault("SHUANGJIAN_LAKE", str(_beside(ctx.params["database"], ".lake").resolve()))
        return super().invoke(ctx)


@click.group()
def city() -> None:
    """全市规模的样例城：926所学校、49.8万名学生、一个学期的作业，全部是虚构的。"""


@city.command(cls=CityJob)
@click.option("--schools", type=click.IntRange(1, SCHOOLS), default=SCHOOLS, show_default=True, help="建多少所学校。")
@click.option("--seed", type=int, default=SEED, show_default=True, help="种子；同一个种子建出同一座城。")
@click.option("--resume", is_flag=True, help="接着建上次没建完的；建好的学校不动。")
@click.option(
    "--workers", type=click.IntRange(1, 16), help="几个进程一起建；不写时 PostgreSQL 用 2 个，SQLite 只能 1 个。"
)
@click.option(
    "--faults", type=click.Path(dir_okay=False, path_type=Path), help="问题学校名单写到哪里；不写时放在数据库旁边。"
)
@click.option("--dry-run", is_flag=True, help="只说要建什么，不建。")
@click.argument("database")
def build(
    schools: int, seed: int, resume: bool, workers: int | None, faults: Path | None, dry_run: bool, database: str
) -> None:
    """把一座城建进空的数据库 DATABASE：SQLite 文件名，或 postgres://… 地址。

    有些学校按已知的方式做得不好，名单写在数据库旁边的 JSON 文件里，供以后核对。中断了可以加 --resume 接着建。
    """
    from shuangjian.demo.whole_city.faults import planted_in, write_faults
    from shuangjian.demo.whole_city.model import KINDS
    from shuangjian.demo.whole_city.shapes import city_of

    whole, beside = city_of(seed, schools), faults or _beside(database)
    if dry_run:
        click.echo(f"将在 {database} 建一座城（种子 {seed}）：")
        for kind in KINDS:
            some = [shape for shape in whole.shapes if shape.kind is kind]
            if some:
                rooms, pupils = sum(len(s.rooms) for s in some), sum(s.pupils for s in some)
                click.echo(f"　{kind.name}　{len(some)}所，{rooms:,}个班，{pupils:,}名学生")
        click.echo(f"　合计　{schools}所，{whole.classes:,}个班，{whole.pupils:,}名学生，{whole.teachers:,}名教师")
        click.echo(f"问题学校{len(planted_in(whole))}所，名单写到 {beside}。")
        return
    _build(whole, resume, workers)
    write_faults(beside, whole)  # only now: beside a city that was there and is another, its own list stays
    click.echo(f"问题学校的名单：{beside}")


@city.command(cls=CityJob)
@click.option("--every-night", is_flag=True, help="每一晚都写进数据库，第二天早上接着就测量，像真过了一个学期。")
@click.option("--report", is_flag=True, help="不写数据，只说测量找到了哪些、漏了哪些、错报了哪些。")
@click.option("--dry-run", is_flag=True, help="只说要写什么，不写。")
@click.argument("database")
def panel(every_night: bool, report: bool, dry_run: bool, database: str) -> None:
    """给建好的城 DATABASE 添一个学期的“偶尔问一问”：最后一晚写进数据库，前面各晚写成列式文件，放在数据库旁边。

    真实的用时、少报的老师、作业单以外的作业都按说明的模型抽出来，名单写在数据库旁边的 JSON 文件里。
    """
    from django.conf import settings

    from shuangjian.cli import measure
    from shuangjian.demo.whole_city.panel import detection, term
    from shuangjian.lake import Lake

    planted = _beside(database, ".minutes.json")
    if report:
        for words in detection.told(planted):
            click.echo(words)
        return
    standing, started = term.standing(), time.monotonic()
    if dry_run:
        click.echo(f"将写 {len(standing.dates)} 晚，列式文件在 {settings.LAKE}，名单在 {planted}。")
        return

    def say(words: str) -> None:
        click.echo(f"　{time.monotonic() - started:6.1f} 秒　{words}")

    if every_night:
        for morning in standing.mornings(planted, say):
            measure.run(morning)
        return
    standing.lay(Lake(settings.LAKE), planted, say)


@city.command(cls=CityJob)
@click.option("--dry-run", is_flag=True, help="只说要写什么，不写。")
@click.argument("database")
def service(dry_run: bool, database: str) -> None:
    """给建好的城 DATABASE 添一个学期的课后服务：各校的安排、家长的志愿和公开的数，停在抽签之前。

    接着运行 shuangjian draw --all，就抽完全市的签。
    """
    from shuangjian.demo.whole_city.service import model
    from shuangjian.demo.whole_city.service.build import add_service

    if dry_run:
        click.echo(f"将给 {database} 里的每所学校添{model.YEAR}学年第{model.NUMBER}学期的课后服务，已经有的不动。")
        return
    started = time.monotonic()
    add_service(lambda words: click.echo(f"　{time.monotonic() - started:6.1f} 秒　{words}"))


def _build(whole: "City", resume: bool, workers: int | None) -> None:
    from django.core.management import call_command
    from django.db import connection

    from shuangjian.demo.whole_city.build import build as build_city

    started = time.monotonic()

    def say(words: str) -> None:
        click.echo(f"　{time.monotonic() - started:6.1f} 秒　{words}")

    one_writer = connection.vendor == "sqlite"
    if one_writer and workers not in (None, 1):
        raise click.BadParameter("SQLite 只能一个进程写，请写 --workers 1 或者不写。", param_hint="--workers")
    call_command("migrate", interactive=False, verbosity=0)
    say("数据表已建好")
    build_city(whole, resume=resume, workers=workers or (1 if one_writer else 2), say=say)
    say("全市已建好")


def _url(database: str) -> str:
    return database if "://" in database else f"sqlite:///{Path(database).resolve()}"


def _beside(database: str, what: str = ".faults.json") -> Path:
    """city.faults.json beside city.sqlite3; for a server, in the folder one stands in."""
    if "://" not in database:
        return Path(database).with_suffix(what)
    name = database.split("?")[0].rstrip("/").rsplit("/", 1)[-1] or "city"
    return Path(f"{name}{what}")
