"""Large work from refusal to publication, on a phone: announced in one press, objected to, settled, then set."""

from typing import TYPE_CHECKING, Any

import pytest
from pytest_django.live_server_helper import LiveServer

from shuangjian.homework.models import Announcement, Publication
from shuangjian.kernel.subject import Subject
from tests.apps.homework.announcing import MONDAY, NEXT_TUESDAY, announced, at, three_days
from tests.browser.steps import CHECK, PUBLISH, check, sign_in, write
from tests.cast import Cast

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ONLY_FIVE_ONE = "input[name=classes] >> nth=1"
TUESDAY_MORNING = at(NEXT_TUESDAY)


def tuesday(real: Any) -> Any:
    """The clock of the day on which it is set."""
    return TUESDAY_MORNING


def test_a_paper_is_announced_moved_by_the_homeroom_teacher_and_set(
    committed_cast: Cast, live_server: LiveServer, phone: "Page", browser: "Browser", settings: Any
) -> None:
    cast = committed_cast
    three_days(cast)
    announced(
        cast, MONDAY, "english", subject=Subject.ENGLISH, title="My week", minutes=10, moment=at(MONDAY.replace(day=16))
    )
    sign_in(phone, live_server.url, "maths")
    phone.uncheck(ONLY_FIVE_ONE)
    write(phone, 30)
    phone.select_option("#id_large", "PAPER")
    phone.click(CHECK)
    phone.click("button:has-text('预告到9月22日')")
    phone.wait_for_selector("text=预告到9月22日　星期二，同事都看得到")
    assert phone.input_value("#id_content")
    phone.click("button[value=draft]")
    phone.wait_for_url("**/homework/")

    colleague = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai").new_page()
    sign_in(colleague, live_server.url, "chinese")
    colleague.goto(f"{live_server.url}/large-work/")
    colleague.click("button[value=object]")
    colleague.wait_for_selector("text=毕小满：那天我这一科也有大作业")
    colleague.click("summary:has-text('由我来定')")
    row = Announcement.objects.get(subject=Subject.MATHEMATICS)
    colleague.fill(f"#settle-date-{row.pk}", "2026-09-22")
    colleague.fill(f"#settle-reason-{row.pk}", "就在星期二，语文让开")
    colleague.click("button[value=settle]")
    colleague.wait_for_selector("text=毕小满定：就在星期二，语文让开")
    colleague.context.close()

    settings.SHUANGJIAN_CLOCK = "tests.browser.test_large_work.tuesday"
    phone.goto(f"{live_server.url}/homework/")
    phone.click("text=接着写")
    phone.click(PUBLISH)
    phone.wait_for_url("**/homework/result/**")
    assert "都发布了" in phone.inner_text("main")
    row.refresh_from_db()
    assert row.publication_id == Publication.objects.get().pk


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("maths", "/large-work/"),
        ("academic", "/large-work/"),
        ("grade_head", "/large-work/"),
        ("maths", "/today/"),
        ("chinese", "/class/{klass}/"),
        ("grade_head", "/school/{school}/plan/?grade=5"),
        ("academic", "/school/{school}/"),
    ],
)
def test_every_page_that_shows_large_work_is_accessible_and_fits_its_screen(
    committed_cast: Cast,
    live_server: LiveServer,
    browser: "Browser",
    axe_source: str,
    width: int,
    who: str,
    address: str,
) -> None:
    cast = committed_cast
    three_days(cast)
    announced(cast, MONDAY)
    announced(cast, MONDAY, "maths", subject=Subject.MATHEMATICS, kind="PAPER", title="第一单元检测，一张比较长的题目")
    announced(cast, MONDAY.replace(day=18), "english", subject=Subject.ENGLISH, title="My week", reason="活动改了日子")
    page = browser.new_context(locale="zh-CN", viewport={"width": width, "height": 900}).new_page()
    sign_in(page, live_server.url, who)
    page.goto(live_server.url + address.format(klass=cast.five_one.pk, school=cast.school.pk))
    for summary in page.query_selector_all("main summary"):
        summary.click()
    check(page, axe_source)
    page.context.close()
