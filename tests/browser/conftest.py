"""A phone, with JavaScript and without: whatever a page lets people do has to work on both."""

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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


@pytest.fixture(autouse=True)
def clicks_open_whole_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """A click that opens a page returns when that page is read to its end.

    By itself it returns at the answer's first bytes: what looks without waiting (`count`, `is_visible`, `evaluate`)
    then saw, on a slow machine, a document of which nothing was there yet.
    """
    from playwright.sync_api import Locator, Page

    for kind in (Locator, Page):
        monkeypatch.setattr(kind, "click", _until_read(kind.click))


def _until_read(click: "Callable[..., None]") -> "Callable[..., None]":
    def click_and_read(where: Any, *args: Any, **kwargs: Any) -> None:
        click(where, *args, **kwargs)
        getattr(where, "page", where).wait_for_load_state()

    return click_and_read
