"""几点下班: a county or the city says when work ends there, and what it rests on."""

import datetime as dt

import pytest

from shuangjian.policy.models import OffWorkTime
from tests.cast import Cast
from tests.desks.places import check_plain, queries_of

pytestmark = pytest.mark.django_db

TYPED = {"time": "18:00", "since": "2026-10-08", "source": "《华龙区机关作息时间》", "key": "once"}


def page_of(cast: Cast) -> str:
    return f"/places/{cast.county.pk}/hours/"


def test_a_county_says_when_work_ends_and_sees_it_with_its_document(cast: Cast) -> None:
    client = cast.client("county_officer")
    assert "还没有写明" in client.get(page_of(cast)).text
    page = client.post(page_of(cast), TYPED, follow=True)
    assert "写好了：华龙区从10月8日起18:00下班。" in page.text
    assert "《华龙区机关作息时间》" in page.text
    assert "单敏写" in page.text
    check_plain(page)


def test_the_bureaus_pages_of_the_service_lead_to_each_other(cast: Cast) -> None:
    root = f"/places/{cast.county.pk}/"
    for page in ("hours/", "service/", "service/round/", "service/model/"):
        text = cast.client("county_officer").get(root + page).text
        row = text[text.index('aria-label="课后服务"') :].partition("</nav>")[0]
        for other in ("hours/", "service/", "service/round/", "service/model/"):
            assert f'href="{root}{other}' in row, (page, other)
        assert row.count('aria-current="page"') == 1, page


def test_a_form_that_comes_twice_is_one_act(cast: Cast) -> None:
    client = cast.client("county_officer")
    for _ in range(2):
        page = client.post(page_of(cast), TYPED, follow=True)
    assert "没有再写一遍" in page.text
    assert OffWorkTime.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"time": ""}, "请写几点下班"),
        ({"time": "25:00"}, "请写几点下班"),
        ({"time": "08:00"}, "15:00到21:00"),
        ({"since": "昨天"}, "请选从哪一天起"),
        ({"source": " "}, "请写哪份文件"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field_and_what_was_typed_stays(
    cast: Cast, changed: dict[str, str], words: str
) -> None:
    page = cast.client("county_officer").post(page_of(cast), TYPED | changed)
    assert page.status_code == 422
    assert words in page.text
    assert not OffWorkTime.objects.exists()
    kept = {"time", "since"} - set(changed)
    assert all(f'value="{TYPED[name]}"' in page.text for name in kept)


def test_the_citys_word_stands_on_the_countys_page_until_the_county_has_its_own(cast: Cast) -> None:
    cast.client("city_officer").post(f"/places/{cast.city.pk}/hours/", TYPED | {"source": "市里的作息时间"})
    cast.client("county_officer").post(page_of(cast), TYPED | {"time": "18:30"})
    rows = cast.client("county_officer").get(page_of(cast)).context["stated"]
    assert [(row.place, row.time) for row in rows] == [("华龙区", dt.time(18, 30)), ("濮阳市", dt.time(18))]


def test_a_long_history_takes_no_more_queries(cast: Cast) -> None:
    client = cast.client("county_officer")
    client.post(page_of(cast), TYPED)
    few = queries_of(client, page_of(cast))
    for day in range(10, 20):
        client.post(page_of(cast), TYPED | {"since": f"2026-10-{day}", "key": f"key-{day}"})
    assert queries_of(client, page_of(cast)) == few


def test_the_overview_of_a_county_leads_there(cast: Cast) -> None:
    assert page_of(cast) in cast.client("county_officer").get(f"/places/{cast.county.pk}/").text
    school = cast.client("county_officer").get(f"/places/{cast.school.pk}/")
    assert "/hours/" not in school.text
