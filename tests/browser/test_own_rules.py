"""A school's own rules from the first draft to the public page: at a desk, on a phone, without script, on paper."""

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from pytest_django.live_server_helper import LiveServer

from shuangjian.policy.models import AdoptedRules, RulesDraft, SchoolChoice
from shuangjian.policy.rules import RulesText, Section, SectionKind
from tests.apps.policy.own_rules import CAP, adopt, adopted, save, text
from tests.browser.steps import WIDTHS, check, sign_in
from tests.cast import AT, Cast

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
A4_WIDTH = 794  # pixels of 210 mm
LONG = ("𠅤·阿依古丽老师和白䶮老师说，每天的书面作业写得完就好" * 18)[:499] + "。"
UNBROKEN = "Qingzao" * 70


@pytest.fixture
def ruled(committed_cast: Cast) -> Cast:
    """A version that holds, one to come, a draft of the next; articles as long as they may be."""
    cast, before = committed_cast, AT - dt.timedelta(days=3)
    further = Section(SectionKind.FURTHER, "𠮷章二十个字的名称写得很长很长很长很长很长"[:20], (LONG, UNBROKEN))
    long = text()
    save(cast, RulesText(long.title, (*long.sections, further), long.stated), at=before)
    adopt(cast, since=before.date() + dt.timedelta(days=1), at=before)
    adopted(cast, text(MARKING=("老师当面批改。", LONG)), since=dt.date(2026, 10, 8))
    save(cast, text(MARKING=("老师当面批改。",)))
    return cast


@pytest.mark.parametrize("width", WIDTHS)
def test_every_screen_fits_and_axe_finds_nothing(
    ruled: Cast, live_server: LiveServer, page: "Page", axe_source: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    root = f"{live_server.url}/school/{ruled.school.pk}/"
    sign_in(page, live_server.url, "principal")
    own = ("", "draft/", "adopt/", "1/", "2/")
    for path in (*(f"homework-rules/{tail}" for tail in own), "leading-group/", "rules/"):
        assert page.goto(root + path).status == 200  # type: ignore[union-attr]
        check(page, axe_source)
    sign_in(page, live_server.url, "city_officer")
    for path in ("", "evenings/?kind=rules", "evenings/?kind=no_rules", "evenings/?kind=no_principal"):
        assert page.goto(f"{live_server.url}/places/{ruled.city.pk}/{path}").status == 200  # type: ignore[union-attr]
        check(page, axe_source)
    page.context.clear_cookies()
    for school in (ruled.school, ruled.village):
        page.goto(f"{live_server.url}/schools/{school.pk}/homework-rules/")
        check(page, axe_source)


def test_rules_are_drafted_adopted_and_set_on_a_phone(
    committed_cast: Cast, live_server: LiveServer, phone: "Page", axe_source: str
) -> None:
    root = f"{live_server.url}/school/{committed_cast.school.pk}/homework-rules/"
    sign_in(phone, live_server.url, "academic")
    phone.goto(root)
    phone.get_by_role("link", name="拟第1版").click()
    lines = phone.get_by_label("布置").input_value()
    phone.get_by_label("布置").fill(f"{lines}\n三年级以上，每天的书面作业不超过50分钟。")
    limit = phone.get_by_role("group", name="每天书面作业的上限")
    limit.get_by_label("写在第几条").fill("88")
    limit.get_by_label("定的是多少分钟").fill("50")
    phone.get_by_role("button", name="存第1版的这一稿").click()
    phone.wait_for_selector("text=没有第88条")
    assert "三年级以上，每天的书面作业不超过50分钟。" in phone.get_by_label("布置").input_value()
    phone.get_by_role("group", name="每天书面作业的上限").get_by_label("写在第几条").fill(str(lines.count("\n") + 2))
    phone.get_by_role("button", name="存第1版的这一稿").click()
    phone.wait_for_selector("text=存好了第1版的第1稿")
    assert RulesDraft.objects.count() == 1

    sign_in(phone, live_server.url, "principal")
    phone.goto(root)
    phone.get_by_role("link", name="看过再采用").click()
    phone.get_by_label("从哪一天起").fill("2026-09-18")
    phone.get_by_role("button", name="采用第1版").click()
    phone.wait_for_selector("text=采用了第1版")
    phone.get_by_role("button", name="定50分钟").click()
    phone.wait_for_selector("text=定好了：每天书面作业的上限，50分钟")
    assert AdoptedRules.objects.count() == 1
    assert SchoolChoice.objects.get(name=CAP).value == 50
    assert "对得上" in phone.inner_text("main")


def test_a_teacher_joins_the_group_and_leaves_it_on_a_phone(
    committed_cast: Cast, live_server: LiveServer, phone: "Page"
) -> None:
    sign_in(phone, live_server.url, "academic")
    phone.goto(f"{live_server.url}/school/{committed_cast.school.pk}/leading-group/")
    phone.get_by_label("请哪一位").select_option(str(committed_cast.people["maths"].pk))
    phone.get_by_label("任什么").select_option("SUBJECT_TEACHER")
    phone.get_by_role("button", name="请这位老师进小组").click()
    phone.wait_for_selector("text=定好了：沈岚在领导小组任学科教师")
    phone.get_by_text("不再任：沈岚").click()
    phone.get_by_role("button", name="请沈岚不再任").click()
    phone.wait_for_selector("text=定好了，从9月17日起不再任")
    assert phone.locator("main li", has_text="沈岚").count() == 0


def test_a_version_prints_on_white_a4_without_buttons(ruled: Cast, live_server: LiveServer, page: "Page") -> None:
    sign_in(page, live_server.url, "principal")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": A4_WIDTH, "height": 1123})
    for path in (f"/school/{ruled.school.pk}/homework-rules/1/", f"/schools/{ruled.school.pk}/homework-rules/"):
        page.goto(live_server.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= A4_WIDTH
        assert not page.locator("button").first.is_visible()
        assert page.locator("#a2").is_visible()
