"""The weekly check and the monthly report at a desk, on a phone and on paper; a principal signs, an officer reads."""

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from pytest_django.live_server_helper import LiveServer

from shuangjian.homework.models import SignedReport
from shuangjian.kernel.day import SHANGHAI
from tests.apps.homework.month import live
from tests.browser.steps import check, sign_in
from tests.cast import Cast

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OCTOBER = dt.datetime(2026, 10, 9, 9, 0, tzinfo=SHANGHAI)
WIDTHS = (390, 1280)
A4_WIDTH = 794  # pixels of 210 mm


def in_october(real: dt.datetime) -> dt.datetime:
    """The clock of a principal who comes back from the holiday."""
    return OCTOBER


@pytest.fixture
def october(committed_cast: Cast, settings: Any) -> Cast:
    settings.SHUANGJIAN_CLOCK = f"{__name__}.in_october"
    live(committed_cast)
    return committed_cast


@pytest.mark.parametrize("width", WIDTHS)
def test_the_principal_opens_a_number_signs_and_the_county_reads_it(
    october: Cast, live_server: LiveServer, page: "Page", axe_source: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    root = f"{live_server.url}/school/{october.school.pk}/"
    sign_in(page, live_server.url, "principal")
    for path in (
        "checks/?week=2026-09-14",
        "checks/?week=2026-09-14&grade=5",
        "checks/rows/?week=2026-09-14&figure=forms&part=WRITTEN",
    ):
        assert page.goto(root + path).status == 200  # type: ignore[union-attr]
        check(page, axe_source)
    page.goto(f"{root}reports/")
    check(page, axe_source)
    page.get_by_role("link", name="2026年9月").click()
    check(page, axe_source)
    page.get_by_role("row", name="撤回的作业").get_by_role("link", name="1／").click()
    page.wait_for_url("**/rows/**")
    assert "科学《位置》20分" in page.inner_text("tbody")
    check(page, axe_source)
    page.click("text=回到2026年9月的月报")
    page.get_by_label("想说的一句话").fill("器材要早点发")
    page.get_by_role("button", name="签2026年9月的月报").click()
    page.wait_for_selector("text=签好了")
    assert SignedReport.objects.get().remark == "器材要早点发"
    check(page, axe_source)
    sign_in(page, live_server.url, "county_officer")
    page.goto(f"{root}reports/2026-09/")
    assert "葛青校长2026年10月9日09:00签了" in page.inner_text("main")
    check(page, axe_source)


def test_the_report_prints_on_white_a4_with_its_signature_and_without_buttons(
    october: Cast, live_server: LiveServer, page: "Page"
) -> None:
    sign_in(page, live_server.url, "principal")
    page.goto(f"{live_server.url}/school/{october.school.pk}/reports/2026-09/")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": A4_WIDTH, "height": 1123})
    assert page.evaluate("document.documentElement.scrollWidth") <= A4_WIDTH
    assert not page.locator("#sign").is_visible()
    assert page.get_by_text("还没有签，数还会变", exact=False).last.is_visible()
    assert page.locator("tbody tr").count() > 15
