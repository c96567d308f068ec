"""The bureau's record: places, calendar, rules and posts. Nothing on a class's homework, nothing on a child."""

import datetime as dt

import pytest

from shuangjian.audit.models import Act
from shuangjian.audit.sentences import OF_A_PLACE
from shuangjian.journeys.set_school_rule import state_choice
from tests.cast import AT, Cast
from tests.desks.places import add_school, check_plain, queries_of
from tests.desks.publishing import fill

pytestmark = pytest.mark.django_db


def page_of(cast: Cast, place: int | None = None) -> str:
    return f"/places/{place or cast.city.pk}/record/"


def test_what_changed_below_a_place_is_told_with_the_school_it_was_at(cast: Cast) -> None:
    state_choice(
        by=cast.actor("academic"),
        at=AT,
        school=cast.facts(),
        name="homework/weekend_total",
        value=90,
        title="作业管理办法",
        article="第4条",
        since=dt.date(2026, 10, 9),
    )
    page = cast.client("city_officer").get(page_of(cast))
    told = {words: school for _, _, school, words in page.context["acts"]}
    words = "龚平（教务处）按本校《作业管理办法》定了周末和节假日书面作业总量：90分钟，从2026年10月9日起。"
    assert told[words] == "青枣路小学"
    assert told["测试（系统维护）请单敏到县区教育局基础教育科任职，从2026年9月1日起。"] == ""
    assert not [sentence for sentence in told if "做了“" in sentence]
    check_plain(page)


def test_homework_slips_and_accounts_are_not_the_bureaus_to_read(cast: Cast) -> None:
    fill(cast, 20, cast.five_one)
    client, seen, address = cast.client("city_officer"), set(), page_of(cast)
    while True:
        page = client.get(address)
        seen |= {act.name for act, *_ in page.context["acts"]}
        if page.context["older"] is None:
            break
        address = f"{page_of(cast)}?before={page.context['older']}"
    assert seen <= OF_A_PLACE
    assert seen == set(Act.objects.filter(name__in=OF_A_PLACE).values_list("name", flat=True))


def test_a_county_reads_its_own_and_not_its_neighbours(cast: Cast) -> None:
    page = cast.client("county_officer").get(page_of(cast, cast.county.pk))
    assert {act.school_id for act, *_ in page.context["acts"]} == {None, cast.school.pk}
    assert all(act.place_path.startswith(cast.county.path) for act, *_ in page.context["acts"])


def test_staff_that_was_added_is_found_at_its_school(cast: Cast) -> None:
    page = cast.client("county_officer").get(page_of(cast, cast.school.pk))
    assert "把沈岚加进了人员名单" in page.text


def test_the_number_of_queries_does_not_grow_with_acts(cast: Cast) -> None:
    client = cast.client("city_officer")
    before = queries_of(client, page_of(cast))
    for n in range(5):
        add_school(cast.county, f"第{n}小学", 1)
    assert queries_of(client, page_of(cast)) == before
