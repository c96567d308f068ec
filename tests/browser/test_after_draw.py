"""After the draw, in a browser: joining, an offer and a teacher's invitation on a phone; the coordinator's pages."""

import os
from typing import TYPE_CHECKING

import pytest
from pytest_django.live_server_helper import LiveServer

from shuangjian.afterschool.models import Offer, SignUp, TutoringProposal
from shuangjian.people.queries import account_of
from tests.apps.afterschool.after_draw import in_unit, leaves, parent, places, round_at, told
from tests.apps.afterschool.term import tutoring
from tests.browser.steps import check, sign_in
from tests.cast import AT, Cast

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("SHUANGJIAN_PICTURES", "")


def username(cast: Cast, who: str = "guardian") -> str:
    account = account_of(cast.people[who].pk)
    assert account is not None
    return account.username


def offered(cast: Cast) -> tuple[SignUp, Offer]:
    """A child in the draw is offered a seat, and its teacher of mathematics would like to see it on Wednesdays."""
    programme = told(cast)
    leaves(cast, in_unit(programme, "篮球")[0])
    round_at(programme)
    offer = Offer.objects.select_related("sign_up__pupil").get(unit__name="篮球")
    parent(cast, offer.sign_up.pupil, "family")
    place = tutoring(cast, programme, offer.sign_up.pupil, weekday=3, capacity=3)
    TutoringProposal.objects.filter(place=place).update(accepted=None, answered_at=None)
    return offer.sign_up, offer


def test_a_family_takes_a_seat_and_an_invitation_on_a_phone(
    committed_cast: Cast, live_server: LiveServer, phone: "Page"
) -> None:
    sign_up, _ = offered(committed_cast)
    sign_in(phone, live_server.url, username(committed_cast, "family"))
    phone.goto(f"{live_server.url}/family/")
    phone.get_by_role("link", name="看看要不要").click()
    phone.get_by_role("link", name="看看、答要不要").click()
    phone.get_by_role("button", name="换到篮球").click()
    phone.get_by_text("换到篮球了。").wait_for()
    phone.get_by_role("button", name="接受").click()
    phone.get_by_text("排上了").wait_for()
    assert places(sign_up)[1] == "篮球"
    assert places(sign_up)[3] == "MATHEMATICS"


def test_a_child_joins_changes_and_leaves_on_a_phone(
    committed_cast: Cast, live_server: LiveServer, phone: "Page"
) -> None:
    told(committed_cast)
    pupil = committed_cast.pupils["左小禾"]
    sign_in(phone, live_server.url, username(committed_cast))
    phone.goto(f"{live_server.url}/family/service/{pupil.pk}/change/")
    phone.get_by_role("checkbox", name="周一", exact=True).check()
    phone.get_by_role("button", name="加入课后服务").click()
    phone.get_by_text("加入了：先在自主阅读").wait_for()
    phone.get_by_role("checkbox", name="周二", exact=True).check()
    phone.get_by_label("棋类").check()
    phone.get_by_role("button", name="改成这样").click()
    phone.get_by_text("改好了，从现在起算。").wait_for()
    sign_up = SignUp.objects.get(pupil=pupil)
    assert (places(sign_up), sign_up.late_wishes) == ({1: "", 2: ""}, [3])
    phone.get_by_role("button", name="退出课后服务").click()
    phone.get_by_role("button", name="收回退出").click()
    phone.get_by_text("收回了，和退出以前一样。").wait_for()
    assert places(sign_up) == {1: "", 2: ""}


@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_fit_and_are_accessible(
    committed_cast: Cast, live_server: LiveServer, page: "Page", axe_source: str, width: int
) -> None:
    cast = committed_cast
    sign_up, offer = offered(cast)
    Offer.objects.update(offered_at=AT)
    page.set_viewport_size({"width": width, "height": 900})
    school, klass, child = f"/school/{cast.school.pk}/service", f"/class/{cast.five_one.pk}", sign_up.pupil_id
    of_family = f"/family/service/{child}"
    invitation = TutoringProposal.objects.get().pk
    for who, addresses in {
        username(cast, "family"): [
            "/family/", f"{of_family}/", f"{of_family}/change/", f"{of_family}/offer/{offer.pk}/",
            f"{of_family}/tutoring/{invitation}/",
        ],
        username(cast): [f"/family/service/{cast.pupils['左小禾'].pk}/change/"],
        "academic": [f"{school}/waiting/", f"{school}/tutoring/"],
        "maths": [f"{klass}/service/tutoring/"],
        "chinese": [f"{klass}/service/tutoring/", f"{klass}/service/{child}/change/"],
    }.items():  # fmt: skip
        sign_in(page, live_server.url, who)
        for address in addresses:
            page.goto(f"{live_server.url}{address}")
            _look(page, axe_source, f"{width}-{who}{address}")
        page.context.clear_cookies()


def _look(page: "Page", axe_source: str, name: str) -> None:
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name.strip('/').replace('/', '_')}.png", full_page=True)
    check(page, axe_source)
