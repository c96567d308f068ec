"""Lists of an afternoon: who reads which, what they say, and that none of them tells who is tutored."""

import re

import pytest

from shuangjian.afterschool.draw import Entry, MenuUnit
from shuangjian.afterschool.models import Placement, Programme, Unit
from shuangjian.people.models import Enrolment
from tests.apps.afterschool.drawn import Drawn, announced, drawn_school, on, tutored
from tests.cast import AT, TODAY, Cast
from tests.desks.places import queries_of, statuses

pytestmark = pytest.mark.django_db
ALL = (1, 2, 3, 4, 5, 6)
UNITS = [
    MenuUnit(1, "篮球", (1,), ALL, 9, 0),
    MenuUnit(2, "诗社", (2,), ALL, 9, 0),
    MenuUnit(3, "种植", (3,), ALL, 9, 9),
]


def placed(cast: Cast, children: int = 5) -> Drawn:
    """All are in 篮球 on Monday; on Tuesday 左小禾 is in 诗社, the others in the reading place; 种植 found too few."""
    lists = [Entry(f"{n:016x}", None, 1 if n == 2 else 5, 0, (1, 2), (1, 3) if n else (1, 2)) for n in range(children)]
    return drawn_school(cast, units=UNITS, lists=lists)


def read(cast: Cast, who: str, path: str) -> str:
    response = cast.client(who).get(path)
    assert response.status_code == 200
    assert response.text.count("<h1") == 1
    main = response.text.split('<main id="main"')[1]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main))


def unit_path(cast: Cast, drawn: Drawn, number: int = 1) -> str:
    return f"/school/{cast.school.pk}/service/unit/{drawn.units[number].pk}/list/"


def places_path(cast: Cast) -> str:
    return f"/class/{cast.five_one.pk}/service/places/"


# A unit


def test_a_units_list_names_its_children_class_by_class(cast: Cast) -> None:
    words = read(cast, "academic", unit_path(cast, placed(cast)))
    assert "周一 16:50到17:40 5人" in words
    assert words.index("一（1）班 1人") < words.index("查朵") < words.index("五（1）班 2人") < words.index("左小禾")
    assert words.index("五（2）班 2人") < words.index("名01")
    assert "沈岚老师 操场" in words


def test_a_list_is_read_by_who_plans_and_by_the_units_own_leader(cast: Cast) -> None:
    path = unit_path(cast, placed(cast))
    seen = statuses(cast, path, "academic", "principal", "maths")
    assert set(seen.values()) == {200}
    known = statuses(cast, path, "chinese", "lower", "grade_head", "county_officer", "city_officer")
    assert set(known.values()) == {403}
    others = ("guardian", "village_guardian", "stranger", "other_principal", "central_officer", "former")
    assert set(statuses(cast, path, *others).values()) == {404}


def test_who_led_a_unit_and_left_the_school_reads_it_no_more(cast: Cast) -> None:
    drawn = placed(cast)
    Unit.objects.filter(pk=drawn.units[1].pk).update(leader=cast.people["former"])
    assert statuses(cast, unit_path(cast, drawn), "former", "maths") == {"former": 404, "maths": 403}


def test_a_unit_is_found_at_its_own_school_only(cast: Cast) -> None:
    drawn = placed(cast)
    path = unit_path(cast, drawn).replace(f"/school/{cast.school.pk}/", f"/school/{cast.other_school.pk}/")
    assert statuses(cast, path, "academic", "other_principal") == {"academic": 404, "other_principal": 404}


def test_a_unit_that_did_not_come_about_says_so(cast: Cast) -> None:
    assert "没有开 人数不到最少的9人" in read(cast, "principal", unit_path(cast, placed(cast), 3))


def test_a_list_follows_who_came_who_went_and_who_moved(cast: Cast) -> None:
    drawn = placed(cast)
    Placement.objects.filter(pupil=cast.pupils["左小禾"], weekday=1).update(ended_at=on(16))
    Enrolment.objects.filter(pupil=cast.pupils["𠅤·阿依古丽"]).update(until=TODAY)
    words = read(cast, "academic", unit_path(cast, drawn))
    assert "左小禾" not in words
    assert "阿依古丽" not in words
    assert "查朵" in words


def test_until_families_are_told_only_who_plans_sees_a_list(cast: Cast) -> None:
    drawn = placed(cast)
    Programme.objects.update(results_at=on(18))
    for path, plans, other in (
        (unit_path(cast, drawn), "academic", "maths"),
        (places_path(cast), "academic", "chinese"),
    ):
        assert "左小禾" in read(cast, plans, path)
        assert "左小禾" not in read(cast, other, path)
        assert "9月18日12:00告诉各家，那时" in read(cast, other, path)
    assert "我带的活动" not in cast.client("maths").get("/today/").text


# From today


def test_the_leader_of_a_unit_finds_its_list_from_today(cast: Cast) -> None:
    drawn = placed(cast)
    text = cast.client("maths").get("/today/").text
    assert "我带的活动" in text
    assert f'href="{unit_path(cast, drawn)}">周一篮球</a>' in text
    assert "我带的活动" not in cast.client("english").get("/today/").text


def test_no_unit_is_led_after_its_term(cast: Cast) -> None:
    placed(cast)
    Programme.objects.update(until=AT.date())
    assert "我带的活动" not in cast.client("maths").get("/today/").text


# The reading place


def test_the_reading_place_is_listed_day_by_day(cast: Cast) -> None:
    placed(cast)
    words = read(cast, "academic", f"/school/{cast.school.pk}/service/reading/")
    assert "周一 自主阅读 0人" in words
    tuesday = words.split("周二 自主阅读 ")[1].split("周三")[0]
    assert tuesday.startswith("4人")
    assert "查朵" in tuesday
    assert "名02" in tuesday


def test_the_reading_place_is_for_who_plans(cast: Cast) -> None:
    placed(cast)
    path = f"/school/{cast.school.pk}/service/reading/"
    people = ("academic", "principal", "maths", "chinese", "county_officer", "stranger", "guardian")
    assert list(statuses(cast, path, *people).values()) == [200, 200, 403, 403, 403, 404, 404]


# A class


def test_a_class_sees_where_everybody_is_each_weekday(cast: Cast) -> None:
    placed(cast)
    words = read(cast, "chinese", places_path(cast))
    assert "姓名 周一 周二 周三 周四 周五" in words
    assert "左小禾 篮球 诗社 — — —" in words
    assert "在这些活动里 2人 2人 0人 0人 0人" in words
    assert "查朵" not in words


def test_a_class_is_seen_by_its_homeroom_teacher_and_who_plans(cast: Cast) -> None:
    placed(cast)
    people = (
        "chinese",
        "academic",
        "principal",
        "maths",
        "grade_head",
        "county_officer",
        "lower",
        "stranger",
        "guardian",
    )
    assert list(statuses(cast, places_path(cast), *people).values()) == [200, 200, 200, 403, 403, 403, 404, 404, 404]


def test_a_class_without_a_draw_says_so(cast: Cast) -> None:
    assert "还没有名单" in read(cast, "chinese", places_path(cast))


def test_tutoring_stands_apart_for_who_knows_of_it_and_is_not_printed(cast: Cast) -> None:
    drawn = placed(cast)
    tutored(cast, drawn, cast.pupils["左小禾"], 3)
    text = cast.client("chinese").get(places_path(cast)).text
    assert re.search(
        r'<section class="card mb-3 no-print"[^>]*>.*?周三　左小禾　<span class="ink2">数学，任可老师', text, re.S
    )
    assert "左小禾 篮球 诗社 — — —" in read(cast, "chinese", places_path(cast))


def test_no_other_list_differs_for_a_child_that_is_tutored(cast: Cast) -> None:
    drawn = placed(cast)
    paths = [
        ("maths", unit_path(cast, drawn)),
        ("academic", unit_path(cast, drawn)),
        ("academic", f"/school/{cast.school.pk}/service/reading/"),
        ("county_officer", f"/school/{cast.school.pk}/service/draw/"),
        ("academic", f"/school/{cast.school.pk}/service/draw/"),
    ]
    before = [read(cast, who, path) for who, path in paths]
    tutored(cast, drawn, cast.pupils["左小禾"], 3)
    assert [read(cast, who, path) for who, path in paths] == before


def test_the_lists_cost_the_same_for_any_number_of_children(cast: Cast) -> None:
    few = placed(cast)
    client = cast.client("academic")
    reading = f"/school/{cast.school.pk}/service/reading/"
    before = [queries_of(client, path) for path in (unit_path(cast, few), reading, places_path(cast))]
    many = drawn_school(
        cast, units=UNITS, number=2,
        lists=[Entry(f"{n:016x}", None, 5, 0, (1, 2), (1,)) for n in range(9)],
    )  # fmt: skip
    assert [queries_of(client, path) for path in (unit_path(cast, many), reading, places_path(cast))] == before


def test_announcing_the_next_term_takes_no_list_away(cast: Cast) -> None:
    placed(cast)
    announced(cast, cast.school, 2026, 2, opens_at=on(20), closes_at=on(25), results_at=on(28))
    assert "左小禾 篮球 诗社 — — —" in read(cast, "chinese", places_path(cast))
    assert "名02" in read(cast, "academic", f"/school/{cast.school.pk}/service/reading/")


def test_a_term_that_is_over_has_no_list_of_a_class(cast: Cast) -> None:
    placed(cast)
    Programme.objects.update(until=TODAY)
    assert "还没有名单" in read(cast, "chinese", places_path(cast))
