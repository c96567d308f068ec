"""The `shuangjian` command: one module here per noun, one subcommand per job."""

import os
import sys

import click

from shuangjian.cli import (
    audit,
    city,
    clock,
    demo,
    django_commands,
    draw,
    jobs,
    ledger,
    measure,
    panel,
    places,
    postgres,
    reports,
    retention,
    roster,
    rulebook,
    serve,
    tokens,
)

_SETTINGS = "shuangjian.config.settings"


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--settings",
    type=click.Choice(["demo", "dev", "production", "test"]),
    help="用哪一套设置；不写时看环境变量 DJANGO_SETTINGS_MODULE，再没有就是样例城 demo。",
)
def commands(settings: str | None) -> None:
    """双减一本账：作业、晚上和规定，都在这里办。"""
    if settings:
        os.environ["DJANGO_SETTINGS_MODULE"] = f"{_SETTINGS}.{settings}"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"{_SETTINGS}.demo")


for command in (
    serve.serve,
    demo.demo,
    city.city,
    clock.clock,
    places.places,
    roster.roster,
    audit.audit,
    ledger.ledger,
    measure.measure,
    jobs.jobs,
    draw.draw,
    panel.panel,
    reports.reports,
    retention.retention,
    tokens.token,
    rulebook.rules,
    postgres.postgres,
    django_commands.migrate,
    django_commands.manage,
):
    commands.add_command(command)


def main() -> None:
    """Runs the command line; an interrupt ends it in words, not in a traceback."""
    try:
        commands(prog_name="shuangjian", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("\n已中断。没有做完的一步不会留下半截结果，可以再运行一次。", err=True)
        sys.exit(130)
