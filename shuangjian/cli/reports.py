"""A school's month, or that of any place, on the command line."""

import click

from shuangjian.cli.job import Job


@click.group()
def reports() -> None:
    """月报：一所学校、一个县区或全市，一个月的数。"""


@reports.command(cls=Job)
@click.argument("code")
@click.argument("month")
def show(code: str, month: str) -> None:
    """列出代码为 CODE 的地方 MONTH（如 2026-09）的每一个数。签过的列签的数，别的现数。"""
    from shuangjian.config import clock
    from shuangjian.homework.figures import Scope, measured
    from shuangjian.homework.queries import Month, signed_report
    from shuangjian.kernel.day import shanghai_date
    from shuangjian.schools.queries import place_with_code
    from shuangjian.schools.rules import PlaceKind

    place, its_month = place_with_code(code), Month.read(month)
    if place is None:
        raise click.ClickException(f"没有代码是“{code}”的地方。")
    if its_month is None or its_month.since > shanghai_date(clock.now()):
        raise click.BadParameter(f"看不懂“{month}”，或者这个月还没有到。请写 2026-09 这样的。")
    school_id = place.pk if place.kind == PlaceKind.SCHOOL else None
    signed = signed_report(school_id, its_month) if school_id is not None else None
    if signed is not None:
        click.echo(f"{place.name}　{its_month.label}　{signed.signed_by.name}签，数法第{signed.edition}版")
        for kept in signed.figures.all():
            click.echo(f"{kept.figure:<22}{kept.n:>8}／{kept.of:<8}{kept.words}")
        return
    click.echo(f"{place.name}　{its_month.label}　没有签过，是现在的数")
    for found in measured(Scope(place.path, its_month.since, its_month.until, school_id=school_id)):
        click.echo(f"{found.figure.id:<22}{found.n:>8}／{found.of:<8}{found.label}")
