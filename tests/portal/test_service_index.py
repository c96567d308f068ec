"""`/service/`: which schools offer the service, and how many are served, for anybody; nothing of a few children."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from shuangjian.afterschool.figures import BY_ID
from shuangjian.afterschool.models import SignUp
from shuangjian.portal.service_index import Told, people_told
from shuangjian.schools.models import Term
from tests.apps.afterschool.offered import VILLAGE_BEGINS, Offered, offer, programme
from tests.cast import AT, Cast
from tests.desks.places import add_school, check_plain, queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_known_of_another_city() -> None:
    people_told.cache_clear()


@pytest.fixture
def offered(cast: Cast) -> Offered:
    return offer(cast)


@pytest.mark.usefixtures("offered")
def test_schools_stand_by_county_with_the_way_to_what_they_announced(cast: Cast) -> None:
    page = Client().get("/service/")
    (city,) = page.context["cities"]
    assert [
        (county.name, county.announced, [school.name for school in county.schools]) for county in city.counties
    ] == [
        ("华龙区", 1, ["青枣路小学"]),
        ("台前县", 1, ["槐荫初级中学", "柳沟小学"]),
    ]
    assert f'href="/service/{cast.school.pk}/"' in page.text
    assert f'href="/service/{cast.other_school.pk}/"' not in page.text
    check_plain(page)


@pytest.mark.usefixtures("offered")
def test_schools_are_told_in_full_and_a_few_people_are_not(cast: Cast) -> None:
    page = Client().get("/service/")
    (city,) = page.context["cities"]
    told = {one.figure.id: one for one in (*city.of_schools, *city.of_people)}
    assert (told["schools_offering"].n, told["schools_offering"].of, told["schools_offering"].hidden) == (1, 3, False)
    assert told["pupils_served"].hidden
    assert "人数少于5的不写" in page.text
    assert "1／3</b>人" not in page.text


@pytest.mark.parametrize(
    ("n", "of", "hidden"),
    [(0, 0, False), (0, 40, False), (40, 40, False), (4, 40, True), (36, 40, True), (5, 40, False), (35, 40, False),
     (0, 4, True), (4, 4, True)],
)  # fmt: skip
def test_a_number_that_tells_of_fewer_than_five_is_hidden(n: int, of: int, hidden: bool) -> None:
    assert Told(BY_ID["pupils_served"], n, of).hidden is hidden
    assert not Told(BY_ID["schools_offering"], n, of).hidden


def test_a_city_without_a_term_and_an_empty_site_say_so(cast: Cast) -> None:
    Term.objects.all().delete()
    assert "学期还没有定" in Client().get("/service/").text


def test_the_page_costs_the_same_however_many_schools(cast: Cast, offered: Offered) -> None:
    Client().get("/service/")  # what is counted once a day
    before = queries_of(Client(), "/service/")
    for name in ("白杨小学", "紫藤小学"):
        programme(offered.school.round, add_school(cast.county, name, 5), (1,), VILLAGE_BEGINS)
    assert queries_of(Client(), "/service/") == before <= 7


def test_people_are_counted_as_yesterday_ended_and_once_a_day(cast: Cast, offered: Offered) -> None:
    SignUp.objects.filter(pupil__name="白䶮").update(left_at=AT)  # today
    (served, _, _) = people(Client().get("/service/"))
    assert (served.n, served.of) == (1, 3)
    people_told.cache_clear()
    SignUp.objects.filter(pupil__name="白䶮").update(left_at=AT - dt.timedelta(days=1))
    (served, _, _) = people(Client().get("/service/"))
    assert (served.n, served.of) == (1, 2)


@pytest.mark.usefixtures("offered")
def test_more_schools_than_fit_a_page_open_county_by_county_and_by_name(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shuangjian.portal.service_index.A_PAGE", 2)
    counties = Client().get("/service/")
    assert "公布了安排的1／1所" in counties.text
    assert "青枣路小学" not in counties.text
    assert f'href="/service/?county={cast.county.pk}#county-{cast.county.pk}"' in counties.text
    county = Client().get(f"/service/?county={cast.county.pk}").text
    assert f'href="/service/{cast.school.pk}/"' in county
    assert "柳沟小学" not in county
    found = Client().get("/service/?q=柳沟").text
    assert "柳沟小学" in found
    assert "青枣路小学" not in found
    assert "没有一所" in Client().get("/service/?q=东海龙宫").text
    add_school(cast.county, "白杨小学", 5)
    many = Client().get("/service/?q=小学")
    assert "这里只写得下2所" in many.text
    check_plain(many)


def people(page: Any) -> tuple[Told, ...]:
    (city,) = page.context["cities"]
    told: tuple[Told, ...] = city.of_people
    return told
