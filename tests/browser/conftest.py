"""A phone, with JavaScript and without: whatever a page lets people do has to work on both."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def phone(browser: "Browser", request: pytest.FixtureRequest) -> "Iterator[Page]":
    """A phone's page; a test that takes it runs twice."""
    context = browser.new_context(
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport={"width": 390, "height": 844},
        java_script_enabled=request.param,
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()
