"""shuangjian retention: shown, tried without writing, and run."""

import datetime as dt

import pytest
from click.testing import CliRunner, Result

from shuangjian.audit.models import Act
from shuangjian.cli import commands
from shuangjian.people.models import Pupil
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def long_gone(cast: Cast) -> Pupil:
    child = cast.pupils["查朵"]
    Pupil.objects.filter(pk=child.pk).update(left_on=TODAY - dt.timedelta(days=800))
    return child


def run(*words: str) -> Result:
    return CliRunner().invoke(commands, ["retention", *words])


def test_showing_tells_every_period_and_how_much_is_due(long_gone: Pupil) -> None:
    shown = run("show").output.splitlines()
    assert "离校学生：离校满1年，抹去姓名、读音、学籍号摘要和末4位。现在到期 1。" in shown
    assert "绑定：孩子离校满90天，解除绑定。现在到期 0。" in shown


def test_a_dry_run_counts_and_writes_nothing(long_gone: Pupil) -> None:
    acts = Act.objects.count()
    assert run("run", "--dry-run").output == "到期的信息，还没有抹去：\n  离校学生 1\n"
    long_gone.refresh_from_db()
    assert (long_gone.name, Act.objects.count()) == ("查朵", acts)


def test_running_erases_and_the_second_time_there_is_nothing(long_gone: Pupil) -> None:
    assert run("run").output == "已抹去或删除：\n  离校学生 1\n"
    long_gone.refresh_from_db()
    assert long_gone.name == "已离校学生"
    assert run("run").output == "没有到期的信息。\n"
    assert run("run", "--dry-run").output == "没有到期的信息。\n"
