"""A school's draw in public, before, at and after it, at the width of a phone and of a desk."""

from typing import TYPE_CHECKING

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.apps.afterschool.term import answered, drawn, programme_of, sealed
from tests.browser.steps import WIDTHS, check
from tests.cast import Cast

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_axe_finds_nothing_and_nothing_scrolls_sideways_at_any_step(
    committed_cast: Cast, live_server: LiveServer, page: "Page", axe_source: str
) -> None:
    address = f"{live_server.url}/service/{committed_cast.school.pk}/draw/"

    def plain(heading: str) -> None:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{address}?{heading}")  # a page that may be kept for minutes
            assert heading in page.inner_text("main")
            check(page, axe_source)

    plain("还没有公布课后服务的安排")
    programme = programme_of(committed_cast)
    answered(committed_cast, programme)
    plain("抽签还没有做")
    sealed(programme)
    plain("8个孩子的名单封存了")
    drawn(programme)
    plain("得到当天第一志愿的")


def test_a_parent_without_javascript_reads_the_draw_and_takes_the_script_along(
    committed_cast: Cast, live_server: LiveServer, browser: "Browser"
) -> None:
    programme = programme_of(committed_cast)
    answered(committed_cast, programme)
    drawn(programme)
    context = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/service/{committed_cast.school.pk}/draw/")
    with page.expect_download() as waited:
        page.get_by_role("link", name="核对程序").click()
    assert waited.value.suggested_filename == "verify_draw.py"
    context.close()
