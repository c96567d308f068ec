"""From what a teacher writes to what counts: shown first, asked of academic affairs, set, seen, published."""

from typing import TYPE_CHECKING

import pytest
from pytest_django.live_server_helper import LiveServer

from shuangjian.homework.models import Publication
from tests.browser.steps import PUBLISH, WIDTHS, check_at, sign_in
from tests.cast import Cast
from tests.desks.factors import evenings_vary, teacher_takes

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_predicted_minutes_are_shown_first_and_others_set_by_academic_affairs(
    committed_cast: Cast, live_server: LiveServer, page: "Page", axe_source: str
) -> None:
    teacher_takes(committed_cast, 1.35)
    evenings_vary()
    sign_in(page, live_server.url, "maths")
    page.fill("#id_unit", "位置")
    page.fill("#id_aim", "会用数对")
    page.fill("#id_content", "画座位图，用数对写三个位置。")
    page.fill("#id_tier-0", "20")
    page.press("#id_tier-0", "Tab")  # nothing is pressed: leaving the field is enough
    page.get_by_text("您写20分，按27分计入。").wait_for()
    page.get_by_text("这一晚中等学生十有八九要").first.wait_for()
    assert page.evaluate("document.activeElement.id") == "id_required-0"
    page.get_by_text("五（2）班放得下").wait_for()
    page.get_by_text("为什么按27分").click()
    check_at(page, axe_source, *WIDTHS)
    page.fill("#id_ruling", "只有三题")
    page.click("button[value=ask_minutes]")
    page.get_by_text("送教务处了，草稿存好了").wait_for()

    sign_in(page, live_server.url, "academic")
    page.goto(f"{live_server.url}/school/{committed_cast.school.pk}/rulings/")
    check_at(page, axe_source, *WIDTHS)
    page.fill("input[name=minutes]", "22")
    page.fill("input[name=why]", "三题里两题课上讲过")
    page.get_by_role("button", name="定下这份作业的分钟").click()
    page.get_by_text("定为22分，老师从草稿发布时就这样计。").wait_for()
    check_at(page, axe_source, *WIDTHS)

    sign_in(page, live_server.url, "maths")
    page.goto(f"{live_server.url}/homework/")
    check_at(page, axe_source, *WIDTHS)
    page.get_by_text("接着写").click()
    page.get_by_text("刚才给您看的是按27分计，现在是22分。").wait_for()
    check_at(page, axe_source, *WIDTHS)
    page.click(PUBLISH)
    page.wait_for_url("**/homework/result/**")
    assert set(Publication.objects.values_list("minutes", "basis")) == {(22, "SET")}
