"""shuangjian panel: the draw tried, done once, and its seed told next morning."""

import datetime as dt
from typing import Any

import pytest
from click.testing import CliRunner, Result

from shuangjian.cli import commands
from shuangjian.timing.models import Ask, PanelDay
from tests.apps.timing.panel import CLOSED, enough_children, homework, join
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def in_the_morning(real: dt.datetime) -> dt.datetime:
    """The clock of a site at seven the next morning."""
    return CLOSED.replace(hour=7)


def run(*words: str) -> Result:
    return CliRunner().invoke(commands, ["panel", *words])


def test_without_anybody_to_ask_it_says_so_and_draws_nothing(cast: Cast) -> None:
    homework(cast)
    enough_children(cast)
    assert "没有可以问的家庭" in run("draw").output
    assert not PanelDay.objects.exists()


def test_a_dry_run_tells_how_many_and_a_draw_is_done_once(cast: Cast) -> None:
    homework(cast)
    enough_children(cast)
    join(cast)
    assert run("draw", "--dry-run").output == "2026-09-17 晚上会问 1 家，可以问的孩子 1。\n"
    assert not Ask.objects.exists()
    assert run("draw").output == "2026-09-17 晚上抽好了，问 1 家，可以问的孩子 1。\n"
    assert run("draw").output == "2026-09-17 晚上已经抽过：可以问的孩子 1，问了 1 家。\n"
    assert Ask.objects.count() == 1


def test_the_seed_is_told_from_seven_the_next_morning(cast: Cast, settings: Any) -> None:
    homework(cast)
    enough_children(cast)
    join(cast)
    run("draw")
    early = run("seed", "2026-09-17")
    assert (early.exit_code, "还没有到第二天早上7点" in early.output) == (1, True)
    settings.SHUANGJIAN_CLOCK = f"{__name__}.in_the_morning"
    assert run("seed", "2026-09-17").output.strip() == PanelDay.objects.get().seed
    assert len(PanelDay.objects.get().seed) == 64
