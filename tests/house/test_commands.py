"""Commands: each has help, what writes can be tried without writing, and docs/operations.md names them all."""

from collections.abc import Iterator

import click
import pytest

from shuangjian.cli import commands
from shuangjian.config.environment import VARIABLES
from tests.house.source import DOCS

MANUAL = (DOCS / "operations.md").read_text(encoding="utf-8")

# Commands without --dry-run, and why none is needed.
WRITE_NOTHING = {
    "serve": "runs in the foreground until it is stopped",
    "demo start": "runs in the foreground until it is stopped; `demo build` has the dry run",
    "demo sign-ins": "only prints",
    "jobs watch": "runs in the foreground until it is stopped; `jobs run` has the dry run",
    "audit verify": "only reads",
    "postgres check": "only reads",
    "postgres try": "runs in the foreground until it is stopped, and leaves nothing",
    "draw check": "only reads",
    "ledger verify": "only reads",
    "panel seed": "only reads",
    "reports show": "only reads",
    "retention show": "only reads",
    "roster check": "only reads",
    "token list": "only reads",
    "rules check": "only reads",
    "rules list": "only reads",
    "rules show": "only reads",
    "manage": "hands over to Django, whose commands have their own",
}


def leaves(group: click.Group, above: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from leaves(command, f"{above}{name} ")
        else:
            yield f"{above}{name}", command


COMMANDS = dict(leaves(commands))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does(name: str) -> None:
    command = COMMANDS[name]
    assert (command.help or "").strip()
    assert [p.name for p in command.params if isinstance(p, click.Option) and not (p.help or p.show_default)] == []


def test_every_group_says_what_it_is_about() -> None:
    assert [name for name, group in commands.commands.items() if not (group.help or "").strip()] == []


def test_whatever_writes_can_be_tried_without_writing() -> None:
    dry = {name for name, command in COMMANDS.items() if any(p.name == "dry_run" for p in command.params)}
    assert set(COMMANDS) - dry == set(WRITE_NOTHING)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_manual_names_every_command(name: str) -> None:
    assert f"`shuangjian {name}" in MANUAL


@pytest.mark.parametrize("name", VARIABLES)
def test_the_manual_names_every_setting_with_its_default(name: str) -> None:
    rows = [line for line in MANUAL.splitlines() if f"| `{name}` |" in line]
    assert len(rows) == 1
    default = VARIABLES[name].default
    said = "required" if default is None else f"`{default}`" if default else "none"
    assert f"| {said} |" in rows[0]


def test_the_manual_names_no_setting_that_is_gone() -> None:
    lines = MANUAL.splitlines()
    named = {line.split("`")[1] for line in lines if line.startswith("| `") and line.split("`")[1].isupper()}
    assert named == set(VARIABLES) | {"DJANGO_SETTINGS_MODULE", "PORT"}
