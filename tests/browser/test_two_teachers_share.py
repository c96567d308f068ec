"""Two teachers who would have raced share an evening: by plan, by lending, and after the release."""

from typing import TYPE_CHECKING, Any

import pytest
from pytest_django.live_server_helper import LiveServer

from shuangjian.homework.queries import ledger_faults
from tests.apps.homework.planning import MORNING, agreed
from tests.browser.steps import CHECK, PUBLISH, sign_in, write
from tests.cast import Cast
from tests.desks.publishing import committed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ONLY_FIVE_ONE = "input[name=classes] >> nth=1"


@pytest.fixture
def kept(committed_cast: Cast, settings: Any) -> Cast:
    """The morning of a day on which the fifth grade keeps 语文 20, 数学 20, 英语 10."""
    settings.SHUANGJIAN_CLOCK = "tests.apps.homework.planning.morning"
    committed_cast.at = MORNING
    agreed(committed_cast)
    return committed_cast


def test_one_asks_the_other_lends_and_both_fit(
    kept: Cast, live_server: LiveServer, phone: "Page", browser: "Browser", settings: Any
) -> None:
    sign_in(phone, live_server.url, "maths")
    phone.uncheck(ONLY_FIVE_ONE)
    write(phone, 35)
    phone.click(CHECK)
    phone.click("text=向语文借5分")
    phone.wait_for_selector("text=问了语文老师，借5分，等回话")
    assert phone.input_value("#id_content")

    colleague = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai").new_page()
    sign_in(colleague, live_server.url, "chinese")
    colleague.click("button[value=lend]")
    colleague.wait_for_selector("text=借出了：语文的5分给了数学")

    phone.click(PUBLISH)
    phone.wait_for_url("**/homework/result/**")
    assert "都发布了" in phone.inner_text("main")
    assert committed(kept.five_one) == 35

    settings.SHUANGJIAN_CLOCK = "tests.cast.standing"  # 16:20: what was not used is free to all
    colleague.goto(f"{live_server.url}/today/?subject=CHINESE")
    colleague.uncheck(ONLY_FIVE_ONE)
    write(colleague, 25)
    colleague.click(PUBLISH)
    colleague.wait_for_url("**/homework/result/**")
    assert "都发布了" in colleague.inner_text("main")
    assert committed(kept.five_one) == 60
    assert ledger_faults() == []
    colleague.context.close()
