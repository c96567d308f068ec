"""A family signs up on a phone: by buttons, with JavaScript and without; by dragging; by the keyboard. A homeroom
teacher enters what came on paper, and the paper is one page."""

import os
from typing import TYPE_CHECKING, Any

import pytest
from pytest_django.live_server_helper import LiveServer

from shuangjian.afterschool.models import Programme, SignUp
from shuangjian.people.queries import account_of
from tests.apps.afterschool.signing import BASKETBALL, CHOIR, EXPERIMENTS, PAPER, announced, join
from tests.apps.timing.panel import child, guardian
from tests.browser.steps import check, pages_of, sign_in
from tests.cast import AT, Cast

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def username(cast: Cast) -> str:
    account = account_of(cast.people["guardian"].pk)
    assert account is not None
    return account.username


def opened(page: "Page", cast: Cast, url: str) -> None:
    """The sign-up page of 左小禾, opened by her mother."""
    announced(cast)
    sign_in(page, url, username(cast))
    page.goto(f"{url}/family/")
    page.get_by_role("link", name="看看、报名").click()


def tick(page: "Page", *days: str) -> None:
    for day in days:
        page.get_by_label(day, exact=True).check()
    if (listing := page.get_by_role("button", name="列出这几天的活动")).is_visible():
        listing.click()  # without JavaScript


def press(page: "Page", name: str) -> None:
    """A button of a list, big enough for a finger."""
    button = page.get_by_role("button", name=name)
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    button.click()


def shoot(page: "Page", name: str) -> None:
    """A picture for whoever wants to look: into the folder that PICTURES names."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_a_list_is_made_by_buttons_handed_in_and_changed(
    committed_cast: Cast, live_server: LiveServer, phone: "Page"
) -> None:
    opened(phone, committed_cast, live_server.url)
    tick(phone, "周一", "周二", "周四")
    for name in ("加上篮球", "加上剪纸", "加上合唱团", "加上科学小实验"):
        press(phone, name)
    press(phone, "剪纸上移到第1志愿")
    press(phone, "合唱团下移到第2志愿")
    assert phone.get_by_text("改过了，还没有交").is_visible()
    shoot(phone, "signup-390")
    assert not SignUp.objects.exists()
    press(phone, "交志愿")
    row = SignUp.objects.get()
    assert (row.weekdays, row.wishes) == (0b1011, [PAPER, BASKETBALL, EXPERIMENTS, CHOIR])
    assert phone.get_by_text(row.receipt).is_visible()
    press(phone, "去掉科学小实验")
    press(phone, "交志愿")
    row.refresh_from_db()
    assert row.wishes == [PAPER, BASKETBALL, CHOIR]
    shoot(phone, "received-390")


def test_a_no_is_one_press(committed_cast: Cast, live_server: LiveServer, phone: "Page") -> None:
    opened(phone, committed_cast, live_server.url)
    phone.get_by_role("button", name="不需要", exact=True).click()
    assert SignUp.objects.get().answer == "NO"
    assert phone.get_by_text("您交的：不需要").is_visible()


def test_a_club_of_which_a_day_is_not_ticked_says_so(
    committed_cast: Cast, live_server: LiveServer, phone: "Page"
) -> None:
    opened(phone, committed_cast, live_server.url)
    tick(phone, "周二")
    press(phone, "加上合唱团")
    note = phone.get_by_text("周二、周四都勾上才排得上")
    assert note.is_visible()
    tick(phone, "周四")
    assert not note.is_visible()


def test_without_javascript_the_page_stays_where_the_button_was(
    committed_cast: Cast, live_server: LiveServer, phone: "Page"
) -> None:
    opened(phone, committed_cast, live_server.url)
    tick(phone, "周一", "周二", "周四")
    press(phone, "加上合唱团")
    press(phone, "加上科学小实验")
    press(phone, "科学小实验上移到第1志愿")
    box = phone.locator(f"#w-{EXPERIMENTS}").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 844


def test_a_wish_is_dragged_by_its_grip(committed_cast: Cast, live_server: LiveServer, page: "Page") -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, committed_cast, live_server.url)
    tick(page, "周一")
    press(page, "加上篮球")
    press(page, "加上剪纸")
    grip, target = page.locator(f"#w-{PAPER} .wish-grip"), page.locator(f"#w-{BASKETBALL}")
    grip.scroll_into_view_if_needed()
    start, end = grip.bounding_box(), target.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 5, start["y"] + 15)
    page.mouse.down()
    page.mouse.move(start["x"] + 5, end["y"] + 5, steps=8)
    page.mouse.up()
    assert page.locator("[data-block='1'] .wishes .wish-n").all_inner_texts() == ["1", "2"]
    assert page.get_by_role("button", name="剪纸下移到第2志愿").is_enabled()
    press(page, "交志愿")
    assert SignUp.objects.get().wishes == [PAPER, BASKETBALL]


def test_the_keyboard_alone_moves_a_wish_and_keeps_its_place(
    committed_cast: Cast, live_server: LiveServer, page: "Page"
) -> None:
    opened(page, committed_cast, live_server.url)
    tick(page, "周一")
    for name in ("加上篮球", "加上剪纸"):
        page.get_by_role("button", name=name).focus()
        page.keyboard.press("Enter")
    page.get_by_role("button", name="剪纸上移到第1志愿").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "剪纸下移到第2志愿"
    assert page.locator("[data-told]").inner_text() == "剪纸，现在是第1志愿"
    page.get_by_label("周一", exact=True).focus()
    page.keyboard.press("Enter")  # hands nothing in
    page.wait_for_load_state("networkidle")
    assert not SignUp.objects.exists()


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_scrolls_sideways_and_axe_finds_nothing(
    committed_cast: Cast, live_server: LiveServer, page: "Page", axe_source: str, settings: Any, width: int
) -> None:
    cast = committed_cast
    page.set_viewport_size({"width": width, "height": 900})
    guardian(cast, child(cast, cast.one_one, "左小树", 1), of=cast.people["guardian"])
    mine, here = f"/family/service/{cast.pupils['左小禾'].pk}/", f"/class/{cast.five_one.pk}/service/"
    sign_in(page, live_server.url, username(cast))

    def look(path: str, name: str) -> None:
        page.goto(live_server.url + path)
        shoot(page, f"{name}-{width}")
        check(page, axe_source)

    look(mine, "none")
    programme = announced(cast)
    look(mine, "empty")
    join(cast, BASKETBALL, PAPER, CHOIR, days=(1, 2))
    look(mine, "handed-in")
    look("/family/", "family")
    Programme.objects.filter(pk=programme.pk).update(opens_at=AT.replace(hour=17))
    look(mine, "menu")
    Programme.objects.filter(pk=programme.pk).update(opens_at=programme.opens_at, closes_at=AT)
    look(mine, "closed")
    Programme.objects.filter(pk=programme.pk).update(closes_at=programme.closes_at)
    sign_in(page, live_server.url, "chinese")
    look(here, "class")
    look(f"{here}{cast.pupils['左小禾'].pk}/", "class-child")
    look(f"{here}paper/", "class-paper")


def test_the_paper_is_one_page(committed_cast: Cast, live_server: LiveServer, page: "Page") -> None:
    announced(committed_cast)
    sign_in(page, live_server.url, "chinese")
    page.goto(f"{live_server.url}/class/{committed_cast.five_one.pk}/service/paper/")
    assert pages_of(page.pdf(format="A4", print_background=True)) == 1
