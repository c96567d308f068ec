"""Two taps on a phone answer the question; an evening is ended in three; both without JavaScript too."""

from typing import TYPE_CHECKING, Any

import pytest
from pytest_django.live_server_helper import LiveServer

from shuangjian.homework.rules import TierSpec
from shuangjian.people.queries import account_of
from shuangjian.timing.models import Answer, Stop
from tests.apps.timing.panel import asked, homework, join
from tests.browser.steps import check, sign_in
from tests.cast import Cast

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at_bedtime(committed_cast: Cast, settings: Any) -> None:
    settings.SHUANGJIAN_CLOCK = "tests.apps.timing.panel.at_bedtime"


def username(cast: Cast) -> str:
    account = account_of(cast.people["guardian"].pk)
    assert account is not None
    return account.username


@pytest.mark.parametrize("tiers", [(), (TierSpec("基础", 10), TierSpec("提高", 20))])
def test_two_taps_answer_the_question(
    committed_cast: Cast, at_bedtime: None, live_server: LiveServer, phone: "Page", tiers: tuple[TierSpec, ...]
) -> None:
    asked(committed_cast, tiers=tiers or (TierSpec("", 20),))
    sign_in(phone, live_server.url, username(committed_cast))
    phone.goto(f"{live_server.url}/family/")
    chip = phone.get_by_role("group", name=f"数学{'提高' if tiers else ''}做了多久").locator(
        ".chip", has_text="10到20分"
    )
    for tapped in (chip, phone.get_by_role("button", name="送出")):
        box = tapped.bounding_box()
        assert box is not None
        assert box["height"] >= 44  # a finger
        tapped.click()
    assert phone.get_by_text("收到了，谢谢。今晚不用再管。").is_visible()
    answer = Answer.objects.get()
    assert (answer.position, answer.least, answer.most) == (1 if tiers else 0, 10, 20)


def test_an_evening_is_ended_at_bedtime(
    committed_cast: Cast, at_bedtime: None, live_server: LiveServer, phone: "Page"
) -> None:
    homework(committed_cast, unit="圆的面积")
    sign_in(phone, live_server.url, username(committed_cast))
    phone.goto(f"{live_server.url}/family/")
    phone.get_by_role("link", name="到点了，今晚就到这里").click()
    phone.get_by_label("数学　圆的面积").check()
    phone.get_by_role("button", name="今晚就到这里").click()
    assert phone.get_by_text("算做完了。", exact=True).is_visible()
    stop = Stop.objects.get()
    assert (stop.works.count(), stop.tell_teacher) == (1, False)


def test_a_chip_is_chosen_by_the_keyboard_and_shows_it_without_colour(
    committed_cast: Cast, at_bedtime: None, live_server: LiveServer, page: "Page"
) -> None:
    ask = asked(committed_cast)
    sign_in(page, live_server.url, username(committed_cast))
    page.goto(f"{live_server.url}/family/ask/{ask.pk}/")
    first = page.locator("input[type=radio]").first
    first.focus()
    page.keyboard.press("ArrowRight")
    chosen = page.locator("input:checked + span")
    assert chosen.inner_text() == "10到20分"
    assert chosen.evaluate("e => getComputedStyle(e, '::before').content") == '"✓"'
    assert chosen.evaluate("e => getComputedStyle(e).outlineWidth") == "3px"


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_scrolls_sideways_and_axe_finds_nothing(
    committed_cast: Cast, live_server: LiveServer, page: "Page", axe_source: str, settings: Any, width: int
) -> None:
    tiers = (TierSpec("基础", 10), TierSpec("提高", 30))
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, live_server.url, username(committed_cast))
    _clean(page, axe_source, live_server.url, "/family/", "/family/panel/")
    join(committed_cast)
    ask = asked(committed_cast, tiers=tiers)
    settings.SHUANGJIAN_CLOCK = "tests.apps.timing.panel.at_bedtime"
    stop = f"/family/stop/{committed_cast.pupils['左小禾'].pk}/"
    asking = f"/family/ask/{ask.pk}/"
    _clean(page, axe_source, live_server.url, "/family/", "/family/panel/", stop, asking, "/minutes/panel/")
    page.goto(live_server.url + asking)
    page.get_by_role("button", name="送出").click()
    page.wait_for_selector(".why-stop")
    check(page, axe_source)
    page.goto(live_server.url + stop)
    page.get_by_role("button", name="今晚就到这里").click()
    page.wait_for_selector(".why-ok")
    check(page, axe_source)
    sign_in(page, live_server.url, "chinese")
    _clean(page, axe_source, live_server.url, f"/class/{committed_cast.five_one.pk}/")


def _clean(page: "Page", axe_source: str, url: str, *paths: str) -> None:
    for path in paths:
        page.goto(url + path)
        check(page, axe_source)
