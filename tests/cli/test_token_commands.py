"""shuangjian token: issued for an officer, listed, revoked, each tried without writing."""

import pytest
from click.testing import CliRunner, Result

from shuangjian.cli import commands
from shuangjian.people.models import Token
from tests.api.callers import Caller
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ISSUE = ("issue", "city_officer", "市平台", "--scope", "read:figures", "--days", "30")


def run(*words: str) -> Result:
    return CliRunner().invoke(commands, ["token", *words])


def test_a_token_for_an_officer_is_shown_once_and_opens_the_figures(cast: Cast) -> None:
    issued = run(*ISSUE)
    assert issued.exit_code == 0
    secret = issued.output.splitlines()[-1]
    assert Caller(secret).get(f"/places/{cast.city.pk}/figures").status_code == 200
    assert secret not in run("list").output
    assert "市平台" in run("list").output


def test_a_dry_run_says_what_it_would_do_and_does_nothing(cast: Cast) -> None:
    assert run(*ISSUE, "--dry-run").output == "将给闵杰开一个“市平台”的令牌，30天：看总览的数。\n"
    assert not Token.objects.exists()


def test_revoking_ends_it_at_once(cast: Cast) -> None:
    secret = run(*ISSUE).output.splitlines()[-1]
    pk = str(Token.objects.get().pk)
    assert "将停用闵杰的令牌“市平台”" in run("revoke", pk, "--dry-run").output
    assert Caller(secret).get("/me").status_code == 200
    assert run("revoke", pk).output == "停用了闵杰的令牌“市平台”。\n"
    assert Caller(secret).get("/me").status_code == 401
    assert "已停用" in run("list").output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("issue", "nobody", "甲", "--scope", "read:figures"), "没有账号“nobody”。"),
        (("issue", "maths", "甲", "--scope", "read:figures"), "本人的职务做不了“看总览的数”"),
        (("revoke", "99999"), "没有编号为 99999 的令牌。"),
    ],
)
def test_what_cannot_be_done_is_told_in_words(cast: Cast, words: tuple[str, ...], told: str) -> None:
    result = run(*words)
    assert result.exit_code == 1
    assert told in result.output
