"""shuangjian jobs and measure: what is due is done once, at its hour, and can be looked at before."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from shuangjian.cli import commands
from shuangjian.kernel.day import SHANGHAI
from shuangjian.lake import Lake
from shuangjian.lake.tables import REPORTS
from shuangjian.timing.models import Fitted, PanelDay, PanelMember, Run
from tests.cast import Cast
from tests.journeys.measured import EVENINGS, evenings, families

pytestmark = pytest.mark.django_db
_now: list[dt.datetime] = []


def told(real: dt.datetime) -> dt.datetime:
    return _now[-1]


@pytest.fixture(autouse=True)
def _a_clock_and_a_folder_of_our_own(cast: Cast, settings: Any, tmp_path: Path) -> None:
    settings.SHUANGJIAN_CLOCK = "tests.cli.test_jobs_commands.told"
    settings.LAKE = tmp_path / "lake"


def at(hour: int, minute: int = 0, day: int = 2) -> None:
    _now.append(dt.datetime(2026, 9, day, hour, minute, tzinfo=SHANGHAI))


def run(*words: str) -> Result:
    return CliRunner().invoke(commands, list(words))


def test_before_five_nothing_is_measured_and_from_five_on_last_evening_is_once(cast: Cast) -> None:
    evenings(cast, EVENINGS[:1])
    at(4, 59)
    assert run("jobs", "run").output == "现在没有到点的事。\n"
    at(5)
    assert run("jobs", "run", "--dry-run").output == "要算 1 晚：2026-09-01。\n"
    assert not Run.objects.exists()
    said = run("jobs", "run")
    assert said.exit_code == 0, said.output
    assert "问了12家，答了12家" in said.output
    assert Fitted.objects.count() == 3
    assert run("jobs", "run").output == "现在没有到点的事。\n"


def test_a_panel_is_drawn_from_five_in_the_afternoon_and_once(cast: Cast) -> None:
    from tests.apps.timing import panel

    _now.append(panel.FIVE - dt.timedelta(minutes=1))
    panel.homework(cast)
    panel.enough_children(cast)
    panel.join(cast)
    assert run("jobs", "run").output == "现在没有到点的事。\n"
    _now.append(panel.FIVE)
    assert run("jobs", "run", "--dry-run").output == "会问1家（能问的1家）。\n"
    assert not PanelDay.objects.exists()
    assert run("jobs", "run").output == "今晚问1家（能问的1家）。\n"
    assert run("jobs", "run").output == "现在没有到点的事。\n"
    assert (PanelDay.objects.count(), PanelMember.objects.count()) == (1, 1)


def test_measuring_by_hand_says_what_it_would_do_and_refuses_what_does_not_go_together(
    cast: Cast, tmp_path: Path
) -> None:
    evenings(cast, EVENINGS[:2])
    at(5, day=3)
    assert run("measure", "--dry-run").output == "要算 2 晚：2026-09-01、2026-09-02。\n"
    assert run("measure", "--date", "2026-09-01", "--dry-run").output == "会重算 2026-09-01 和以后算过的各晚。\n"
    assert run("measure", "--full", "--dry-run").output == "会把存下的各晚一起重算。\n"
    assert run("measure", "--full", "--date", "2026-09-01").exit_code == 2
    assert run("measure", "--from", "2026-09-01").exit_code == 2
    assert not Run.objects.exists()
    assert run("measure").exit_code == 0
    assert run("measure").output == "没有要算的晚上。\n"
    assert run("measure", "--full", "--from", "2026-09-01", "--until", "2026-09-01").exit_code == 0
    assert Lake(tmp_path / "lake").days(REPORTS) == list(EVENINGS[:2])
    with Lake(tmp_path / "lake").held():
        refused = run("measure", "--full")
    assert refused.exit_code == 1
    assert "另一次测量正在运行" in refused.output


def test_an_evening_with_nobody_asked_is_not_due(cast: Cast) -> None:
    families(cast)
    at(5)
    assert run("measure", "--dry-run").output == "没有要算的晚上。\n"
