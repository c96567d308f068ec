"""Coverage of after-school service: a bureau's pages, a school's and everybody's, at a desk and on a phone."""

from typing import TYPE_CHECKING

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.apps.afterschool.offered import offer
from tests.browser.steps import WIDTHS, check, sign_in
from tests.cast import Cast

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_screens_of_coverage_fit_and_axe_finds_nothing(
    committed_cast: Cast, live_server: LiveServer, page: "Page", axe_source: str
) -> None:
    cast = committed_cast
    offer(cast)
    city = f"/places/{cast.city.pk}/service/"
    for who, paths in (
        ("city_officer", (city, f"{city}schools/?figure=pupils_served&lacking", f"/places/{cast.school.pk}/service/")),
        ("academic", (f"/school/{cast.school.pk}/service/coverage/", "/service/")),
    ):
        sign_in(page, live_server.url, who)
        for path in paths:
            assert page.goto(live_server.url + path).status == 200  # type: ignore[union-attr]
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                check(page, axe_source)


def test_the_way_down_is_walked_from_the_city_to_the_school_that_lacks_something(
    committed_cast: Cast, live_server: LiveServer, page: "Page"
) -> None:
    cast = committed_cast
    offer(cast)
    sign_in(page, live_server.url, "city_officer")
    page.goto(f"{live_server.url}/places/{cast.city.pk}/")
    page.click("a[aria-label$=正在开展课后服务的学校]")
    page.click("a[aria-label$=有需要、报的每一天都有位置的学生] >> nth=0")
    page.click("text=只看不全在分子里的1所")
    page.click("table >> text=青枣路小学")
    assert page.inner_text("h1") == "青枣路小学的课后服务"
    assert page.locator("text=有需要、报的每一天都有位置的学生").count() == 1
