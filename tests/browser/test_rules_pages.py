"""The public site in a browser: at the width of a phone and of a desk, without JavaScript too."""

from typing import TYPE_CHECKING

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.browser.steps import check
from tests.cast import Cast

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = (
    "/",
    "/rules/",
    "/rules/?date=2021-04-01&place=410900",
    "/rules/?q=zzz&date=soon&place=nowhere",
    "/rules/homework/written_minutes/?place=410900",
    "/rules/homework/mechanical_drill/?date=2025-10-23",
    "/rules/homework/break_total/",
    "/rules/homework/leading_group/",
    "/rules/homework/publicity/?date=2020-01-01",
    "/rules/curriculum/stages/",
    "/rules/homework/writen_minutes/",
    "/minutes/",
    "/privacy/",
)


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    committed_cast: Cast, live_server: LiveServer, page: "Page", axe_source: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    for path in PAGES:
        page.goto(live_server.url + path)
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        check(page, axe_source)
    assert complaints == []


def test_a_parent_finds_a_rule_its_article_and_its_examples_without_javascript(
    committed_cast: Cast, live_server: LiveServer, browser: "Browser"
) -> None:
    context = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url)
    page.get_by_role("link", name="看全部规定").click()
    page.get_by_label("要找的词，或文号").fill("上限")
    page.get_by_label("地方", exact=True).select_option(label="鞍山市")
    page.get_by_role("button", name="查规定").click()
    page.get_by_role("link", name="每天书面作业的上限").click()
    assert "place=210300" in page.url
    table = page.get_by_role("table")
    assert "不超过45分钟" in table.inner_text()
    assert "鞍山的初中60分钟。" in page.inner_text("main")
    page.locator("#history summary").first.click()
    assert "发文机关" in page.locator("#history").inner_text()
    page.get_by_label("地方", exact=True).select_option(label="全国")
    page.get_by_role("button", name="看那里那天的规定").click()
    assert "不超过60分钟" in page.get_by_role("table").inner_text()
    context.close()
