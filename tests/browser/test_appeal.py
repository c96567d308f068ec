"""From a marked word to the answer: a teacher is refused, appeals, academic affairs lets the text out, and it goes."""

from typing import TYPE_CHECKING

import pytest
from pytest_django.live_server_helper import LiveServer

from shuangjian.homework.models import Publication
from tests.browser.steps import CHECK, PUBLISH, WIDTHS, check_at, sign_in
from tests.cast import Cast

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def write(page: "Page") -> None:
    page.fill("#id_unit", "位置")
    page.fill("#id_aim", "会用数对")
    page.fill("#id_content", "画座位图，做完请家长检查。建议家长和孩子一起看书。")
    page.fill("#id_tier-0", "20")


def test_a_text_is_refused_appealed_let_out_and_published(
    committed_cast: Cast, live_server: LiveServer, page: "Page", axe_source: str
) -> None:
    sign_in(page, live_server.url, "maths")
    write(page)
    page.click(CHECK)
    page.locator("#said").wait_for()
    assert page.locator("#said mark").all_inner_texts() == ["家长检查", "家长和孩子一起"]
    check_at(page, axe_source, *WIDTHS)
    page.click("#said summary")
    page.fill("input[name=appeal-PARENT_MARKING]", "是课文里的话")
    page.click("#said button[name=appeal]")
    page.get_by_text("还没有答复").wait_for()

    sign_in(page, live_server.url, "academic")
    page.goto(f"{live_server.url}/school/{committed_cast.school.pk}/appeals/")
    check_at(page, axe_source, *WIDTHS)
    page.fill("input[name=why]", "是教材原话")
    page.click("button[value=allow]")
    page.get_by_text("放行了").wait_for()
    check_at(page, axe_source, *WIDTHS)

    sign_in(page, live_server.url, "maths")
    page.goto(f"{live_server.url}/homework/")
    check_at(page, axe_source, *WIDTHS)
    page.get_by_text("接着写").click()
    page.click(PUBLISH)
    page.wait_for_url("**/homework/result/**")
    assert "都发布了" in page.inner_text("main")
    assert Publication.objects.count() == 2
