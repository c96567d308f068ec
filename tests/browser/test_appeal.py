"""From a marked word to the answer: a teacher is refused, appeals, academic affairs lets the text out, and it goes."""

from typing import TYPE_CHECKING

import pytest
from pytest_django.live_server_helper import LiveServer

from shuangjian.homework.models import Publication
from tests.browser.test_publish_in_a_minute import CHECK, PUBLISH
from tests.browser.test_school_and_bureau import sign_in
from tests.cast import Cast

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = (390, 1280)


def check_accessible(page: "Page", axe_source: str) -> None:
    page.emulate_media(reduced_motion="reduce")  # a button that is fading has no contrast of its own
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(axe_source)
        assert page.evaluate("axe.run()")["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


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
    check_accessible(page, axe_source)
    page.click("#said summary")
    page.fill("input[name=appeal-PARENT_MARKING]", "是课文里的话")
    page.click("#said button[name=appeal]")
    page.get_by_text("还没有答复").wait_for()

    sign_in(page, live_server.url, "academic")
    page.goto(f"{live_server.url}/school/{committed_cast.school.pk}/appeals/")
    check_accessible(page, axe_source)
    page.fill("input[name=why]", "是教材原话")
    page.click("button[value=allow]")
    page.get_by_text("放行了").wait_for()
    check_accessible(page, axe_source)

    sign_in(page, live_server.url, "maths")
    page.goto(f"{live_server.url}/homework/")
    check_accessible(page, axe_source)
    page.get_by_text("接着写").click()
    page.click(PUBLISH)
    page.wait_for_url("**/homework/result/**")
    assert "都发布了" in page.inner_text("main")
    assert Publication.objects.count() == 2
