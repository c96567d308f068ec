"""After-school service planned in a browser: a term in a few taps, every screen on a phone and at a desk."""

from typing import TYPE_CHECKING

import pytest
from pytest_django.live_server_helper import LiveServer

from shuangjian.afterschool.models import ModelPart, PartAnswer, Programme, Round, ServiceModel, Unit
from tests.apps.afterschool.programmes import DUE, UNITS, announced, planned, stated
from tests.browser.steps import WIDTHS, check, sign_in
from tests.cast import AT, SINCE, Cast

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_TAPS = 15  # to copy a term, change three units and announce it


def test_a_term_is_copied_changed_and_announced_in_a_few_taps(
    committed_cast: Cast, live_server: LiveServer, phone: "Page"
) -> None:
    planned(committed_cast)
    Programme.objects.update(year=2025, number=2)
    stated(committed_cast)
    sign_in(phone, live_server.url, "coordinator")
    taps = 0
    phone.get_by_role("button", name="照2025学年第二学期抄一份").click()
    phone.wait_for_selector("text=抄好了3项活动")
    taps += 1
    for spec in UNITS:
        phone.get_by_role("link", name=spec.name, exact=True).first.click()
        phone.get_by_label("名额").fill(str(spec.capacity + 2))
        phone.get_by_role("button", name=f"改好{spec.name}").click()
        phone.wait_for_selector(f"text={spec.name}改好了")
        taps += 3
    phone.get_by_role("button", name="公布3项活动").click()
    phone.wait_for_selector("text=公布了。家长9月21日起可以报名")
    taps += 1
    assert taps <= MOST_TAPS
    row = Programme.objects.get(year=2026)
    assert row.announced_at is not None
    assert sorted(row.units.values_list("capacity", flat=True)) == sorted(spec.capacity + 2 for spec in UNITS)


def test_lines_that_are_not_understood_come_back_as_they_were_typed(
    committed_cast: Cast, live_server: LiveServer, phone: "Page"
) -> None:
    planned(committed_cast, ())
    sign_in(phone, live_server.url, "coordinator")
    phone.get_by_role("link", name="加活动").first.click()
    lines = "体育　篮球　一三　3-6　24　10　操场\n艺术　剪纸　周八　1-6　24"
    phone.get_by_label("按这个次序写").fill(lines)
    phone.get_by_role("button", name="加这些活动").click()
    phone.wait_for_selector("text=第2行：“周八”看不出是哪几天")
    assert phone.get_by_label("按这个次序写").input_value() == lines
    phone.get_by_label("按这个次序写").fill(lines.replace("周八", "周二"))
    phone.get_by_role("button", name="加这些活动").click()
    phone.wait_for_selector("text=加好了2项：篮球、剪纸")
    assert Unit.objects.count() == 2


@pytest.mark.parametrize("width", WIDTHS)
def test_every_screen_fits_and_axe_finds_nothing(
    committed_cast: Cast, live_server: LiveServer, page: "Page", axe_source: str, width: int
) -> None:
    cast = committed_cast
    page.set_viewport_size({"width": width, "height": 900})
    service = f"{live_server.url}/school/{cast.school.pk}/service/"
    sign_in(page, live_server.url, "coordinator")
    page.goto(service)
    check(page, axe_source)
    model = ServiceModel.objects.create(place=cast.city, name="六三三", since=SINCE, stated_at=AT)
    ModelPart.objects.create(service_model=model, number=1, name="特色", requirement="IN_WORDS", words="写一写特色")
    row = planned(cast)
    for tail in ("", "units/", "units/1/"):
        page.goto(service + tail)
        check(page, axe_source)
    row.units.all().delete()
    row.delete()
    announced(cast)
    for path in (service, f"{service}units/2/", f"{live_server.url}/service/{cast.school.pk}/"):
        page.goto(path)
        check(page, axe_source)
    PartAnswer.objects.create(programme=Programme.objects.get(), school=cast.school, name="特色", words="周三种菜园。")
    early = {"opens_at": DUE.replace(day=1), "closes_at": DUE.replace(day=2), "public_due_at": DUE.replace(day=10)}
    Round.objects.update(**early)  # its issue is not out after its days
    sign_in(page, live_server.url, "city_officer")
    for tail in ("round/", "round/?show=announced", "model/", "model/?part=1"):
        page.goto(f"{live_server.url}/places/{cast.city.pk}/service/{tail}")
        check(page, axe_source)
