"""The draw of after-school places: sealing, drawing, checking again, and the files for everybody."""

import datetime as dt
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click

from shuangjian.cli.job import Job

EVERY = 2.0  # seconds between two lines of progress
Result = TypeVar("Result")
Command = TypeVar("Command", bound=Callable[..., Any])


class Draw(click.Group):
    """`draw --all` and `draw --school CODE` without another word are `draw whole`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        named = not args or not args[0].startswith("-") or args[0] in ctx.help_option_names
        return super().parse_args(ctx, args if named else ["whole", *args])


@click.group(cls=Draw)
def draw() -> None:
    """课后服务的抽签：封存名单、抽签、重抽核对、导出公布的文件。

    shuangjian draw --all 就是 draw whole --all：到时候的都封存，能抽的都抽。
    """


def _schools(command: Command) -> Command:
    """--school or --all, and in how many processes."""
    command = click.option(
        "--workers", type=click.IntRange(1, 32), default=1, show_default=True, help="几个进程一起。"
    )(command)
    command = click.option("--all", "everywhere", is_flag=True, help="全市所有到时候的学校。")(command)
    return click.option("--school", metavar="CODE", help="一所学校的标识码，或者一个地方的代码。")(command)


@draw.command(cls=Job)
@_schools
@click.option("--dry-run", is_flag=True, help="只说要封存、要抽几所学校，不做。")
@click.pass_context
def whole(context: click.Context, /, **given: Any) -> None:
    """截止的都封存，封存好、公开的数也填了的都抽。做过的不动；中断了再运行一次，接着做。"""
    for step in (seal, run):
        context.invoke(step, **given)


@draw.command(cls=Job)
@_schools
@click.option("--dry-run", is_flag=True, help="只说要封存几所学校，不封存。")
def seal(school: str | None, everywhere: bool, workers: int, dry_run: bool) -> None:
    """报名截止的学校，把名单封存，写下它的摘要。封存过的不动；中断了再运行一次，接着做。"""
    from shuangjian.afterschool.queries import due_for_sealing
    from shuangjian.config import clock

    at = clock.now()
    due = due_for_sealing(at, _path(school, everywhere))
    if dry_run or not due:
        click.echo(f"要封存{len(due):,}所学校。" if due else "没有要封存的学校。")
        return
    joined = sum(_done(partial(_seal, at=at), due, workers, "封存了"))
    click.echo(f"封存好了：{len(due):,}所学校，{joined:,}名学生参加。")


@draw.command(cls=Job)
@_schools
@click.option("--dry-run", is_flag=True, help="只说要抽几所学校，不抽。")
def run(school: str | None, everywhere: bool, workers: int, dry_run: bool) -> None:
    """封存好、公开的数也填了的学校，抽签。抽过的不动；中断了再运行一次，接着做。

    最后说一个摘要：本学期各校的结果按标识码排在一起的SHA-256。几个进程、什么次序，都是同一个。
    """
    from shuangjian.afterschool.queries import drawn_term, due_for_drawing
    from shuangjian.config import clock

    path = _path(school, everywhere)
    due = due_for_drawing(path)
    if dry_run:
        click.echo(f"要抽{len(due):,}所学校。" if due else "没有要抽的学校。")
        return
    if due:
        joined = sum(_done(partial(_draw, at=clock.now()), due, workers, "抽了"))
        click.echo(f"抽好了：{len(due):,}所学校，{joined:,}名学生。")
    if (term := drawn_term(path)) is None:
        click.echo("还没有抽过的学校。")
        return
    click.echo(f"{term.year}-{term.number}学期抽过的{len(term.schools):,}所学校，合在一起的摘要：\n{term.digest}")


@draw.command(cls=Job)
@_schools
def check(school: str | None, everywhere: bool, workers: int) -> None:
    """把抽过的学校重抽一遍，和存下的文件、各人的位置一一核对；用我们的程序和给家长的 verify_draw.py 各一次。"""
    from shuangjian.afterschool.queries import drawn_term
    from shuangjian.config import clock

    term = drawn_term(_path(school, everywhere))
    if term is None:
        click.echo("还没有抽过的学校。")
        return
    codes = {pk: code for code, (pk, _) in term.schools.items()}
    broken = [
        f"{codes[pk]}：{problem}"
        for pk, problems in _progress(partial(_check, at=clock.now()), list(codes), workers, "核对了")
        for problem in problems
    ]
    if broken:
        raise click.ClickException("\n".join([f"有{len(broken):,}处对不上：", *sorted(broken)[:50]]))
    click.echo(f"{len(codes):,}所学校都对得上。合在一起的摘要：\n{term.digest}")


@draw.command(cls=Job)
@_schools
@click.option(
    "--to", "folder", required=True, type=click.Path(file_okay=False, path_type=Path), help="放到哪个文件夹。"
)
@click.option("--dry-run", is_flag=True, help="只说要写几个文件，不写。")
def export(school: str | None, everywhere: bool, workers: int, folder: Path, dry_run: bool) -> None:
    """把抽过的学校公布的文件写出来，一校一个JSON，旁边放上核对程序verify_draw.py。文件里没有姓名。"""
    from shuangjian.afterschool.queries import drawn_term, verify_script

    term = drawn_term(_path(school, everywhere))
    schools = sorted(term.schools.items()) if term else []
    if dry_run or term is None:
        click.echo(f"要写{len(schools):,}个文件。")
        return
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "verify_draw.py").write_bytes(verify_script())
    tasks = [(pk, folder / f"{code}-{term.year}-{term.number}.json") for code, (pk, _) in schools]
    for _ in _progress(_write, tasks, workers, "写了"):
        pass
    click.echo(f"写好了：{len(schools):,}个文件，在{folder}。")


def do_due(at: dt.datetime, *, dry_run: bool) -> bool:
    """Seal what has closed, then draw where the number is out; whether there was anything to do. A school that cannot
    be drawn is told each time, and stops nobody else."""
    from shuangjian.afterschool.queries import due_for_drawing, due_for_sealing

    closed, ready = due_for_sealing(at), due_for_drawing()
    if dry_run:
        if closed or ready:
            click.echo(f"要封存{len(closed):,}所学校的报名，要抽{len(ready):,}所学校的签。")
        return bool(closed or ready)
    for act, due, words in ((_seal, closed, "封存了"), (_draw, ready, "抽签抽了")):
        told = list(_progress(partial(act, at=at), due, 1, words)) if due else []
        refused = [result for result in told if isinstance(result, str)]
        if len(told) > len(refused):
            click.echo(f"{words}{len(told) - len(refused):,}所学校的课后服务。")
        for reason in refused:
            click.echo(reason, err=True)
    return bool(closed or ready)


def _seal(programme_id: int, at: dt.datetime) -> int | str:
    from shuangjian.afterschool.operations import seal_lists

    return _told(lambda: seal_lists(by=_by(), at=at, programme_id=programme_id).joined)


def _draw(programme_id: int, at: dt.datetime) -> int | str:
    from shuangjian.afterschool.operations import draw_programme

    return _told(lambda: draw_programme(by=_by(), at=at, programme_id=programme_id).joined)


def _check(programme_id: int, at: dt.datetime) -> tuple[int, list[str]]:
    from shuangjian.afterschool.queries import replayed

    return programme_id, replayed(programme_id, at)


def _write(task: tuple[int, Path]) -> None:
    from shuangjian.afterschool.queries import published_bytes

    programme_id, path = task
    path.write_bytes(published_bytes(programme_id))


def _by() -> Any:
    from shuangjian.kernel.actor import operator

    return operator("命令行")


def _told(act: Callable[[], int]) -> int | str:
    """What an act gives, or why it was refused: one school's trouble does not stop the others."""
    from shuangjian.kernel.refusal import Refused

    try:
        return act()
    except Refused as refused:
        return str(refused)


def _done(act: Callable[[int], int | str], due: Sequence[int], workers: int, words: str) -> Iterator[int]:
    """The counts of those that went well. Raises ClickException at the end where some did not."""
    refused = []
    for result in _progress(act, due, workers, words):
        if isinstance(result, str):
            refused.append(result)
        else:
            yield result
    if refused:
        raise click.ClickException("\n".join([f"有{len(refused):,}所学校没有做成：", *sorted(refused)[:50]]))


def _progress(act: Callable[[Any], Result], tasks: Sequence[Any], workers: int, words: str) -> Iterator[Result]:
    """Every result as it is done, with a line about it every two seconds."""
    from shuangjian.workers import in_turn

    started = told = time.monotonic()
    for done, result in enumerate(in_turn(act, tasks, min(workers, len(tasks))), 1):
        if (now := time.monotonic()) - told > EVERY:
            told = now
            click.echo(f"　{now - started:6.1f} 秒　{words}{done:,}／{len(tasks):,}所", err=True)
        yield result


def _path(code: str | None, everywhere: bool) -> str:
    from shuangjian.schools.queries import place_with_code

    if bool(code) == everywhere:
        raise click.UsageError("请写 --school CODE 或者 --all，只写一个。")
    if code is None:
        return "/"
    place = place_with_code(code)
    if place is None:
        raise click.BadParameter(f"没有代码是{code}的学校或地方。", param_hint="--school")
    return place.path
