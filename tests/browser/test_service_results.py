"""What a draw came to, in a browser: a family's result, the school's page of the draw, lists, the page of the rule."""

from typing import TYPE_CHECKING

import pytest
from pytest_django.live_server_helper import LiveServer

from shuangjian.afterschool.draw import Entry, MenuUnit
from shuangjian.people.queries import account_of
from tests.apps.afterschool.drawn import Drawn, drawn_school, tutored
from tests.browser.steps import check, pages_of, sign_in
from tests.cast import Cast

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ALL = (1, 2, 3, 4, 5, 6)


def drawn(cast: Cast) -> Drawn:
    """A week with one of everything: a club, a full unit, a closed one, the reading place and tutoring."""
    units = [
        MenuUnit(1, "篮球", (1,), ALL, 8, 0),
        MenuUnit(2, "剪纸", (1,), ALL, 12, 10),
        MenuUnit(3, "航模", (1,), (3, 4, 5, 6), 40, 0),
        MenuUnit(4, "合唱团", (2, 4), ALL, 20, 0),
        MenuUnit(5, "足球", (3,), ALL, 10, 0),
        MenuUnit(6, "诗社", (3,), (1, 2), 30, 0),
    ]
    lists = [Entry("f" * 16, None, 5, -1, (1, 2, 3, 4), (1, 2, 3, 4, 6, 5))]
    for n in range(1, 30):
        wishes = [(1, 3, 4, 5), (1, 2, 3, 5), (4, 5, 1), (1, 3, 5, 4)][n % 4]
        lists.append(Entry(f"{n:016x}", None, 1 if n == 2 else 5, 0, (1, 2, 3, 4), wishes))
    found = drawn_school(cast, units=units, lists=lists)
    tutored(cast, found, cast.pupils["左小禾"], 5)
    return found


def pages(cast: Cast, found: Drawn) -> dict[str, tuple[str, ...]]:
    school = f"/school/{cast.school.pk}/service"
    return {
        "guardian": (f"/family/service/{cast.pupils['左小禾'].pk}/",),
        "coordinator": (
            f"{school}/draw/?seats=5",
            f"{school}/unit/{found.units[1].pk}/list/",
            f"{school}/unit/{found.units[2].pk}/list/",
            f"{school}/reading/",
        ),
        "chinese": (f"/class/{cast.five_one.pk}/service/places/",),
        "maths": ("/today/", "/service/rule/"),
    }


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    committed_cast: Cast, live_server: LiveServer, page: "Page", axe_source: str, width: int
) -> None:
    found = drawn(committed_cast)
    account = account_of(committed_cast.people["guardian"].pk)
    assert account is not None
    page.set_viewport_size({"width": width, "height": 900})
    for who, paths in pages(committed_cast, found).items():
        sign_in(page, live_server.url, account.username if who == "guardian" else who)
        for path in paths:
            page.goto(live_server.url + path)
            page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
            check(page, axe_source)


def test_a_list_and_a_class_print_without_buttons_on_one_page(
    committed_cast: Cast, live_server: LiveServer, page: "Page"
) -> None:
    found = drawn(committed_cast)
    paths = pages(committed_cast, found)
    for who, path in (("coordinator", paths["coordinator"][1]), ("chinese", paths["chinese"][0])):
        sign_in(page, live_server.url, who)
        page.goto(live_server.url + path)
        page.emulate_media(media="print")
        assert not page.get_by_role("button", name="打印").is_visible()
        assert not page.get_by_text("另有安排", exact=True).is_visible()
        assert pages_of(page.pdf(format="A4")) == 1
        page.emulate_media(media="screen")
