"""Those who answer for a school, a county, a city: their screens at a desk and on a phone, with and without script."""

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from pytest_django.live_server_helper import LiveServer

from shuangjian.homework.models import Evening
from shuangjian.journeys.set_school_rule import state_choice
from shuangjian.people.models import RoleAssignment
from shuangjian.policy.models import SchoolChoice
from shuangjian.schools.models import LocalDay
from tests.browser.steps import WIDTHS, check, sign_in
from tests.cast import AT, TODAY, Cast
from tests.desks.places import add_classes, add_school
from tests.desks.publishing import fill, send

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MONDAY = dt.date(2026, 9, 21)


@pytest.fixture
def busy(committed_cast: Cast) -> Cast:
    """Something to see on every screen: a full evening, reading, work ahead, a rule that will change, quiet schools."""
    cast = committed_cast
    add_classes(cast.school, 2, 3, 4, 6)
    add_school(cast.county, "白杨小学", 1, 3)
    add_school(cast.county, "空校")
    fill(cast, 40, cast.five_one)
    send(cast.client("maths"), cast)
    send(cast.client("english"), cast, classes=[cast.five_two], subject="ENGLISH", form="READING", key="reading")
    send(cast.client("maths"), cast, evening=MONDAY.isoformat(), key="monday", classes=[cast.five_one])
    state_choice(
        by=cast.actor("academic"),
        at=AT,
        school=cast.facts(),
        name="homework/no_homework_weekday",
        value=2,
        title="作业管理办法",
        article="第3条",
        since=dt.date(2026, 9, 18),
    )
    return cast


@pytest.mark.parametrize("width", WIDTHS)
def test_the_schools_screens_fit_and_axe_finds_nothing(
    busy: Cast, live_server: LiveServer, page: "Page", axe_source: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, live_server.url, "academic")
    root = f"{live_server.url}/school/{busy.school.pk}/"
    for path in (
        "",
        "?week=2026-09-28",
        "?week=2027-01-18",
        f"evenings/?kind=look&date={TODAY}",
        f"evenings/?kind=written&week={TODAY}",
        "rules/",
        "calendar/",
        "staff/",
        "record/",
    ):
        assert page.goto(root + path).status == 200  # type: ignore[union-attr]
        check(page, axe_source)
    page.goto(f"{root}rules/")
    for summary in page.locator("details > summary").all():
        summary.click()
    check(page, axe_source)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_bureaus_screens_fit_and_axe_finds_nothing(
    busy: Cast, live_server: LiveServer, page: "Page", axe_source: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, live_server.url, "city_officer")
    city = f"/places/{busy.city.pk}/"
    for path in (
        city,
        f"{city}?date=2026-09-18",
        f"/places/{busy.other_county.pk}/",
        f"/places/{busy.school.pk}/",
        f"/places/{busy.village.pk}/",
        *(f"{city}evenings/?kind={kind}" for kind in ("all", "written", "closed", "quiet", "homeroom")),
        f"{city}record/",
        f"/school/{busy.school.pk}/",
    ):
        assert page.goto(live_server.url + path).status == 200  # type: ignore[union-attr]
        check(page, axe_source)


@pytest.mark.parametrize("width", WIDTHS)
def test_refusals_and_errors_fit_and_axe_finds_nothing(
    busy: Cast, live_server: LiveServer, page: "Page", axe_source: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, live_server.url, "academic")
    root = f"{live_server.url}/school/{busy.school.pk}/"
    page.goto(f"{root}calendar/")
    page.click("#local-day button[type=submit]")
    page.wait_for_selector("#error-date")
    check(page, axe_source)
    _close(page, MONDAY)
    page.wait_for_selector(".why-stop")
    check(page, axe_source)
    page.goto(f"{root}staff/")
    page.click("#appoint button[type=submit]")
    page.wait_for_selector("#error-post")
    check(page, axe_source)
    page.goto(f"{root}rules/")
    _cap(page, "90")
    page.wait_for_selector(".why-stop")
    check(page, axe_source)
    page.goto(f"{root}staff/")
    page.click("summary.forgot >> nth=0")
    page.click("button[value=renew] >> nth=0")
    page.wait_for_selector("code")
    check(page, axe_source)


def test_an_officer_walks_from_the_city_down_to_a_class_and_the_number_becomes_its_rows(
    busy: Cast, live_server: LiveServer, phone: "Page"
) -> None:
    sign_in(phone, live_server.url, "city_officer")
    phone.get_by_role("row", name="华龙区").get_by_role("link", name="华龙区", exact=True).click()
    phone.wait_for_url(f"**/places/{busy.county.pk}/**")
    phone.get_by_role("row", name="青枣路小学").get_by_role("link", name="青枣路小学", exact=True).click()
    phone.wait_for_url(f"**/places/{busy.school.pk}/**")
    assert "60／60" in phone.inner_text("tr:has-text('五（1）班')").replace("\n", "")
    written = phone.locator(".fig", has_text="布置了书面作业的班晚").get_by_role("link")
    assert written.inner_text() == "2／7"
    written.click()
    phone.wait_for_url("**/evenings/**")
    assert phone.locator("tbody tr").count() == 2
    phone.go_back()
    phone.click("text=前一晚")
    phone.wait_for_url("**date=2026-09-16")
    assert "9月16日　星期三" in phone.inner_text(".page-head")


def test_academic_affairs_is_refused_takes_the_way_out_and_states_the_rule(
    busy: Cast, live_server: LiveServer, phone: "Page"
) -> None:
    sign_in(phone, live_server.url, "academic")
    phone.goto(f"{live_server.url}/school/{busy.school.pk}/rules/")
    _cap(phone, "90")
    box = phone.locator("#choice-written_minutes .why-stop")
    box.wait_for()
    assert box.evaluate("box => box === document.activeElement")
    box.get_by_role("button", name="改为60分钟").click()
    phone.wait_for_selector("#value-written_minutes[value='60']")
    assert not SchoolChoice.objects.filter(name="homework/written_minutes").exists()
    phone.fill("#value-written_minutes", "50")
    phone.click("#form-written_minutes button.btn-primary")
    phone.wait_for_selector(".why-ok")
    assert "50分钟，从9月18日起" in phone.inner_text(".why-ok")
    assert Evening.objects.get(school_class=busy.five_one, date=MONDAY).cap == 50


def test_a_day_is_closed_after_the_homework_in_its_way_has_been_withdrawn(
    busy: Cast, live_server: LiveServer, phone: "Page"
) -> None:
    sign_in(phone, live_server.url, "principal")
    address = f"{live_server.url}/school/{busy.school.pk}/calendar/"
    phone.goto(address)
    _close(phone, MONDAY)
    phone.get_by_role("link", name="五（1）班　9月21日　数学　位置").click()
    phone.click("summary:has-text('从五（1）班撤回')")
    phone.get_by_label("为什么撤回").fill("停电")
    phone.get_by_role("button", name="从五（1）班撤回").click()
    phone.wait_for_selector(".why-ok")
    phone.goto(address)
    _close(phone, MONDAY)
    phone.wait_for_selector(".why-ok")
    assert "9月21日停课，停电" in phone.inner_text(".why-ok")
    assert LocalDay.objects.get().date == MONDAY


def test_a_class_without_a_homeroom_teacher_gets_one_in_three_taps(
    busy: Cast, live_server: LiveServer, phone: "Page"
) -> None:
    sign_in(phone, live_server.url, "academic")
    phone.goto(f"{live_server.url}/school/{busy.school.pk}/staff/")
    phone.get_by_role("link", name="定五（2）班班主任").click()
    assert "五（2）班班主任" in phone.locator("#id_post option:checked").inner_text()
    phone.select_option("#id_person", label="任可（工号尾号0003）")
    phone.click("#appoint button[type=submit]")
    phone.wait_for_selector(".why-ok")
    assert "任可任五（2）班班主任" in phone.inner_text(".why-ok")
    assert RoleAssignment.objects.get(school_class=busy.five_two).person.name == "任可"


def _close(page: "Page", date: dt.date) -> None:
    page.fill("#id_date", date.isoformat())
    page.check("input[name=held][value=no]")
    page.fill("#id_reason", "停电")
    page.click("#local-day button[type=submit]")


def _cap(page: "Page", minutes: str) -> None:
    page.click("#choice-written_minutes summary >> nth=0")
    page.fill("#value-written_minutes", minutes)
    page.fill("#title-written_minutes", "作业管理办法")
    page.click("#form-written_minutes button.btn-primary")
