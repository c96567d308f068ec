"""The rulebook at the command line: read, and checked against its examples."""

import datetime as dt
from typing import TYPE_CHECKING

import click

from shuangjian.cli.job import Job

if TYPE_CHECKING:
    from shuangjian.rulebook import Rulebook
    from shuangjian.rulebook.standing import History, Standing

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def rules() -> None:
    """规定：列出规则书里的每一条，看它的条款和历史，核对例子。"""


@rules.command("list", cls=Job)
@click.argument("words", nargs=-1)
@click.option("--place", default="", metavar="CODE", help="区划代码，如 410900；不写就是全国。")
@click.option("--date", type=DAY, help="哪一天，如 2026-09-17；不写就是今天。")
def list_rules(words: tuple[str, ...], place: str, date: dt.datetime | None) -> None:
    """列出全部规定，或含有 WORDS 的规定，和它们在那天那里的样子。"""
    from shuangjian import rulebook
    from shuangjian.rulebook.finding import folded, matches
    from shuangjian.rulebook.standing import standing
    from shuangjian.rulebook.themes import OTHER, THEMES, theme_of

    book, wanted = rulebook.load(), tuple(folded(word) for word in words)
    found = [parameter for parameter in book.parameters() if matches(parameter, wanted)]
    for theme in (*THEMES, OTHER):
        inside = [parameter for parameter in found if theme_of(parameter.name) is theme]
        if inside:
            click.echo(f"\n{theme.title}")
        for parameter in inside:
            click.echo(
                f"　{parameter.name}　{parameter.title}　{_now(standing(book, parameter, _day(date), _at(place)))}"
            )
    click.echo(f"\n共 {len(found)}／{len(book.parameters())} 条，版本 {book.edition}。")


@rules.command(cls=Job)
@click.argument("name")
@click.option("--place", default="", metavar="CODE", help="区划代码，如 410900；不写就是全国。")
@click.option("--date", type=DAY, help="哪一天，如 2026-09-17；不写就是今天。")
def show(name: str, place: str, date: dt.datetime | None) -> None:
    """看一条规定，例如 homework/written_minutes：怎么规定、全部来历、学校可以定什么、例子。"""
    from shuangjian import rulebook
    from shuangjian.rulebook.standing import histories, standing

    book, day = rulebook.load(), _day(date)
    try:
        parameter = book.parameter(name)
    except rulebook.NoSuchRule as unknown:
        raise click.ClickException(f"{unknown}用 shuangjian rules list 看全部。") from None
    click.echo(f"{parameter.title}\n{parameter.summary}")
    stands = standing(book, parameter, day, _at(place))
    click.echo(f"\n{day.year}年{day.month}月{day.day}日：{_now(stands)}")
    for line in stands.lines:
        click.echo(f"　{line.who or '全部'}　{line.words or '有这一条'}　{line.ground.citation.label}")
    for history in histories(parameter, day):
        _tell_history(history)
    _tell_examples(book, name)


@rules.command()
def check() -> None:
    """逐个核对全部例子；有一个和规则书对不上，就以退出码 1 结束。"""
    from shuangjian import rulebook

    try:
        book = rulebook.load()
    except rulebook.RulebookError as unreadable:
        raise click.ClickException(f"规则书读不进来：{unreadable}") from None
    names = dict.fromkeys((*(parameter.name for parameter in book.parameters()), *book.choice_names))
    cases = [case for name in names for case in book.cases(name)]
    wrong = 0
    for case in cases:
        answer = case.answer(book)
        told = {key: answer.get(key) for key in case.expected}
        if told != case.expected:
            wrong += 1
            click.echo(
                f"对不上　{case.rule}　{case.sentence}\n　例子写的是 {case.expected}，规则书答的是 {told}", err=True
            )
    if wrong:
        raise click.ClickException(f"{len(cases)} 个例子里有 {wrong} 个对不上。请改规则或改例子。")
    click.echo(f"{len(cases)} 个例子都对得上，版本 {book.edition}。")


def _day(given: dt.datetime | None) -> dt.date:
    if given is not None:
        return given.date()
    from shuangjian.config import clock
    from shuangjian.kernel.day import shanghai_date

    return shanghai_date(clock.now())


def _at(place: str) -> tuple[str, ...]:
    if place and not (place.isascii() and place.isdecimal()):
        raise click.BadParameter(f"“{place}”不是区划代码，请写成 410900 这样。")
    return (place,) if place else ()


def _now(stands: "Standing") -> str:
    said = "；".join(f"{line.who}{line.words}" for line in stands.lines if line.words)
    modality = stands.lines[0].result.modality.label if stands.lines else ""
    return "　".join(part for part in (stands.state.label, modality, said) if part)


def _tell_history(history: "History") -> None:
    click.echo(f"\n{history.name}")
    for stage in history.stages:
        entry = stage.entry
        rows = "；".join(f"{who}{what}" for who, what in stage.rows) or "有这一条"
        click.echo(f"　{entry.since_label}起　{rows}（{entry.modality.label}）　{stage.state.label}")
        click.echo(f"　　{entry.citation.label}　{entry.confidence.label}")


def _tell_examples(book: "Rulebook", name: str) -> None:
    for choice in book.choices_under(name):
        click.echo(f"\n学校可以自己定：{choice.title}。{choice.summary}{choice.default}")
    if cases := book.cases(name):
        click.echo("\n例子")
    for case in cases:
        click.echo(f"　{case.sentence}")
