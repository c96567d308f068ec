"""Rosters from the command line: the template, a dry run with every bad cell, the update, and what stands now."""

import io
import secrets
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from shuangjian.cli.job import Job

if TYPE_CHECKING:
    from shuangjian.people.operations.comparison import Comparison
    from shuangjian.schools.models import Place

LISTED = 200
_FILE = click.Path(exists=True, readable=True, path_type=Path)
_NEW_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.group()
def roster() -> None:
    """名册：下载模板，试读，更新，导出。PLACE_CODE 是学校标识码或区划代码，也可以写学校名称。"""


@roster.command()
@click.argument("path", type=_NEW_FILE)
@click.option("--dry-run", is_flag=True, help="只说写到哪里，不写。")
def template(path: Path, dry_run: bool) -> None:
    """把空的名册模板写到 PATH。"""
    from shuangjian.people.roster import template_workbook

    _write(path, template_workbook(), dry_run)


@roster.command(cls=Job)
@click.argument("place_code")
@click.argument("path", type=_FILE)
@click.option("--handback", type=_NEW_FILE, help="把标好要改的格的工作簿写到这里。")
def check(place_code: str, path: Path, handback: Path | None) -> None:
    """试读 PATH（工作簿、CSV、OneRoster 压缩包或文件夹），列出会改什么和每一处要改的格；什么都不改。"""
    from shuangjian.people.operations.comparison import handback as handed_back

    content = _content(path)
    found = _compared(_place(place_code), content)
    _tell(found)
    if handback is not None:
        _write(handback, handed_back(found, content), dry_run=False)
    if found.bad:
        raise click.ClickException(f"有 {len(found.bad)} 格要改，改好才能更新。")


@roster.command(cls=Job)
@click.argument("place_code")
@click.argument("path", type=_FILE)
@click.option("--dry-run", is_flag=True, help="只列出会改什么，不改。")
def apply(place_code: str, path: Path, dry_run: bool) -> None:
    """用 PATH 更新 PLACE_CODE 的名册：全部成功，或者什么都不改。"""
    from shuangjian.audit.operations import Request
    from shuangjian.config import clock
    from shuangjian.journeys.import_roster import apply_roster, preview_roster
    from shuangjian.kernel.actor import operator

    place, content = _place(place_code), _content(path)
    found = _compared(place, content)
    _tell(found)
    if found.bad:
        raise click.ClickException(f"有 {len(found.bad)} 格要改，什么都没有改。")
    if dry_run or found.plan.is_empty:
        click.echo("没有要改的。" if found.plan.is_empty else "这是预演，什么都没有改。")
        return
    by, at = operator("命令行"), clock.now()
    with _step("正在更新"):
        preview = preview_roster(by=by, at=at, place_id=place.pk, filename=path.name, content=content)
        request = Request.of(f"roster-{preview.upload_id}", upload=preview.upload_id)
        apply_roster(by=by, at=at, upload_id=preview.upload_id, request=request, choose=secrets.choice)
    click.echo(f"{place.name}的名册更新好了。")


@roster.command(cls=Job)
@click.argument("place_code")
@click.argument("path", type=_NEW_FILE)
@click.option("--dry-run", is_flag=True, help="只说写到哪里，不写。")
def export(place_code: str, path: Path, dry_run: bool) -> None:
    """把现在的名册写成工作簿 PATH。学籍号和工号系统里不留原号，写的是系统编号；改好后可以再用来更新。"""
    from shuangjian.config import clock
    from shuangjian.kernel.actor import operator
    from shuangjian.people.operations.roster_export import export_roster

    place = _place(place_code)
    if dry_run:
        click.echo(f"将把{place.name}现在的名册写到 {path}。")
        return
    with _step("正在导出"):
        content = export_roster(by=operator("命令行"), at=clock.now(), place_id=place.pk)
    _write(path, content, dry_run=False)


@roster.command(cls=Job)
@click.option("--dry-run", is_flag=True, help="只说有几份，不删。")
def tidy(dry_run: bool) -> None:
    """删去七天没有确认的名册文件。"""
    from shuangjian.config import clock
    from shuangjian.kernel.actor import operator
    from shuangjian.people.operations.uploads import tidy_uploads

    count = tidy_uploads(by=operator("命令行"), at=clock.now(), dry_run=dry_run)
    click.echo(f"{'有' if dry_run else '删去了'} {count} 份没有确认的名册。")


def _place(code: str) -> "Place":
    """A place by its code, or a school by a name that is one school's alone."""
    from shuangjian.schools.queries import place_with_code, schools_called

    found = place_with_code(code)
    if found is not None:
        return found
    named = schools_called(code)
    if len(named) == 1:
        return named[0]
    problem = f"叫“{code}”的学校不止一所，请写学校标识码。" if named else f"没有代码或名称为“{code}”的地方。"
    raise click.ClickException(problem)


def _content(path: Path) -> bytes:
    """The file, or a folder as the zip it would have come in."""
    if not path.is_dir():
        return path.read_bytes()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in sorted(path.iterdir()):
            if member.suffix.lower() == ".csv" and member.is_file():
                archive.writestr(member.name, member.read_bytes())
    return packed.getvalue()


def _compared(place: "Place", content: bytes) -> "Comparison":
    from shuangjian.config import clock
    from shuangjian.kernel.actor import operator
    from shuangjian.people.operations.comparison import compare
    from shuangjian.people.roster import UnreadableFile

    try:
        with _step("正在读文件，和现在的名册比较"):
            return compare(by=operator("命令行"), at=clock.now(), place=place, content=content)
    except UnreadableFile as problem:
        raise click.ClickException(problem.words) from None


def _tell(found: "Comparison") -> None:
    """What was read, what would change, what stays, and every bad cell."""
    from shuangjian.people.roster.planning import COUNTED

    reading, units = found.reading, dict(COUNTED.values())
    click.echo(
        f"读到学生 {len(reading.pupils)} 行、教师 {len(reading.teachers)} 行、任课 {len(reading.teachings)} 行、"
        f"已离开 {len(reading.leavers)} 行。"
    )
    for words, count in found.plan.counts.items():
        click.echo(f"  {words} {count} {units[words]}")
    for note in (*reading.notes, *found.plan.notes):
        click.echo(f"  {note}")
    for rows in reading.ignored_rows:
        click.echo(f"  {rows.sheet}：{rows.reason}，{rows.count} 行没有读。")
    for bad in found.bad[:LISTED]:
        value = f"“{bad.value}”" if bad.value else "空"
        click.echo(f"  要改：{bad.where.label}　{value}　{bad.reason}")
    if len(found.bad) > LISTED:
        click.echo(f"  先列前 {LISTED} 格，共 {len(found.bad)} 格；用 check --handback 得到全部。")


@contextmanager
def _step(words: str) -> Iterator[None]:
    """Says what is being done while it is done, and how long it took."""
    started = time.monotonic()
    click.echo(f"{words} ……", nl=False, err=True)
    try:
        yield
    except BaseException:
        click.echo("没有成功", err=True)
        raise
    click.echo(f"用了 {time.monotonic() - started:.1f} 秒", err=True)


def _write(path: Path, content: bytes, dry_run: bool) -> None:
    if dry_run:
        click.echo(f"将写到 {path}（{len(content)} 字节）。")
        return
    try:
        path.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"写不了 {path}：{error.strerror}。") from None
    click.echo(f"写好了：{path}")
