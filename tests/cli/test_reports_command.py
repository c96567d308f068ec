"""shuangjian reports: the figures of a month, on the command line."""

import datetime as dt
from typing import Any

import pytest
from click.testing import CliRunner, Result

from shuangjian.audit.operations import Request
from shuangjian.cli import commands
from shuangjian.homework.operations import sign_report
from shuangjian.homework.queries import Month
from shuangjian.kernel.day import SHANGHAI
from shuangjian.schools.models import Place
from tests.apps.homework.month import live
from tests.cast import Cast

pytestmark = pytest.mark.django_db
OCTOBER = dt.datetime(2026, 10, 9, 9, 0, tzinfo=SHANGHAI)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["reports", "show", *arguments])


def line(result: Result, figure: str) -> str:
    (found,) = [row for row in result.output.splitlines() if row.startswith(figure)]
    return " ".join(found.split())


def test_the_month_of_a_city_of_a_county_and_of_a_school(cast: Cast) -> None:
    live(cast)
    Place.objects.filter(pk=cast.school.pk).update(code="3141000001")
    for code in ("410900", "410902", "3141000001"):
        shown = run(code, "2026-09")
        assert shown.exit_code == 0, shown.output
        assert line(shown, "withdrawn").startswith("withdrawn 1／")
    assert line(run("410927", "2026-09"), "withdrawn") == "withdrawn 0／0 撤回的作业"


def test_a_signed_month_is_shown_as_it_was_signed(cast: Cast, settings: Any) -> None:
    Place.objects.filter(pk=cast.school.pk).update(code="3141000001")
    signed = {"by": cast.actor("principal", OCTOBER), "at": OCTOBER, "school": cast.facts(), "month": Month(2026, 9)}
    sign_report(**signed, remark="", request=Request.of("sign"))
    live(cast)
    shown = run("3141000001", "2026-09")
    assert "葛青签" in shown.output
    assert line(shown, "withdrawn") == "withdrawn 0／0 撤回的作业"


@pytest.mark.parametrize(("code", "month"), [("999999", "2026-09"), ("410900", "2026-10"), ("410900", "9月")])
def test_what_is_not_there_is_said(cast: Cast, code: str, month: str) -> None:
    shown = run(code, month)
    assert shown.exit_code in (1, 2)
    assert code in shown.output or month in shown.output
