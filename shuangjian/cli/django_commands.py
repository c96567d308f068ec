"""Django's own commands: `migrate` by name, all others behind `manage`."""

import click

from shuangjian.cli.job import Job


@click.command(cls=Job)
@click.option("--dry-run", is_flag=True, help="只列出要改的表，不改。")
def migrate(dry_run: bool) -> None:
    """把数据库的表更新到这一版。"""
    from django.core.management import call_command

    call_command("migrate", plan=dry_run, interactive=False)


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """运行 Django 的管理命令，例如 shuangjian manage check --deploy。"""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["shuangjian manage", *arguments])
