"""课后服务 of a place: both coverages with their denominators, and the schools behind every number."""

import datetime as dt
import re

import pytest

from shuangjian.afterschool.operations import count_day
from shuangjian.kernel.actor import operator
from tests.apps.afterschool.offered import TERM, VILLAGE_BEGINS, Offered, offer, programme
from tests.cast import AT, TODAY, Cast
from tests.desks.places import add_school, check_plain, queries_of, statuses

pytestmark = pytest.mark.django_db
QUERY = f"?term=2026-1&date={TODAY}"


@pytest.fixture
def offered(cast: Cast) -> Offered:
    return offer(cast)


@pytest.mark.usefixtures("offered")
@pytest.mark.parametrize("tail", ["", "schools/?figure=pupils_served"])
def test_a_place_is_shown_to_who_oversees_it(cast: Cast, tail: str) -> None:
    people = ("city_officer", "county_officer", "other_county_officer", "central_officer", "principal", "guardian")
    for place, those in (
        (cast.city, {"city_officer"}),
        (cast.county, {"city_officer", "county_officer"}),
        (cast.school.place, {"city_officer", "county_officer"}),
        (cast.village.place, {"city_officer", "other_county_officer", "central_officer"}),
        (cast.point, set()),
    ):
        found = statuses(cast, f"/places/{place.pk}/service/{tail}", *people)
        assert {who for who, status in found.items() if status == 200} == those
        assert set(found.values()) <= {200, 404}


@pytest.mark.usefixtures("offered")
def test_every_number_has_its_denominator_and_opens_its_schools(cast: Cast) -> None:
    client = cast.client("city_officer")
    page = client.get(f"/places/{cast.city.pk}/service/")
    assert "2026学年第一学期　2026年9月17日　星期四　到现在" in page.text
    told = [
        *page.context["head"],
        *page.context["beside"],
        *(one for parts in page.context["in_parts"] for one in parts),
    ]
    assert len(told) > 14
    for number in told:
        assert f'href="{number.href.replace("&", "&amp;")}"' in page.text
        rows = client.get(number.href)
        assert (rows.context["one"].n, rows.context["one"].of) == (number.n, number.of)
        assert sum(row.n for row in rows.context["page"]) == number.n
    check_plain(page)


@pytest.mark.usefixtures("offered")
def test_a_citys_page_opens_with_yesterday_once_it_is_counted_and_counts_today_when_asked(cast: Cast) -> None:
    client, address = cast.client("city_officer"), f"/places/{cast.city.pk}/service/"
    count_day(by=operator("定时"), at=AT, term=TERM)
    page = client.get(address)
    assert "2026年9月16日　星期三　到这一天结束" in page.text
    assert f'href="?term=2026-1&amp;date={TODAY}"' in page.text
    assert page.context["head"][0].href in page.text.replace("&amp;", "&")
    now = client.get(address + QUERY)
    assert "到现在" in now.text
    assert "每天夜里数好" not in now.text
    assert "到现在" in client.get(f"/places/{cast.county.pk}/service/").text
    check_plain(page)


@pytest.mark.usefixtures("offered")
def test_the_way_down_leads_from_the_city_to_the_school_and_shows_no_child(cast: Cast) -> None:
    client = cast.client("city_officer")
    city = client.get(f"/places/{cast.city.pk}/service/")
    assert [line.name for line in city.context["lines"]] == ["华龙区", "台前县"]
    assert [[(cell.n, cell.of) for cell in line.cells] for line in city.context["lines"]] == [
        [(1, 1), (1, 3), (1, 4), (0, 3), (3, 10)],
        [(0, 2), (0, 0), (0, 2), (1, 2), (1, 3)],
    ]
    county = client.get(f"/places/{cast.county.pk}/service/{QUERY}")
    assert [line.name for line in county.context["lines"]] == ["青枣路小学"]
    school = client.get(f"/places/{cast.school.pk}/service/{QUERY}")
    assert [school.name for school in school.context["schools"]] == ["青枣路小学"]
    assert "逐级往下看" not in school.text
    assert "一格一校" not in school.text
    assert f'href="/school/{cast.school.pk}/service/"' in school.text
    for page in (city, county, school):
        check_plain(page)


@pytest.mark.usefixtures("offered")
def test_where_a_need_is_not_met_is_asked_for_and_no_school_stands_before_another(cast: Cast) -> None:
    client = cast.client("city_officer")
    address = f"/places/{cast.city.pk}/service/schools/{QUERY}&figure="
    page = client.get(f"{address}unmet_why&part=NEED")
    assert [(row.school.name, row.n, row.of) for row in page.context["page"]] == [("青枣路小学", 1, 2)]
    none = client.get(f"{address}schools_announced&lacking")
    assert [row.school.name for row in none.context["page"]] == ["槐荫初级中学"]
    everybody = client.get(f"{address}schools_announced")
    assert [row.school.name for row in everybody.context["page"]] == ["青枣路小学", "槐荫初级中学", "柳沟小学"]
    check_plain(page)


@pytest.mark.parametrize("asked", ["figure=marks", "", "figure=kinds&part=FILM", "figure=pupils_served&part=NEED"])
@pytest.mark.usefixtures("offered")
def test_a_figure_or_part_that_is_not_there_is_not_found(cast: Cast, asked: str) -> None:
    assert cast.client("city_officer").get(f"/places/{cast.city.pk}/service/schools/?{asked}").status_code == 404


@pytest.mark.usefixtures("offered")
def test_an_earlier_day_is_shown_as_it_ended_and_a_later_one_is_not_guessed(cast: Cast) -> None:
    client, address = cast.client("city_officer"), f"/places/{cast.city.pk}/service/"
    earlier = client.get(f"{address}?date=2026-09-04")
    assert "2026年9月4日　星期五　到这一天结束" in earlier.text
    assert earlier.context["head"][1].n == 0
    for typed, words in (
        ("date=2026-09-18", "还没有到，下面是今天的"),
        ("date=昨天", "没有看懂日期"),
        ("term=2020-2", "没有这个学期的课后服务"),
        ("term=x", "没有这个学期的课后服务"),
    ):
        page = client.get(f"{address}?{typed}")
        assert words in page.text
        assert page.context["asked"].date == TODAY
        assert str(page.context["asked"].scope.term) == "2026-1"


def test_a_place_without_a_term_or_an_offer_says_so(cast: Cast) -> None:
    from shuangjian.schools.models import Term

    client, address = cast.client("city_officer"), f"/places/{cast.city.pk}/service/"
    page = client.get(address)
    assert page.text.count("还没有可以数的") > 3
    assert page.text.count('class="tile tile-few"') == 3 + 1  # every school, and the one in the key
    Term.objects.all().delete()
    assert "学期还没有定" in client.get(address).text


@pytest.mark.usefixtures("offered")
def test_every_school_is_one_square_and_only_one_without_a_programme_is_a_link(cast: Cast) -> None:
    page = cast.client("city_officer").get(f"/places/{cast.city.pk}/service/")
    field = page.text[page.text.index('class="counties"') : page.text.index('class="key"')]
    assert len(re.findall(r'class="tile[ "]', field)) == 3
    assert re.findall(r'aria-label="([^"]+)"', field) == ["槐荫初级中学，还没有公布安排"]
    assert '<li class="tile tile-open" title="柳沟小学：公布了，这一天不在安排的日子里"></li>' in field


def test_a_page_costs_the_same_however_many_schools(cast: Cast, offered: Offered) -> None:
    client = cast.client("county_officer")
    address = f"/places/{cast.county.pk}/service/"
    before = queries_of(client, address), queries_of(client, f"{address}schools/?figure=schools_announced")
    for name in ("白杨小学", "紫藤小学", "安平小学"):
        programme(offered.school.round, add_school(cast.county, name, 5), (1,), VILLAGE_BEGINS)
    after = queries_of(client, address), queries_of(client, f"{address}schools/?figure=schools_announced")
    assert after == before
    assert max(before) < 30


@pytest.mark.usefixtures("offered")
def test_the_overview_says_how_many_schools_offer_it_and_leads_there(cast: Cast) -> None:
    page = cast.client("city_officer").get(f"/places/{cast.city.pk}/")
    line = next(f for f in page.context["of_schools"] if f["kind"] == "service")
    assert (line["n"], line["of"]) == (1, 3)
    assert f'href="/places/{cast.city.pk}/service/?date={TODAY}"' in page.text
    early = cast.client("city_officer").get(f"/places/{cast.city.pk}/?date={dt.date(2026, 9, 3)}")
    assert next(f for f in early.context["of_schools"] if f["kind"] == "service")["n"] == 0
