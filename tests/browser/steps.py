"""The steps that the tests in a browser share: signing in, writing a piece of work, looking at a page as a whole."""

import re
from typing import TYPE_CHECKING

from tests.cast import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page

PUBLISH, CHECK = "button[name=act][value=publish]", "button[name=act][value=check]:not(.visually-hidden)"
WIDTHS = (390, 1280)
"""A phone and a desk, in CSS pixels."""


def sign_in(page: "Page", url: str, username: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{url}/login/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda address: "/login/" not in address)


def arrived(page: "Page", address: str) -> None:
    """The page has come to an address with this in it, however many times it was sent there: a second tap breaks off
    the way that the first has begun, which waiting for one way there takes for a failure."""
    from playwright.sync_api import expect

    expect(page).to_have_url(re.compile(address))


def write(page: "Page", minutes: int) -> None:
    """What a teacher types at 16:20: four fields; class and evening are already right."""
    page.fill("#id_unit", "位置")
    page.fill("#id_aim", "会用数对表示位置")
    page.fill("#id_content", "画一张座位图，用数对写三个同学的位置。")
    page.fill("#id_tier-0", str(minutes))


def check(page: "Page", axe_source: str) -> None:
    """The page does not scroll sideways in its window, and axe has no complaint.

    A page is read whole first: between an answer's first byte and its last there may be no document element yet.
    Motion is stilled: a button that is fading in has no contrast of its own.
    """
    page.wait_for_load_state()
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    page.evaluate(axe_source)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [f"{page.url} {v['id']}: {v['nodes'][0]['html'][:200]}" for v in found["violations"]] == []


def check_at(page: "Page", axe_source: str, *widths: int) -> None:
    """`check` at several widths of the same page."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        check(page, axe_source)


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page[^s]", pdf))
