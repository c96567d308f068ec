"""总览: from the city down to a class's evening; figures are full counts, and nobody is ranked."""

import datetime as dt
import re

import pytest

from shuangjian.homework.models import Entry, Evening
from shuangjian.kernel.actor import operator
from shuangjian.schools import operations as schools
from shuangjian.schools.models import ClassCohort, LocalDay
from shuangjian.schools.rules import name_order
from tests.cast import AT, TODAY, Cast
from tests.desks.places import add_classes, add_school, check_plain, queries_of, statuses
from tests.desks.publishing import fill, send

pytestmark = pytest.mark.django_db

FRIDAY = dt.date(2026, 9, 18)
OFFICERS = ("central_officer", "county_officer", "other_county_officer", "city_officer")
OTHERS = ("maths", "chinese", "grade_head", "academic", "principal", "other_principal", "villager", "guardian")


def figures(page: object) -> dict[str, tuple[int, int]]:
    return {f["kind"]: (f["n"], f["of"]) for f in page.context["figures"]}  # type: ignore[attr-defined]


@pytest.mark.parametrize("tail", ["", "evenings/", "record/"])
def test_officers_see_what_lies_below_their_place_and_nothing_beside_or_above(cast: Cast, tail: str) -> None:
    sees = {
        cast.city.pk: {"city_officer"},
        cast.county.pk: {"city_officer", "county_officer"},
        cast.school.pk: {"city_officer", "county_officer"},
        cast.other_county.pk: {"city_officer", "other_county_officer"},
        cast.central.pk: {"city_officer", "other_county_officer", "central_officer"},
        cast.village.pk: {"city_officer", "other_county_officer", "central_officer"},
        cast.point.pk: set(),  # its classes stand on the page of its school
    }
    for place, those in sees.items():
        found = statuses(cast, f"/places/{place}/{tail}", *OFFICERS)
        assert {who for who, status in found.items() if status == 200} == those
        assert set(found.values()) <= {200, 404}
        assert set(statuses(cast, f"/places/{place}/{tail}", *OTHERS).values()) == {404}
    assert cast.client().get(f"/places/{cast.city.pk}/{tail}").headers["Location"].startswith("/login/")


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
def test_a_place_that_does_not_exist_is_not_found(cast: Cast, number: str) -> None:
    assert cast.client("city_officer").get(f"/places/{number}/").status_code == 404


def test_figures_equal_an_independent_recount(cast: Cast) -> None:
    fill(cast, 60, cast.five_one)
    send(cast.client("maths"), cast, classes=[cast.five_two])
    page = cast.client("city_officer").get(f"/places/{cast.city.pk}/")
    held = list(ClassCohort.objects.values_list("school_class__stage", "cohort"))
    grades = [2026 - cohort + 1 for _, cohort in held]
    closed = sum(grade <= 2 for grade in grades)
    opened = Evening.objects.filter(date=TODAY)
    full, written = sum(e.committed == e.cap for e in opened), sum(e.committed > 0 for e in opened)
    assert figures(page) == {
        "written": (written, len(grades)),
        "full": (full, len(grades) - closed),
        "room": (len(grades) - closed - full, len(grades) - closed),
        "quiet": (2, 3),
        "homeroom": (2, 5),
    }
    assert [(f["kind"], f["n"], f["of"]) for f in page.context["of_schools"]] == [
        ("rules", 0, 3),
        ("no_principal", 1, 3),
        ("service", 0, 3),
    ]
    assert (written, full, closed, len(grades)) == (2, 1, 1, 6)
    check_plain(page)


def test_the_figures_of_the_places_below_add_up(cast: Cast) -> None:
    fill(cast, 60, cast.five_one)
    add_school(cast.central, "柳西小学", 1, 3)
    page = cast.client("city_officer").get(f"/places/{cast.city.pk}/")
    total, lines = page.context["sum"], page.context["lines"]
    assert [line.name for line in lines] == ["华龙区", "台前县"]
    for kind, n in total.by_kind.items():
        assert sum(line.sum.by_kind[kind] for line in lines) == n
    assert sum(line.sum.schools for line in lines) == total.schools == 4
    for line in lines:
        below = cast.client("city_officer").get(f"/places/{line.id}/")
        assert below.context["sum"] == line.sum


def test_the_four_parts_of_the_bar_are_all_class_evenings_and_each_opens_its_rows(cast: Cast) -> None:
    fill(cast, 60, cast.five_one)
    send(cast.client("maths"), cast, classes=[cast.five_two])
    client = cast.client("city_officer")
    page = client.get(f"/places/{cast.city.pk}/")
    parts = page.context["sum"].parts
    assert [(part.kind.value, part.n) for part in parts] == [("full", 1), ("partly", 1), ("blank", 3), ("closed", 1)]
    assert sum(part.width for part in parts) == pytest.approx(100, abs=0.05)
    links = re.findall(
        r"/places/\d+/evenings/\?kind=(?:full|partly|blank|closed)&amp;date=[\d-]+\" aria-label", page.text
    )
    for kind, link in zip(("full", "partly", "blank", "closed"), links, strict=False):
        rows = client.get(link.split('"')[0].replace("&amp;", "&"))
        assert rows.context["n"] == next(part.n for part in parts if part.kind == kind)


def test_the_way_down_leads_to_the_class_and_back_up(cast: Cast) -> None:
    client = cast.client("city_officer")
    city = client.get(f"/places/{cast.city.pk}/").text
    assert f'href="/places/{cast.other_county.pk}/?date={TODAY}"' in city
    county = client.get(f"/places/{cast.other_county.pk}/")
    assert [line.name for line in county.context["lines"]] == ["柳沟乡中心校", "槐荫初级中学"]
    central = client.get(f"/places/{cast.central.pk}/").text
    assert f'href="/places/{cast.village.pk}/?date={TODAY}"' in central
    school = client.get(f"/places/{cast.village.pk}/")
    assert "东台教学点三、四年级复式班　四年级" in school.text
    assert f'href="/class/{cast.mixed.pk}/?date={TODAY}"' in school.text
    assert [step.name for step in school.context["here"].steps] == ["濮阳市", "台前县", "柳沟乡中心校"]
    own = cast.client("central_officer").get(f"/places/{cast.village.pk}/")
    assert [step.name for step in own.context["here"].steps] == ["柳沟乡中心校"]


def test_schools_stand_by_name_and_places_by_code_and_nothing_is_sorted_by_a_figure(cast: Cast) -> None:
    for name in ("白杨小学", "紫藤小学", "安平小学"):
        add_school(cast.county, name, 5)
    fill(cast, 60, cast.five_one)
    lines = [line.name for line in cast.client("county_officer").get(f"/places/{cast.county.pk}/").context["lines"]]
    assert lines == ["安平小学", "白杨小学", "青枣路小学", "紫藤小学"] == sorted(lines, key=name_order)


def test_every_school_is_one_square_and_only_what_has_a_reason_is_a_link(cast: Cast) -> None:
    add_school(cast.county, "空校")
    fill(cast, 20, cast.five_one)
    page = cast.client("county_officer").get(f"/places/{cast.county.pk}/")
    (group,) = page.context["groups"]
    assert {school.name: school.quiet for school in group.schools} == {
        "空校": "还没有在读的班，名册没有更新",
        "青枣路小学": "",
    }
    assert page.text.count('class="tile tile-few"') == 2  # the square, and the one in the key
    assert 'aria-label="空校，还没有在读的班，名册没有更新"' in page.text
    assert '<li class="tile" title="青枣路小学"></li>' in page.text


def test_homework_of_seven_days_ago_no_longer_counts_as_recent(cast: Cast) -> None:
    fill(cast, 20, cast.five_one)
    client, address = cast.client("county_officer"), f"/places/{cast.county.pk}/"
    assert Entry.objects.count() == 1
    last, over = TODAY + dt.timedelta(6), TODAY + dt.timedelta(7)
    assert client.get(f"{address}?date={last}").context["sum"].quiet == 0
    assert client.get(f"{address}?date={over}").context["sum"].quiet == 1
    assert "近7天没有布置过作业" in client.get(f"/places/{cast.school.pk}/?date={over}").text


def test_another_evening_is_chosen_by_its_date_and_its_neighbours_are_school_days(cast: Cast) -> None:
    send(cast.client("maths"), cast, evening=FRIDAY.isoformat())
    client, address = cast.client("county_officer"), f"/places/{cast.county.pk}/"
    day = client.get(f"{address}?date={FRIDAY}").context["day"]
    assert (day.earlier, day.later, day.is_tonight) == (TODAY, dt.date(2026, 9, 20), False)
    assert client.get(f"{address}?date={FRIDAY}").context["sum"].by_kind["written"] == 2
    holiday = client.get(f"{address}?date=2026-10-03")
    assert holiday.context["day"].date == dt.date(2026, 9, 30)
    assert "不上学，算在9月30日　星期三起的那一晚里" in holiday.text
    assert (holiday.context["day"].later, holiday.context["day"].words) == (dt.date(2026, 10, 8), "")


@pytest.mark.parametrize("typed", ["昨天", "2026-02-30", "9999-12-31", "2025-01-01"])
def test_a_date_that_is_not_known_is_told_and_answered_with_today(cast: Cast, typed: str) -> None:
    page = cast.client("county_officer").get(f"/places/{cast.county.pk}/?date={typed}")
    assert page.status_code == 200
    assert page.context["day"].date == TODAY
    assert "下面是今天的" in page.text


def test_a_school_that_is_closed_has_no_evening_and_says_so(cast: Cast) -> None:
    LocalDay.objects.create(place=cast.school.place, date=TODAY, is_school_day=False, reason="停电")
    client = cast.client("county_officer")
    assert client.get(f"/places/{cast.county.pk}/").context["sum"].by_kind["all"] == 0
    add_school(cast.county, "白杨小学", 3, 5)
    assert client.get(f"/places/{cast.county.pk}/").context["sum"].by_kind["all"] == 2
    assert client.get(f"/places/{cast.school.pk}/").context["day"].date == dt.date(2026, 9, 16)


def test_a_county_without_schools_and_one_without_a_term_say_so(cast: Cast) -> None:
    from shuangjian.schools.models import Term
    from shuangjian.schools.rules import PlaceKind

    empty = schools.add_place(
        by=operator("测试"), at=AT, kind=PlaceKind.COUNTY, name="范县", parent=cast.city, code="410926"
    )
    assert "这里还没有学校" in cast.client("city_officer").get(f"/places/{empty.pk}/").text
    Term.objects.all().delete()
    page = cast.client("city_officer").get(f"/places/{cast.city.pk}/")
    assert page.status_code == 200
    assert "没有班晚可以数" in page.text


def test_the_tab_stays_on_whatever_lies_below(cast: Cast) -> None:
    client = cast.client("city_officer")
    for path in (f"/places/{cast.city.pk}/", f"/places/{cast.school.pk}/", f"/school/{cast.school.pk}/"):
        assert re.search(rf'href="/places/{cast.city.pk}/" aria-current="page">总览', client.get(path).text)


def test_the_number_of_queries_does_not_grow_with_places_schools_or_classes(cast: Cast) -> None:
    client = cast.client("city_officer")
    fill(cast, 20, cast.five_one)
    paths = [f"/places/{cast.city.pk}/", f"/places/{cast.county.pk}/", f"/places/{cast.school.pk}/"]
    before = [queries_of(client, path) for path in paths]
    for name in ("白杨小学", "紫藤小学", "安平小学"):
        add_school(cast.county, name, 1, 3, 5)
        add_school(cast.central, f"乡{name}", 3)
    add_classes(cast.school, 3, 4, 6)
    fill(cast, 20, cast.five_two, key="more")
    assert [queries_of(client, path) for path in paths] == before
