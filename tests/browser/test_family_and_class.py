"""What families, homeroom teachers and a printer see: both widths, without JavaScript too, one page of A4."""

from typing import TYPE_CHECKING, Any

import pytest
from pytest_django.live_server_helper import LiveServer

from shuangjian.people.models import Guardianship
from shuangjian.people.queries import account_of
from tests.browser.steps import check, pages_of, sign_in
from tests.cast import PASSWORD, Cast
from tests.desks.families import give_slip, sheet
from tests.desks.publishing import fill, send

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS_OF_A_LESSON = "把平行四边形剪开拼成长方形，量一量，写两句话说明面积为什么不变，再举一个生活里的例子。"


def fill_the_evening(cast: Cast, subjects: int, content: str = WORDS_OF_A_LESSON) -> None:
    """So many assignments of three tiers each on the evening of 五（1）."""
    for number in range(subjects):
        who, subject = (("chinese", "CHINESE"), ("maths", "MATHEMATICS"), ("english", "ENGLISH"))[number % 3]
        tiers: dict[str, Any] = {"unit": f"第{number + 1}单元　多边形的面积"}
        for n, name in enumerate(("基础", "提高", "拓展")):
            tiers |= {f"name-{n}": name, f"minutes-{n}": str(6 + n), f"extra-{n}": "写在练习本上，三行以内"}
        answer = send(
            cast.client(who),
            cast,
            classes=[cast.five_one],
            key=f"full-{number}",
            subject=subject,
            content=content,
            **tiers,
        )
        assert answer.status_code == 302


@pytest.mark.parametrize("subjects", [0, 1, 3, 4, 6])
def test_the_sheet_prints_on_exactly_one_page_however_full_the_evening(
    committed_cast: Cast, live_server: LiveServer, page: "Page", subjects: int
) -> None:
    fill_the_evening(committed_cast, subjects)
    page.goto(live_server.url + sheet(committed_cast))
    assert pages_of(page.pdf(prefer_css_page_size=True)) == 1


def test_a_sheet_with_work_of_every_kind_prints_on_one_page(
    committed_cast: Cast, live_server: LiveServer, page: "Page"
) -> None:
    fill_the_evening(committed_cast, 2)
    maths, tonight = committed_cast.client("maths"), [committed_cast.five_one]
    send(maths, committed_cast, classes=tonight, key="optional", **{"required-0": ""})
    send(maths, committed_cast, classes=tonight, key="reading", form="READING")
    send(maths, committed_cast, classes=tonight, key="later", evening="2026-09-18")
    page.goto(live_server.url + sheet(committed_cast))
    assert pages_of(page.pdf(prefer_css_page_size=True)) == 1
    page.evaluate("document.body.append(...Array(80).fill('一行').map("
                  "words => Object.assign(document.createElement('p'), {textContent: words})))")  # fmt: skip
    assert pages_of(page.pdf(prefer_css_page_size=True)) > 1  # so that one page means something


def test_a_sheet_whose_teachers_write_a_great_deal_still_prints_on_one_page(
    committed_cast: Cast, live_server: LiveServer, page: "Page"
) -> None:
    fill_the_evening(committed_cast, 6, WORDS_OF_A_LESSON * 6)
    page.goto(live_server.url + sheet(committed_cast))
    assert pages_of(page.pdf(prefer_css_page_size=True)) == 1


def test_in_print_there_is_the_address_with_its_code_and_no_button(
    committed_cast: Cast, live_server: LiveServer, page: "Page"
) -> None:
    fill_the_evening(committed_cast, 3)
    page.goto(live_server.url + sheet(committed_cast))
    page.emulate_media(media="print")
    assert page.locator("svg[aria-label=这一页地址的二维码]").is_visible()
    assert page.get_by_text(sheet(committed_cast)).is_visible()
    assert not page.get_by_role("button", name="打印这一页").is_visible()
    assert not page.locator("header.top").is_visible()


def test_a_father_enters_with_a_slip_typed_on_a_phone(
    committed_cast: Cast, live_server: LiveServer, phone: "Page"
) -> None:
    fill(committed_cast, 25, committed_cast.five_one)
    code = give_slip(committed_cast, "左小禾")
    phone.goto(live_server.url)
    phone.click("text=用入户条进入")
    phone.fill("#id_code", code.lower().replace("-", ""))
    phone.get_by_label("父亲").check()
    phone.fill("#id_password", PASSWORD)
    phone.fill("#id_again", PASSWORD)
    phone.check("#id_agreed")
    phone.click("main button[type=submit]")
    phone.wait_for_url("**/family/")
    assert "约25分钟" in phone.inner_text("main")
    assert Guardianship.objects.filter(relation="FATHER").count() == 1


def test_a_homeroom_teacher_gives_out_slips_prints_them_and_replaces_one(
    committed_cast: Cast, live_server: LiveServer, phone: "Page"
) -> None:
    sign_in(phone, live_server.url, "chinese")
    phone.goto(f"{live_server.url}/class/{committed_cast.five_one.pk}/")
    phone.click("text=名单和入户条")
    phone.get_by_role("button", name="给1个孩子发一张条").click()
    phone.wait_for_selector(".slip-code")
    assert phone.locator(".slip").count() == 1
    phone.click("text=回到名单")
    phone.click("summary:has-text('左小禾')")
    phone.get_by_role("button", name="换掉这张，发一张新的").locator("visible=true").click()
    phone.wait_for_selector(".slip-code")
    assert "左小禾" in phone.inner_text(".slip")
    assert account_of(committed_cast.people["guardian"].pk) is None


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_scrolls_sideways_and_axe_finds_nothing(
    committed_cast: Cast, live_server: LiveServer, page: "Page", axe_source: str, width: int
) -> None:
    fill_the_evening(committed_cast, 3)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.set_viewport_size({"width": width, "height": 900})
    account = account_of(committed_cast.people["guardian"].pk)
    assert account is not None
    tour = {
        None: ["/", "/enter/", sheet(committed_cast), sheet(committed_cast, committed_cast.one_one), "/family/left/"],
        account.username: [
            "/family/", "/family/?date=2026-09-19", f"/family/leave/{committed_cast.pupils['左小禾'].pk}/", "/enter/",
        ],
        "chinese": [
            f"/class/{committed_cast.five_one.pk}/{tail}" for tail in ("", "?date=2026-09-20", "slips/", "record/")
        ],
        "villager": [f"/class/{committed_cast.mixed.pk}/", sheet(committed_cast, committed_cast.mixed)],
    }  # fmt: skip
    for who, paths in tour.items():
        if who is not None:
            sign_in(page, live_server.url, who)
        for path in paths:
            page.goto(live_server.url + path)
            check(page, axe_source)
    assert complaints == []


def test_axe_finds_nothing_on_the_slips_and_on_a_refused_entrance(
    committed_cast: Cast, live_server: LiveServer, page: "Page", axe_source: str
) -> None:
    page.goto(f"{live_server.url}/enter/")
    page.fill("#id_code", "2222")
    page.click("main button[type=submit]")
    page.wait_for_selector("#error-relation")
    check(page, axe_source)
    sign_in(page, live_server.url, "chinese")
    page.goto(f"{live_server.url}/class/{committed_cast.five_one.pk}/slips/")
    page.get_by_role("button", name="给1个孩子发一张条").click()
    page.wait_for_selector(".slip-code")
    check(page, axe_source)
