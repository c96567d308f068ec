"""The real thing: a teacher at 16:20, in a browser, with JavaScript and without."""

from typing import TYPE_CHECKING

import pytest
from pytest_django.live_server_helper import LiveServer

from shuangjian.homework.models import Assignment, Publication
from shuangjian.homework.queries import ledger_faults
from tests.browser.steps import CHECK, PUBLISH, arrived, check, sign_in, write
from tests.cast import TODAY, Cast
from tests.desks.publishing import committed, fill, target

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_teacher_publishes_with_four_fields_and_one_button(
    committed_cast: Cast, live_server: LiveServer, phone: "Page"
) -> None:
    sign_in(phone, live_server.url, "maths")
    write(phone, 20)
    phone.click(PUBLISH)
    phone.wait_for_url("**/homework/result/**")
    assert "都发布了" in phone.inner_text("main")
    assert "五（1）班" in phone.inner_text("[role=status]")
    assert committed(committed_cast.five_one) == committed(committed_cast.five_two) == 20


def test_a_refusal_is_seen_on_the_bar_and_one_of_its_ways_leads_out(
    committed_cast: Cast, live_server: LiveServer, phone: "Page"
) -> None:
    fill(committed_cast, 50, committed_cast.five_one)
    complaints: list[str] = []
    phone.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    sign_in(phone, live_server.url, "maths")
    write(phone, 20)
    phone.click(CHECK)
    box = phone.locator(f"#class-{target(committed_cast.five_one)} .why-stop")
    box.wait_for()
    assert "多10分" in box.inner_text()
    phone.locator(".why-stop:focus").wait_for()  # while it was being written it took nobody's focus
    assert "五（1）班" not in phone.inner_text(PUBLISH)
    box.get_by_role("button", name="减到10分").click()
    phone.wait_for_selector("#id_tier-0[value='10']")
    assert phone.locator(".why-stop").count() == 0
    assert not Publication.objects.filter(assignment__subject="MATHEMATICS").exists()
    phone.click(PUBLISH)
    phone.wait_for_url("**/homework/result/**")
    assert committed(committed_cast.five_one) == 60
    assert ledger_faults() == []
    assert complaints == []  # nothing broke the content policy, nothing was missing


def test_to_stand_on_a_button_presses_nothing(committed_cast: Cast, live_server: LiveServer, page: "Page") -> None:
    """While somebody writes, the form asks by itself what it counts; the button that has the focus is no part of it."""
    sign_in(page, live_server.url, "maths")
    write(page, 20)
    with page.expect_response(lambda answer: answer.request.method == "POST") as asked:
        page.focus(PUBLISH)
    assert asked.value.ok
    assert "act=" not in (asked.value.request.post_data or "")
    assert not Assignment.objects.exists()


def test_a_double_tap_publishes_once(committed_cast: Cast, live_server: LiveServer, phone: "Page") -> None:
    sign_in(phone, live_server.url, "maths")
    write(phone, 20)
    phone.dblclick(PUBLISH)
    arrived(phone, "/homework/result/")
    phone.wait_for_load_state("networkidle")
    assert "五（1）班" in phone.inner_text("[role=status] >> nth=-1")
    assert Assignment.objects.count() == 1
    assert committed(committed_cast.five_one) == 20


def test_the_form_sent_again_from_the_history_of_the_browser_is_told_its_first_outcome(
    committed_cast: Cast, live_server: LiveServer, phone: "Page"
) -> None:
    sign_in(phone, live_server.url, "maths")
    write(phone, 20)
    key = phone.input_value("[name=key]")
    phone.click(PUBLISH)
    phone.wait_for_url("**/homework/result/**")
    phone.go_back()
    phone.wait_for_selector("#id_content")
    if phone.input_value("[name=key]") == key:  # the page as it was left, with what was typed
        write(phone, 20)
        phone.click(PUBLISH)
        phone.wait_for_url("**/homework/result/**")
        assert "没有再发一次" in phone.inner_text("main")
    assert committed(committed_cast.five_one) == 20


def test_no_page_of_the_teacher_scrolls_sideways_on_a_phone(
    committed_cast: Cast, live_server: LiveServer, page: "Page"
) -> None:
    fill(committed_cast, 50, committed_cast.five_one)
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, live_server.url, "maths")
    write(page, 20)
    page.click(CHECK)
    page.wait_for_selector(".why-stop")
    for path in ("", "/homework/", "/homework/new/"):
        if path:
            page.goto(live_server.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_axe_finds_nothing_on_the_teachers_pages(
    committed_cast: Cast, live_server: LiveServer, page: "Page", axe_source: str
) -> None:
    fill(committed_cast, 50, committed_cast.five_one)
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.context.clear_cookies()
        sign_in(page, live_server.url, "maths")
        write(page, 20)
        page.click(CHECK)
        page.wait_for_selector(".why-stop")
        check(page, axe_source)
        page.click(PUBLISH)
        page.wait_for_url("**/homework/result/**")
        check(page, axe_source)
        assignment = Assignment.objects.filter(published_at__isnull=False, subject="MATHEMATICS").latest("pk")
        for path in ("/homework/", f"/homework/{assignment.pk}/", f"/homework/{assignment.pk}/amend/", "/password/"):
            page.goto(live_server.url + path)
            check(page, axe_source)


def test_the_publish_button_names_the_classes_that_are_ticked(
    committed_cast: Cast, live_server: LiveServer, page: "Page"
) -> None:
    sign_in(page, live_server.url, "maths")
    assert page.inner_text(PUBLISH) == "发布到五（1）班、五（2）班"
    page.uncheck(f"input[name=classes][value='{target(committed_cast.five_two)}']")
    assert page.inner_text(PUBLISH) == "发布到五（1）班"
    assert page.is_checked(f"input[name=evening][value='{TODAY}']")
