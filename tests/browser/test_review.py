"""A teacher on probation publishes at two: the head of the grade passes one work, nobody looks at the other, and at
half past three families read both."""

from typing import TYPE_CHECKING, Any

import pytest
from pytest_django.live_server_helper import LiveServer

from shuangjian.homework.models import Review
from shuangjian.homework.queries import sheet_address
from shuangjian.homework.rules import ReviewKind
from tests.apps.homework.reviewing import asked
from tests.browser.steps import PUBLISH, WIDTHS, check_at, sign_in
from tests.cast import Cast

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def publish(page: "Page", unit: str) -> None:
    page.fill("#id_unit", unit)
    page.fill("#id_aim", "会用数对")
    page.fill("#id_content", f"{unit}：画座位图，写三个位置。")
    page.fill("#id_tier-0", "10")
    page.click(PUBLISH)
    page.wait_for_url("**/homework/result/**")
    assert "家长最晚15:30看到" in page.inner_text("main")


def on_the_sheet(page: "Page", url: str, cast: Cast) -> str:
    page.context.clear_cookies()
    page.goto(f"{url}/t/{sheet_address(cast.five_one.pk)}/?date=2026-09-17")
    page.reload()  # a browser keeps the sheet for a minute
    return page.inner_text("main")


def test_one_work_is_passed_and_the_other_appears_by_itself(
    committed_cast: Cast, settings: Any, live_server: LiveServer, phone: "Page"
) -> None:
    cast, url = committed_cast, live_server.url
    settings.SHUANGJIAN_CLOCK = "tests.apps.homework.reviewing.two"
    asked(cast, ReviewKind.PROBATION)
    sign_in(phone, url, "maths")
    publish(phone, "位置一")
    phone.goto(f"{url}/today/")
    publish(phone, "位置二")
    assert "位置" not in on_the_sheet(phone, url, cast)

    sign_in(phone, url, "grade_head")
    phone.goto(f"{url}/school/{cast.school.pk}/")
    phone.get_by_role("link", name="去审核2份作业").click()
    phone.locator("article", has_text="位置一").get_by_role("button", name="审过这份数学作业").click()
    phone.get_by_text("审过了1份").wait_for()
    shown = on_the_sheet(phone, url, cast)
    assert "位置一" in shown
    assert "位置二" not in shown

    settings.SHUANGJIAN_CLOCK = "tests.apps.homework.reviewing.released"
    shown = on_the_sheet(phone, url, cast)
    assert "位置一" in shown
    assert "位置二" in shown
    assert Review.objects.filter(state="WAITING").count() == 2  # in two classes, and nobody has touched them


def test_a_work_is_returned_and_its_author_writes_another(
    committed_cast: Cast, settings: Any, live_server: LiveServer, phone: "Page"
) -> None:
    cast, url = committed_cast, live_server.url
    settings.SHUANGJIAN_CLOCK = "tests.apps.homework.reviewing.two"
    asked(cast)
    sign_in(phone, url, "maths")
    publish(phone, "位置")
    sign_in(phone, url, "academic")
    phone.goto(f"{url}/school/{cast.school.pk}/reviews/")
    phone.get_by_text("退回，写一句为什么").click()
    phone.fill("input[name=reason]", "写清每题做什么")
    phone.get_by_role("button", name="退回这份数学作业").click()
    phone.get_by_text("退回了").first.wait_for()
    sign_in(phone, url, "maths")
    phone.goto(f"{url}/homework/")
    phone.get_by_role("link", name="数学　位置").first.click()
    assert "写清每题做什么" in phone.inner_text("main")
    phone.get_by_role("link", name="照这份改一份").first.click()
    assert "画座位图" in phone.input_value("#id_content")


def test_the_pages_of_review_read_well_for_everybody(
    committed_cast: Cast, settings: Any, live_server: LiveServer, page: "Page", axe_source: str
) -> None:
    cast, url = committed_cast, live_server.url
    settings.SHUANGJIAN_CLOCK = "tests.apps.homework.reviewing.two"
    asked(cast)
    sign_in(page, url, "maths")
    publish(page, "位置一")
    page.goto(f"{url}/today/")
    publish(page, "位置二")
    pages = ["/reviews/", "/reviews/rules/", "/spot-checks/"]
    for who, addresses in (
        ("maths", ["/today/", f"/homework/{Review.objects.earliest('pk').publication.assignment_id}/"]),
        ("academic", [f"/school/{cast.school.pk}{address}" for address in pages]),
    ):
        sign_in(page, url, who)
        for address in addresses:
            page.goto(f"{url}{address}")
            check_at(page, axe_source, *WIDTHS)
    page.get_by_role("button", name="抽这几份作业").click()
    page.get_by_text("看一份，记一份").wait_for()
    check_at(page, axe_source, *WIDTHS)
