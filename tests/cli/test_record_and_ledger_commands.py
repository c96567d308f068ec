"""shuangjian audit, ledger and clock; and help for every command."""

import pytest
from click import Command, Group
from click.testing import CliRunner, Result

from shuangjian.audit.append_only import lifted
from shuangjian.audit.models import Act, Seal
from shuangjian.cli import commands
from shuangjian.config import clock as reading
from shuangjian.homework.models import Evening
from tests.cast import Cast
from tests.desks.publishing import fill

NOT_DJANGOS = {"manage"}  # hands its arguments on, --help among them


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, list(arguments))


def every(command: Command, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    below = command.commands.items() if isinstance(command, Group) else ()
    return [path, *(found for name, child in below for found in every(child, (*path, name)))]


@pytest.mark.parametrize("path", [p for p in every(commands) if not NOT_DJANGOS & set(p)], ids=" ".join)
def test_every_command_explains_itself_in_chinese_and_needs_no_database_for_it(path: tuple[str, ...]) -> None:
    found = run(*path, "--help")
    assert found.exit_code == 0
    assert any("一" <= sign <= "龥" for sign in found.output)


def test_a_command_that_does_not_exist_is_refused() -> None:
    assert run("rank").exit_code == 2


@pytest.mark.django_db
def test_sealing_and_verifying_the_record(cast: Cast) -> None:
    count = Act.objects.count()
    assert f"有 {count} 条记录待封存。" in run("audit", "seal", "--dry-run").output
    assert not Seal.objects.exists()
    assert "还没有封存过" in run("audit", "verify").output
    sealed = run("audit", "seal")
    head = sealed.output.strip().rsplit("：", 1)[-1]
    assert f"已封存 {count} 条。" in sealed.output
    assert "已封存 0 条。" in run("audit", "seal").output
    found = run("audit", "verify", "--head", head)
    assert found.exit_code == 0
    assert f"{count} 条记录都对得上。链头：{head}" in found.output


@pytest.mark.django_db
def test_a_record_that_was_changed_or_cut_ends_with_an_error_that_says_where(cast: Cast) -> None:
    head = run("audit", "seal").output.strip().rsplit("：", 1)[-1]
    last = Act.objects.latest("pk").pk
    with lifted():
        Act.objects.filter(pk=last).delete()
        Seal.objects.filter(pk=last).delete()
    cut = run("audit", "verify", "--head", head)
    assert cut.exit_code == 1
    assert "抄存的链头不在链上，末尾可能被删过" in cut.output
    first = Act.objects.earliest("pk").pk
    with lifted():
        Act.objects.filter(pk=first).update(actor_name="别人")
    changed = run("audit", "verify")
    assert changed.exit_code == 1
    assert f"第 {first} 号记录对不上" in changed.output


@pytest.mark.django_db
def test_the_ledger_is_verified_and_a_fault_is_named(cast: Cast) -> None:
    fill(cast, 20, cast.five_one)
    sound = run("ledger", "verify")
    assert (sound.exit_code, sound.output.strip()) == (0, "每一晚的账都对得上。")
    evening = Evening.objects.get(school_class=cast.five_one)
    Evening.objects.filter(pk=evening.pk).update(committed=19, obligated=19)
    broken = run("ledger", "verify")
    assert broken.exit_code == 1
    assert "对不上" in broken.output
    assert str(evening.pk) in broken.output


@pytest.fixture
def sample_clock(settings: object) -> None:
    settings.SHUANGJIAN_CLOCK = "shuangjian.demo.clock.now"  # type: ignore[attr-defined]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "stands"),
    [
        ("16:40", "2026-09-17 16:40"),
        ("2026-09-18", "2026-09-18 16:20"),
        ("2026-09-18 08:00", "2026-09-18 08:00"),
        ("+30m", "2026-09-17 16:50"),
        ("+2h", "2026-09-17 18:20"),
        ("+1d", "2026-09-18 16:20"),
    ],
)
def test_the_sample_citys_clock_is_moved(sample_clock: None, moment: str, stands: str) -> None:
    dry = run("clock", moment, "--dry-run")
    assert f"会拨到 {stands}" in dry.output
    assert f"{reading.now():%Y-%m-%d %H:%M}" == "2026-09-17 16:20"
    assert f"样例城的钟已拨到 {stands}" in run("clock", moment).output
    assert f"样例城的钟停在 {stands}" in run("clock").output
    assert f"{reading.now():%Y-%m-%d %H:%M}" == stands


@pytest.mark.django_db
@pytest.mark.parametrize("moment", ["明天", "25:00", "+1w", "+d", "2026-02-30", "+99999999999d", "+", ""])
def test_a_moment_that_cannot_be_read_is_told_with_examples(sample_clock: None, moment: str) -> None:
    found = run("clock", moment)
    assert found.exit_code == 2
    assert "可以写 16:40" in found.output
    assert f"{reading.now():%H:%M}" == "16:20"


@pytest.mark.django_db
def test_no_other_installation_has_a_clock_to_move(cast: Cast) -> None:
    found = run("clock", "+1d")
    assert found.exit_code == 1
    assert "只有样例城有自己的钟" in found.output
